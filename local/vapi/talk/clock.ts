/** `text` is `day` and `clock`; the same hour can be said in the other `clocks` as well. */
export type LocalTime = {
  day: string;
  clocks: readonly [string, ...string[]];
  text: string;
  iso: string;
};

type Formatters = { date: Intl.DateTimeFormat; offset: Intl.DateTimeFormat };

// Making one takes longer than the rest of a simulated call together.
const made = new Map<string, Formatters>();
const weekday = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", weekday: "long" });

function formatters(timeZone: string): Formatters {
  const known = made.get(timeZone) ?? {
    // Swedish dates are ISO dates.
    date: new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }),
    offset: new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }),
  };
  made.set(timeZone, known);
  return known;
}

/**
 * A time of day some days after `now`, on the clock of `zone`: in the words a person uses, and as ISO 8601 with that
 * day's offset. Nobody works on a Sunday: it becomes the Monday.
 */
export function daysAhead(
  now: number,
  zone: string,
  days: number,
  hour: number,
  minute: number,
): LocalTime {
  const today = formatters(zone).date.format(now);
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  const shift = day.getUTCDay() === 0 ? 1 : 0;
  day.setUTCDate(day.getUTCDate() + shift);

  const date = day.toISOString().slice(0, 10);
  const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  // Noon is never inside a change of the clocks, so the offset is the one in force during working hours.
  const offset = offsetAt(Date.parse(`${date}T12:00:00Z`), zone);

  const name = dayName(day, days + shift);
  const clocks = clockNames(hour, minute);
  return {
    day: name,
    clocks,
    text: `${name} at ${clocks[0]}`,
    iso: `${date}T${clock}:00${offset}`,
  };
}

function dayName(day: Date, days: number): string {
  if (days === 1) return "tomorrow";
  // "Thursday", said on a Thursday, is today as well.
  if (days >= 7) return days === 7 ? "a week from today" : `in ${days} days`;
  return weekday.format(day);
}

const HOURS = "twelve one two three four five six seven eight nine ten eleven".split(" ");

/** As it is written, and as it is said between 8 AM and 5 PM, when nobody adds which half of the day is meant. */
function clockNames(hour: number, minute: number): [string, ...string[]] {
  const minutes = minute === 0 ? "" : `:${String(minute).padStart(2, "0")}`;
  const written = `${hour % 12 || 12}${minutes} ${hour < 12 ? "AM" : "PM"}`;
  const name = HOURS[hour % 12] ?? "";
  if (minute === 0) return [written, name, `${name} o'clock`];
  return minute === 30 ? [written, `half past ${name}`, `${name} thirty`] : [written];
}

function offsetAt(instant: number, zone: string): string {
  const parts = formatters(zone).offset.formatToParts(instant);
  const name = parts.find((part) => part.type === "timeZoneName")?.value;
  return name === undefined || name === "GMT" ? "+00:00" : name.replace("GMT", "");
}
