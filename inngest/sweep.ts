import { cron } from "inngest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { findLeftBehind } from "@/lib/batches/functions";
import { hangUpBatch } from "@/lib/batches/hang-up-batch";
import { rankBatch } from "@/lib/batches/rank-batch";
import { log } from "@/lib/log";
import { type Services, services } from "@/lib/services";
import { announce, newsOf } from "./announce";
import { inngest } from "./client";

/**
 * Finds and finishes what crashes, lost events and lost webhooks left behind, from Postgres and the phone service
 * alone: the engine's memory is not needed. One failure does not keep it from the rest; the next sweep tries again.
 */
export async function sweepOnce(deps: Services): Promise<Record<string, number>> {
  const found = await findLeftBehind(deps.db, deps.settings.VAPI_LINES, deps.settings.PATIENCE);
  const failures: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };

  await attempt(() => announce({ claims: found.claims, requested: found.batches }));
  for (const attemptId of new Set([...found.reconcile, ...found.settle])) {
    await attempt(async () => {
      const advanced = await advanceAttempt(deps, attemptId);
      if (advanced.kind === "open") return announce({ claims: advanced.claims ?? [] });
      // Its run may still be asleep: woken, it finds the attempt settled and ends.
      if (advanced.settled) {
        await announce({
          ...newsOf(attemptId, advanced.settled),
          ended: [{ attemptId, cause: "sweep" }],
        });
      }
    });
  }
  for (const batchId of found.cancel) await attempt(() => hangUpBatch(deps, batchId));
  for (const batchId of found.finish) await attempt(() => rankBatch(deps, batchId));

  const counts = {
    claims: found.claims.length,
    batches: found.batches.length,
    attempts: found.reconcile.length + found.settle.length,
    canceled: found.cancel.length,
    finished: found.finish.length,
    failures: failures.length,
  };
  if (Object.values(counts).some((count) => count > 0)) log().info(counts, "Sweep.");
  for (const err of failures)
    log().error({ err }, "The sweep could not finish something; the next one tries again.");
  return counts;
}

/** Each minute: short enough that a lost message is hardly noticed, long enough to cost nothing. */
export const sweep = inngest.createFunction(
  { id: "sweep", retries: 0, triggers: [cron("* * * * *")] },
  async ({ step }) => step.run("sweep-once", () => sweepOnce(services())),
);
