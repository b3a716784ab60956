import type { LiveProvider } from "@/lib/batches/live-state";
import { assertNever } from "@/lib/errors";

/** Where a business stands, as it is counted: every one is in exactly one part. */
export type Part =
  | "answered"
  | "not_reached"
  | "failed"
  | "unclear"
  | "stopped"
  | "not_called"
  | "on_phone"
  | "reading"
  | "waiting";

export type PartCounts = Readonly<Record<Part, number>>;

/** Counts businesses by part; the headline, the bar and its legend all take their numbers from here. Pure. */
export function countParts(providers: readonly LiveProvider[]): PartCounts {
  const counts: Record<Part, number> = {
    answered: 0,
    not_reached: 0,
    failed: 0,
    unclear: 0,
    stopped: 0,
    not_called: 0,
    on_phone: 0,
    reading: 0,
    waiting: 0,
  };
  for (const provider of providers) counts[partOf(provider)] += 1;
  return counts;
}

/** Businesses that were phoned, or may have been: all but those left out and those that wait. */
export function countCalled(providers: readonly LiveProvider[]): number {
  const { not_called, waiting } = countParts(providers);
  return providers.length - not_called - waiting;
}

/** Whether it ended without a call: left out, or stopped before its turn came. */
export function endedUncalled({ attempt, isPatched }: LiveProvider): boolean {
  // Before a further try there was a call, and the snapshot shows that one again.
  if (isPatched && attempt.number > 1) return false;
  if (attempt.outcome === "skipped") return true;
  // A hint does not carry when the call came to be; that it was being dialed is known from before.
  const calledAt = attempt.calledAt ?? (isPatched ? attempt.dialingAt : null);
  return attempt.outcome === "canceled" && calledAt === null;
}

/** The part that a business belongs to. Pure. */
export function partOf(provider: LiveProvider): Part {
  const { callStatus } = provider;
  switch (callStatus) {
    case "queued":
    case "claimed":
      return "waiting";
    case "dialing":
    case "in_progress":
      return "on_phone";
    case "ended":
      return "reading";
    case "completed":
      return "answered";
    case "no_answer":
    case "busy":
    case "voicemail":
      return "not_reached";
    case "failed":
      return "failed";
    case "unknown":
      return "unclear";
    case "canceled":
    case "skipped":
      return endedUncalled(provider) ? "not_called" : "stopped";
    default:
      return assertNever(callStatus);
  }
}
