import type { Call } from "./calls";
import type { RunError } from "./types";

/** A single wait between two attempts never grows beyond this, so that a fix shows soon. */
const LONGEST_BACKOFF_MS = 10_000;

/** While the app restarts, ask again at least this often: a developer is waiting for it. */
const LONGEST_OUTAGE_PAUSE_MS = 5_000;

/** The platform's own bounds for an asked-for wait: 1 s to 24 h. */
const SHORTEST_ASKED_MS = 1_000;
const LONGEST_ASKED_MS = 86_400_000;

/** What follows a request that came to nothing: the same one again after a pause, or the end of its run. */
export type Next = { again: Call; pauseMs: number } | { error: RunError };

export const isLastAttempt = ({ run, attempt }: Call): boolean => attempt + 1 >= run.fn.maxAttempts;

/** After an attempt that failed: the next one, while there is one and the error allows it. */
export function afterFailure(
  call: Call,
  { error, isFinal, retryAfter }: { error: RunError; isFinal: boolean; retryAfter?: string },
  { retryBaseMs, nowMs }: { retryBaseMs: number; nowMs: number },
): Next {
  if (isFinal || isLastAttempt(call)) return { error };
  return nextAttempt(call, retryAfter, { retryBaseMs, nowMs });
}

export function nextAttempt(
  { run, target, attempt }: Call,
  retryAfter: string | undefined,
  { retryBaseMs, nowMs }: { retryBaseMs: number; nowMs: number },
) {
  const pauseMs = retryAfterMs(retryAfter, nowMs) ?? backoffMs(retryBaseMs, attempt);
  return { again: { run, target, attempt: attempt + 1 }, pauseMs };
}

/** After a request that no SDK answered: no attempt is used up, unless there is only one; see README. */
export function afterOutage(
  call: Call,
  reason: string,
  limits: { retryBaseMs: number; unreachableLimitMs: number; nowMs: number },
): Next {
  const { nowMs, unreachableLimitMs } = limits;
  const { sinceMs, times } = call.unreachable ?? { sinceMs: nowMs, times: 0 };
  const name = "AppUnreachable";
  if (call.run.fn.maxAttempts === 1) {
    return { error: { name, message: `the app could not be reached: ${reason}` } };
  }
  if (nowMs - sinceMs >= unreachableLimitMs) {
    const message = `the app could not be reached for ${unreachableLimitMs} ms: ${reason}`;
    return { error: { name, message } };
  }
  const pauseMs = Math.min(backoffMs(limits.retryBaseMs, times), LONGEST_OUTAGE_PAUSE_MS);
  return { again: { ...call, unreachable: { sinceMs, times: times + 1 } }, pauseMs };
}

/** `base` after the first failed attempt (number 0), then doubling. */
export function backoffMs(baseMs: number, attempt: number): number {
  return Math.min(LONGEST_BACKOFF_MS, baseMs * 2 ** Math.min(attempt, 30));
}

/**
 * The wait that a `retry-after` header asks for: seconds, or a date. Undefined when it says neither.
 * It is kept in full, never scaled down as the backoff is: the function chose it for a reason.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (!header) return undefined;
  const asked = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  if (Number.isNaN(asked)) return undefined;
  return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_ASKED_MS, asked));
}
