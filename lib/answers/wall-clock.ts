/** A date and a time of day on somebody's clock. `day` may lie outside of the month: it counts on. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number };

// Making one takes longer than the rest of reading a call.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  formats.set(timeZone, format);
  return format;
}

/** What the clock of a zone shows at an instant. @throws RangeError for a time zone that does not exist. */
export function wallTimeAt(instant: Date, timeZone: string): WallTime {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
  };
}

const asUtc = ({ year, month, day, hour, minute }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/** 26 h: no two clocks on Earth are farther apart. */
const WIDEST_MS = 26 * 3_600_000;

/**
 * Every instant at which the clock of a zone shows a time, the earliest first: two in the hour that is repeated when
 * clocks go back, none in the hour that is left out when they go forward.
 */
export function instantsOf(time: WallTime, timeZone: string): Date[] {
  const shown = asUtc(time);
  const offsetAt = (instant: number) =>
    asUtc(wallTimeAt(new Date(instant), timeZone)) - Math.floor(instant / 60_000) * 60_000;
  const offsets = new Set([
    offsetAt(shown - WIDEST_MS),
    offsetAt(shown),
    offsetAt(shown + WIDEST_MS),
  ]);
  return [...offsets]
    .map((offset) => shown - offset)
    .filter((instant) => asUtc(wallTimeAt(new Date(instant), timeZone)) === shown)
    .sort((a, b) => a - b)
    .map((instant) => new Date(instant));
}

/** The first instant of a day, which is not midnight where clocks go forward at midnight. */
export function startOfDay(day: WallTime, timeZone: string): Date {
  for (const minute of [0, 30, 60, 90, 120]) {
    const [first] = instantsOf({ ...day, hour: 0, minute }, timeZone);
    if (first) return first;
  }
  throw new RangeError(`no morning on day ${day.day} in ${timeZone}`);
}

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (time: WallTime): number => new Date(asUtc(time)).getUTCDay();

/** The same with a day that lies in its month. */
export function normalize(time: WallTime): WallTime {
  const date = new Date(asUtc(time));
  return {
    ...time,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}
