/** The units of the SDK's time strings, in ms. */
const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|w|d|h|m|s))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|w|d|h|m|s)/g;

/** A sleep, wait, timeout or period that is neither a duration nor a date. */
export class InvalidDurationError extends Error {
  override name = "InvalidDuration";
}

/**
 * Reads a time string of the SDK, for example `1w2d3h4m5s`, as milliseconds.
 * Throws InvalidDurationError for anything else.
 */
export function parseDurationMs(text: string): number {
  if (!DURATION.test(text)) throw new InvalidDurationError(`invalid duration "${text}"`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return total;
}

/**
 * The moment (epoch ms) that a duration or an ISO date names, seen from `nowMs`. A date in the past
 * stays in the past: a sleep until then ends at once. Throws InvalidDurationError for anything else.
 */
export function resolveDeadlineMs(text: string, nowMs: number): number {
  if (DURATION.test(text)) return nowMs + parseDurationMs(text);
  // The "T" keeps Date.parse from reading words and bare years as dates.
  const date = text.includes("T") ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) {
    throw new InvalidDurationError(`"${text}" is neither a duration nor an ISO date`);
  }
  return date;
}
