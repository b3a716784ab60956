import type { LiveBatch, LiveProvider } from "./live-state";

/** Further tries that wait for their time: no part of what is left until then. */
export type LaterTries = { count: number; inSeconds: number };

/** How long a batch still takes, as far as anything honest can be said. Pure. */
export type Eta =
  | { kind: "range"; lowSeconds: number; highSeconds: number; later: LaterTries | null }
  /** The last calls are under way: how long people talk decides, and nobody knows. */
  | { kind: "finishing"; calls: number; later: LaterTries | null }
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
 * An estimate from what the batch itself shows: calls that are due, divided by the lines in use at once, times how long its
 * calls have taken so far. Null while nothing can be said: nothing begun, stopping, over.
 * @param now milliseconds since 1970, on the clock of the server
 */
export function estimateEta(live: LiveBatch, now: number): Eta | null {
  if (live.status !== "running" && live.status !== "queued") return null;
  const attempts = live.providers.filter(hasKnownTime).map(({ attempt }) => attempt);
  const open = attempts.filter(({ status }) => status !== "settled");
  const onPhone = open.filter(({ status }) => status === "dialing" || status === "in_progress");
  const later = open.filter(
    ({ status, notBefore }) => status === "queued" && Date.parse(notBefore) > now,
  );
  const due = open.filter((attempt) => !later.includes(attempt));
  const waiting = due.filter(({ status }) => status === "queued" || status === "claimed");

  const [next] = later.map(({ notBefore }) => notBefore).sort();
  if (next && due.length === 0) return { kind: "next_try", at: next };
  if (due.length === 0) return null;
  // A further try comes after a pause of its own, which no range of minutes would show: it is named beside it.
  const laterTries = next
    ? { count: later.length, inSeconds: (Date.parse(next) - now) / 1000 }
    : null;
  if (waiting.length === 0 && due.length <= LAST_CALLS)
    return { kind: "finishing", calls: due.length, later: laterTries };
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
    later: laterTries,
  };
}

/** A hint that a further try waits does not carry its time; the snapshot that follows does. */
const hasKnownTime = ({ attempt, isPatched }: LiveProvider): boolean =>
  !(isPatched && attempt.status === "queued" && attempt.number > 1);

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

/**
 * "About 3–5 minutes left.", "Less than a minute left.", "Finishing the last 2 calls."; with further tries to come
 * "About 3–5 minutes left; 1 more try in about 28 minutes."
 */
export function describeEta(eta: Exclude<Eta, { kind: "next_try" }>): string {
  const words = eta.kind === "range" ? describeRange(eta) : describeFinish(eta);
  return eta.later ? `${words}; ${describeLater(eta.later)}.` : `${words}.`;
}

function describeFinish({ calls, later }: Extract<Eta, { kind: "finishing" }>): string {
  // With a try to come they are not the last.
  if (later) return calls === 1 ? "Finishing 1 call" : `Finishing ${calls} calls`;
  return calls === 1 ? "Finishing the last call" : `Finishing the last ${calls} calls`;
}

function describeRange({ lowSeconds, highSeconds }: Extract<Eta, { kind: "range" }>): string {
  const low = Math.max(1, Math.floor(lowSeconds / 60));
  const high = Math.ceil(highSeconds / 60);
  if (high <= 1) return "Less than a minute left";
  return low >= high ? `About ${high} minutes left` : `About ${low}–${high} minutes left`;
}

// From here on an hour or two says as much as the minutes would.
const HOURS_FROM_MINUTES = 90;

function describeLater({ count, inSeconds }: LaterTries): string {
  const minutes = Math.round(inSeconds / 60);
  const when =
    minutes === 0
      ? "less than a minute"
      : minutes < HOURS_FROM_MINUTES
        ? `about ${minutes} ${minutes === 1 ? "minute" : "minutes"}`
        : `about ${Math.round(minutes / 60)} hours`;
  return count === 1 ? `1 more try in ${when}` : `${count} more tries, the first in ${when}`;
}
