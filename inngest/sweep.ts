import { cron } from "inngest";
import { eachAtOnce } from "@/lib/at-once";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { checkStrayCall, listStrayCalls, type StrayCall } from "@/lib/attempts/stray-calls";
import { findLeftBehind } from "@/lib/batches/functions";
import { hangUpBatch } from "@/lib/batches/hang-up-batch";
import { rankBatch } from "@/lib/batches/rank-batch";
import { SWEEP } from "@/lib/limits";
import { log } from "@/lib/log";
import { type Services, services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { announce, announcementOfAdvanced } from "./announce";
import { inngest } from "./client";
import { sweepDue } from "./events";

// The next sweep comes after a minute and takes what is left.
export const SWEEP_MS = 45_000;

// Far below any rate limit, and enough that ten calls that hang do not use up the sweep.
const ASKED_AT_ONCE = 10;

// Each has up to ten calls hung up at once. A hang-up that is not answered takes 5 s, so some 27 such batches have their
// turn within a sweep; the list of batches has no order, so those that hang do not keep the others from theirs for good.
const CANCELED_AT_ONCE = 3;

// There is hardly ever one.
const STRAYS_AT_ONCE = 3;

/** What was found, by kind, and whether there may be more in a minute. */
export type Swept = { isOpen: boolean; counts: Record<string, number> };

/**
 * Finds and finishes what crashes, lost events and lost webhooks left behind, from Postgres and the phone service
 * alone: the engine's memory is not needed. One failure does not keep it from the rest; the next sweep tries again.
 * @param sweepMs after which nothing further is begun
 */
export async function sweepOnce(deps: Services, { sweepMs = SWEEP_MS } = {}): Promise<Swept> {
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
    const advanced = await traced("settle", { attemptId }, () => advanceAttempt(deps, attemptId), {
      under: "attempt",
    });
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
  const hasFound = Object.values(counts).some((count) => count > 0);
  if (hasFound) log().info(counts, "Sweep.");
  for (const err of failures)
    log().error({ err }, "The sweep could not finish something; the next one tries again.");
  return { isOpen: found.isOpen || hasFound, counts };
}

/**
 * Each minute while anything is open, and seldom otherwise: a sweep that finds work ahead asks for the next one. A heartbeat
 * goes on where that was lost. No step, as each costs an execution of its own; a sweep that is repeated is one more sweep.
 */
export const sweep = inngest.createFunction(
  {
    id: "sweep",
    name: "Sweep up what was left behind",
    description:
      "Finds what crashes, lost events and lost webhooks left, and finishes it. Safe to invoke, rerun and cancel at any time.",
    // A site that is deployed or away for a moment must not end the chain until the next heartbeat.
    retries: 3,
    triggers: [cron(`*/${SWEEP.idleSeconds / 60} * * * *`), sweepDue],
  },
  async ({ event, step, runId }) => {
    if (event.name === sweepDue.name && event.data.at)
      await step.sleepUntil("due", new Date(event.data.at));
    return traced("sweep", { runId }, async () => {
      const { isOpen, counts } = await sweepOnce(services());
      if (isOpen) await announce({ isOpen });
      return counts;
    });
  },
);
