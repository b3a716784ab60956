import { log } from "@/lib/log";
import { rankProviders } from "@/lib/results/rank";
import type { Services } from "@/lib/services";
import { finishBatch, listFinalAnswers } from "./functions";

/**
 * Ranks the answers of an ended batch and stores the ranking; the rules stand in docs/ranking.md. Safe to repeat:
 * equal answers give an equal ranking.
 * @returns false when the batch is unknown or open, or an answer changed meanwhile: the sweep ranks again.
 */
export async function rankBatch({ db }: Services, batchId: string): Promise<boolean> {
  const answers = await listFinalAnswers(db, batchId);
  if (!answers?.ended) return false;
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
  if (stored) log().info({ batchId, providers: ranked.length }, "Batch finished.");
  return stored;
}
