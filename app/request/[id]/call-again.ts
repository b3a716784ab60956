import { type AttemptOutcome, UNREACHED_OUTCOMES } from "@/lib/attempts/status";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { formatMoney } from "@/lib/results/price";

/** What is said before somebody is called again. Pure. */

/** Outcomes in the order in which they are offered, with what the person must know to choose. */
export const RETRY_CHOICES: readonly {
  outcome: AttemptOutcome;
  label: string;
  note: string | null;
}[] = [
  { outcome: "no_answer", label: "Nobody picked up", note: null },
  { outcome: "busy", label: "The line was busy", note: null },
  { outcome: "voicemail", label: "A mailbox answered", note: null },
  { outcome: "canceled", label: "Stopped by you", note: "The phone of some may have rung." },
  { outcome: "skipped", label: "Not called", note: null },
  { outcome: "failed", label: "The call failed", note: "Includes numbers that do not work." },
  { outcome: "unknown", label: "Unclear", note: "They may have been called already." },
];

export type Retryable = { executionId: string; counts: ReadonlyMap<AttemptOutcome, number> };

/**
 * Whom one order can call again, by outcome. An order is about one batch: of several batches of this request, the one
 * with the most businesses left; the others can be called one by one. Null when there is nobody.
 */
export function findRetryable(live: LiveBatch): Retryable | null {
  const batches = new Map<string, Map<AttemptOutcome, number>>();
  for (const provider of live.providers) {
    const { outcome, executionId } = provider.attempt;
    if (outcome === null || outcome === "completed" || whyNotAgain(provider)) continue;
    const counts = batches.get(executionId) ?? new Map<AttemptOutcome, number>();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    batches.set(executionId, counts);
  }
  const sizeOf = (counts: ReadonlyMap<AttemptOutcome, number>) =>
    countChosen(counts, proposeOutcomes(counts));
  const [largest] = [...batches].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  return largest ? { executionId: largest[0], counts: largest[1] } : null;
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

/** "Call the 3 not reached again"; null when there is nobody to call. */
export function labelRetry(counts: ReadonlyMap<AttemptOutcome, number>): string | null {
  const proposed = proposeOutcomes(counts);
  const count = countChosen(counts, proposed);
  if (count === 0) return counts.has("unknown") ? "Call again…" : null;
  const isUnreached = proposed.some((outcome) =>
    UNREACHED_OUTCOMES.some((unreached) => unreached === outcome),
  );
  const who = isUnreached ? "not reached" : "left";
  return count === 1 ? `Call the 1 ${who} again` : `Call the ${count} ${who} again`;
}

/** What calls of this request have cost, for somebody about to order more; null before any price is known. */
export function describeCost({ providers }: LiveBatch): string | null {
  const costs = providers.flatMap(({ attempt }) => (attempt.costUsd ? [attempt.costUsd] : []));
  if (costs.length === 0) return null;
  const average = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  // Below a cent the amount would read as nothing.
  return average < 0.01
    ? "So far a call of this request cost less than a cent."
    : `So far a call of this request cost about ${formatMoney(Number(average.toFixed(2)), "USD")}.`;
}

/** Why a provider must not be called again at all; null when it may. */
export function whyNotAgain({ attempt }: LiveProvider): string | null {
  return attempt.result?.doNotCall ? "They asked not to be called again." : null;
}

/** What the last call means for calling again, in exact words. */
export function describeLastCall({ attempt }: LiveProvider): string {
  const { outcome, calledAt, dialingAt, humanHeard, ringingAt } = attempt;
  if (outcome === "unknown")
    return "It could not be confirmed whether the last call happened: their phone may have rung, and somebody may have spoken with the agent. Check first; calling again may phone them twice.";
  if (outcome === "completed" || humanHeard)
    return "Somebody there has spoken with the agent already. They are phoned once more about the same job.";
  if (calledAt === null && dialingAt === null) return "They have not been called before.";
  switch (outcome) {
    case "no_answer":
      return attempt.answeredAt
        ? "The line was open, but nobody spoke."
        : "Their phone rang and nobody picked up.";
    case "busy":
      return "Their line was busy.";
    case "voicemail":
      return "A mailbox or phone menu answered; nobody was spoken to.";
    case "canceled":
      return ringingAt
        ? "You stopped the last call after their phone had begun to ring."
        : "You stopped the last call; their phone may have rung.";
    default:
      return ringingAt
        ? "The last call failed after their phone had begun to ring; nobody was spoken to."
        : "The last call failed before their phone rang.";
  }
}
