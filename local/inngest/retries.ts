/** A single wait between two attempts never grows beyond this, so that a fix shows soon. */
const LONGEST_BACKOFF_MS = 10_000;

/** The platform's own bounds for an asked-for wait: 1 s to 24 h. */
const SHORTEST_ASKED_MS = 1_000;
const LONGEST_ASKED_MS = 86_400_000;

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
