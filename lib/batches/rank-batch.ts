import { log } from "@/lib/log";
import { rankProviders } from "@/lib/results/rank";
import type { Services } from "@/lib/services";
import { finishBatch, listFinalAnswers } from "./functions";

export type RankedBatch =
  | "ranked"
  /** An answer came in between reading and storing: nothing is stored, rank again. */
  | "changed"
  /** Unknown, or open: its end will be announced. */
  | "not_ended";

/**
 * Ranks the answers of an ended batch and stores the ranking; the rules stand in docs/ranking.md. Safe to repeat:
 * equal answers give an equal ranking.
 */
export async function rankBatch({ db }: Services, batchId: string): Promise<RankedBatch> {
  const answers = await listFinalAnswers(db, batchId);
  if (!answers?.ended) return "not_ended";
  const ranked = rankProviders(
    answers.providers.map((provider) => ({
      providerId: provider.providerId,
      name: provider.name,
      outcome: provider.outcome,
      detail: provider.detail,
      result: provider.result,
    })),
    { criteria: answers.criteria },
  );
  const stored = await finishBatch(db, batchId, { ranked }, answers.version);
  if (!stored) return "changed";
  log().info({ batchId, providers: ranked.length }, "Batch finished.");
  return "ranked";
}
