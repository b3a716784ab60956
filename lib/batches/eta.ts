import type { LiveBatch } from "./live-state";

/** How long a batch still takes, as far as anything honest can be said. Pure. */
export type Eta =
  | { kind: "range"; lowSeconds: number; highSeconds: number }
  /** The last calls are under way: how long people talk decides, and nobody knows. */
  | { kind: "finishing"; calls: number }
  /** Nothing happens before this moment. */
  | { kind: "next_try"; at: string };

/** Until calls of this batch have ended: 90 s of talking and 25 s of ringing, as one quote takes. */
const PRIOR_SECONDS = 115;

// One call tells little, ten tell enough: the prior weighs as much as this many calls.
const PRIOR_WEIGHT = 2;

/** Longer calls of a wave decide when it ends, and an estimate that is too short annoys more. */
const HIGH_QUANTILE = 0.8;

/** Below this many calls there is nothing to divide into waves. */
const LAST_CALLS = 2;

/**
 * An estimate from what the batch itself shows: calls left, divided by the lines in use at once, times how long its
 * calls have taken so far. Null while nothing can be said: nothing begun, stopping, over.
 * @param now milliseconds since 1970, on the clock of the server
 */
export function estimateEta(live: LiveBatch, now: number): Eta | null {
  if (live.status !== "running" && live.status !== "queued") return null;
  const attempts = live.providers.map(({ attempt }) => attempt);
  const open = attempts.filter(({ status }) => status !== "settled");
  const onPhone = open.filter(({ status }) => status === "dialing" || status === "in_progress");
  const later = open.filter(
    ({ status, notBefore }) => status === "queued" && Date.parse(notBefore) > now,
  );
  const waiting = open.filter(({ status }) => status === "queued" || status === "claimed");

  const [next] = later.map(({ notBefore }) => notBefore).sort();
  if (next && later.length === open.length) return { kind: "next_try", at: next };
  // A further try comes after a pause of its own, which no range of minutes would show.
  if (later.length > 0 || open.length === 0) return null;
  if (waiting.length === 0 && open.length <= LAST_CALLS)
    return { kind: "finishing", calls: open.length };
  const lines = onPhone.length;
  if (lines === 0) return null;

  const durations = attempts
    .filter(({ executionId }) => executionId === live.executionId)
    .flatMap(({ dialingAt, endedAt }) =>
      dialingAt && endedAt ? [(Date.parse(endedAt) - Date.parse(dialingAt)) / 1000] : [],
    );
  const known = [...durations, ...Array<number>(PRIOR_WEIGHT).fill(PRIOR_SECONDS)].sort(
    (a, b) => a - b,
  );
  const waves = Math.ceil(waiting.length / lines);
  return {
    kind: "range",
    lowSeconds: waves * quantile(known, 0.5) + leftOf(onPhone, quantile(known, 0.5), now),
    highSeconds: (waves + 1) * quantile(known, HIGH_QUANTILE),
  };
}

/** What the calls under way still take on average, when each takes as long as usual. */
function leftOf(
  onPhone: readonly { dialingAt: string | null }[],
  usualSeconds: number,
  now: number,
): number {
  const left = onPhone.map(({ dialingAt }) =>
    dialingAt ? Math.max(0, usualSeconds - (now - Date.parse(dialingAt)) / 1000) : usualSeconds,
  );
  return left.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, left.length);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** "About 3–5 minutes left.", "Less than a minute left.", "Finishing the last 2 calls." */
export function describeEta(eta: Exclude<Eta, { kind: "next_try" }>): string {
  switch (eta.kind) {
    case "finishing":
      return eta.calls === 1
        ? "Finishing the last call."
        : `Finishing the last ${eta.calls} calls.`;
    case "range": {
      const low = Math.max(1, Math.floor(eta.lowSeconds / 60));
      const high = Math.ceil(eta.highSeconds / 60);
      if (high <= 1) return "Less than a minute left.";
      return low >= high ? `About ${high} minutes left.` : `About ${low}–${high} minutes left.`;
    }
  }
}
