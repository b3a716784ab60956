import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { formatMoney } from "@/lib/results/price";
import type { AttemptOutcome } from "@/lib/states/attempt";

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

/** What calls of this request have cost, for somebody about to order more; null before any price is known. */
export function describeCost({ providers }: LiveBatch, isSimulated: boolean): string | null {
  if (isSimulated) return "Calls are simulated on this site: no phone rings, and they are free.";
  const costs = providers.flatMap(({ attempt }) => (attempt.costUsd ? [attempt.costUsd] : []));
  if (costs.length === 0) return null;
  const average = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  // Below a cent the amount would read as nothing.
  return average < 0.01
    ? "So far a call of this request cost less than a cent."
    : `So far a call of this request cost about ${formatMoney(Number(average.toFixed(2)), "USD")}.`;
}

/** What the last call means for calling again, in exact words. */
export function describeLastCall({ attempt }: LiveProvider): string {
  const { outcome, calledAt, dialingAt, humanHeard, ringingAt } = attempt;
  if (outcome === "unknown")
    return "It could not be confirmed whether the last call happened: their phone may have rung, and somebody may have spoken with the agent. Check first; calling again may phone them twice.";
  if (outcome === "completed" || humanHeard)
    return "Someone there has already spoken with the agent. They will be called again about the same job.";
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
