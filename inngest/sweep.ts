import { cron } from "inngest";
import { eachAtOnce } from "@/lib/at-once";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { checkStrayCall, listStrayCalls, type StrayCall } from "@/lib/attempts/stray-calls";
import { findLeftBehind } from "@/lib/batches/functions";
import { hangUpBatch } from "@/lib/batches/hang-up-batch";
import { rankBatch } from "@/lib/batches/rank-batch";
import { log } from "@/lib/log";
import { type Services, services } from "@/lib/services";
import { announce, announcementOfAdvanced } from "./announce";
import { inngest } from "./client";

// The next sweep comes after a minute and takes what is left.
export const SWEEP_MS = 45_000;

// Far below any rate limit, and enough that ten calls that hang do not use up the sweep.
const ASKED_AT_ONCE = 10;

// Each has up to ten calls hung up at once. A hang-up that is not answered takes 5 s, so some 27 such batches have their
// turn within a sweep; the list of batches has no order, so those that hang do not keep the others from theirs for good.
const CANCELED_AT_ONCE = 3;

// There is hardly ever one.
const STRAYS_AT_ONCE = 3;

/**
 * Finds and finishes what crashes, lost events and lost webhooks left behind, from Postgres and the phone service
 * alone: the engine's memory is not needed. One failure does not keep it from the rest; the next sweep tries again.
 * @param sweepMs after which nothing further is begun
 */
export async function sweepOnce(
  deps: Services,
  { sweepMs = SWEEP_MS } = {},
): Promise<Record<string, number>> {
  const found = await findLeftBehind(deps.db, deps.rails, deps.settings.PATIENCE);
  const failures: unknown[] = [];
  const stopAt = Date.now() + sweepMs;
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
    }
  };

  const advance = async (attemptId: string) => {
    const advanced = await advanceAttempt(deps, attemptId);
    // Its run may still be asleep: woken, it finds the attempt settled and ends.
    const isSettled = advanced.kind === "settled" && advanced.settled !== null;
    await announce({
      ...announcementOfAdvanced(attemptId, advanced),
      ended: isSettled ? [{ attemptId, cause: "sweep" }] : [],
    });
  };

  // What needs the database alone comes first: a phone service that hangs must not keep it waiting.
  await attempt(() => announce({ claims: found.claims, requested: found.batches }));
  for (const batchId of found.finish) await attempt(() => rankBatch(deps, batchId));
  for (const attemptId of found.settle) await attempt(() => advance(attemptId));
  let strays: StrayCall[] = [];
  await attempt(async () => {
    strays = await listStrayCalls(deps.db);
  });

  // Side by side, as each waits for answers of its own.
  await Promise.all([
    eachAtOnce(found.cancel, { most: CANCELED_AT_ONCE, stopAt }, (batchId) =>
      attempt(() => hangUpBatch(deps, batchId, stopAt)),
    ),
    eachAtOnce(found.reconcile, { most: ASKED_AT_ONCE, stopAt }, (attemptId) =>
      attempt(() => advance(attemptId)),
    ),
    eachAtOnce(strays, { most: STRAYS_AT_ONCE, stopAt }, (stray) =>
      attempt(() => checkStrayCall(deps, stray)),
    ),
  ]);

  const counts = {
    claims: found.claims.length,
    batches: found.batches.length,
    attempts: found.reconcile.length + found.settle.length,
    canceled: found.cancel.length,
    strays: strays.length,
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
