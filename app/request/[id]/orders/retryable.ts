import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { type AttemptOutcome, UNREACHED_OUTCOMES } from "@/lib/states/attempt";
import { endedUncalled } from "../words/parts";

/** Who can be called again. Pure. */

export type Retryable = {
  executionId: string;
  counts: ReadonlyMap<AttemptOutcome, number>;
  /** Outcomes of which every business still waits for its first call. */
  uncalled: ReadonlySet<AttemptOutcome>;
  /** Businesses of other batches, whom this order does not reach. */
  leftOut: number;
};

/**
 * Whom one order can call again, by outcome. An order is about one batch: of several batches of this request, the one
 * with the most businesses left; the others can be called one by one. Null when there is nobody.
 */
export function findRetryable(live: LiveBatch): Retryable | null {
  const batches = new Map<string, Map<AttemptOutcome, number>>();
  const called = new Map<string, Set<AttemptOutcome>>();
  for (const provider of live.providers) {
    const { outcome, executionId } = provider.attempt;
    if (outcome === null || outcome === "completed" || whyNotAgain(provider)) continue;
    const counts = batches.get(executionId) ?? new Map<AttemptOutcome, number>();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    batches.set(executionId, counts);
    if (endedUncalled(provider) && provider.attempt.number === 1) continue;
    called.set(executionId, (called.get(executionId) ?? new Set()).add(outcome));
  }
  const sizeOf = (counts: ReadonlyMap<AttemptOutcome, number>) =>
    countChosen(counts, proposeOutcomes(counts));
  const [largest, ...others] = [...batches].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  if (!largest) return null;
  const [executionId, counts] = largest;
  const uncalled = [...counts.keys()].filter((it) => !called.get(executionId)?.has(it));
  const leftOut = others.reduce((sum, [, other]) => sum + countChosen(other, other.keys()), 0);
  return { executionId, counts, uncalled: new Set(uncalled), leftOut };
}

/** What is chosen at first: those not reached; without any, those whose calls were stopped or never made. */
export function proposeOutcomes(counts: ReadonlyMap<AttemptOutcome, number>): AttemptOutcome[] {
  const isThere = (outcome: AttemptOutcome) => counts.has(outcome);
  const unreached = UNREACHED_OUTCOMES.filter(isThere);
  if (unreached.length > 0) return unreached;
  return (["canceled", "skipped", "failed"] as const).filter(isThere);
}

export const countChosen = (
  counts: ReadonlyMap<AttemptOutcome, number>,
  chosen: Iterable<AttemptOutcome>,
): number => [...chosen].reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0);

/** Whether these would be called for the first time; then no word says "again". */
export function isFirstCall({ uncalled }: Retryable, chosen: Iterable<AttemptOutcome>): boolean {
  const outcomes = [...chosen];
  return outcomes.length > 0 && outcomes.every((outcome) => uncalled.has(outcome));
}

/** "Call the 3 not reached again", "Call 6 not called yet"; null when there is nobody to call. */
export function labelRetry(retryable: Retryable): string | null {
  const { counts } = retryable;
  const proposed = proposeOutcomes(counts);
  const count = countChosen(counts, proposed);
  if (count === 0) return counts.has("unknown") ? "Call again…" : null;
  if (isFirstCall(retryable, proposed))
    return count === 1 ? "Call the one not called yet" : `Call ${count} not called yet`;
  const isUnreached = proposed.some((outcome) =>
    UNREACHED_OUTCOMES.some((unreached) => unreached === outcome),
  );
  const who = isUnreached ? "not reached" : "left";
  return count === 1 ? `Call the one ${who} again` : `Call the ${count} ${who} again`;
}

/** Why a provider must not be called again at all; null when it may. */
export function whyNotAgain({ attempt }: LiveProvider): string | null {
  return attempt.result?.doNotCall ? "They asked not to be called again." : null;
}
