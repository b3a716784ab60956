/** Hours in which people may be called, in their own time. */
export type CallingHours = {
  /** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
  days: number[];
  /** HH:MM; `until` is no longer within the hours. */
  from: string;
  until: string;
};

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FORM = /^(?<first>[a-z]{3})(?:-(?<last>[a-z]{3}))? (?<from>\d\d:\d\d)-(?<until>\d\d:\d\d)$/i;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/**
 * Reads hours such as `Mon-Sat 08:00-20:00`; null for anything else, hours that end before they begin included.
 * Nights are not hours in which strangers are called.
 */
export function parseCallingHours(text: string): CallingHours | null {
  const { first = "", last, from = "", until = "" } = FORM.exec(text.trim())?.groups ?? {};
  const begin = DAYS.indexOf(first.toLowerCase());
  const end = last === undefined ? begin : DAYS.indexOf(last.toLowerCase());
  const isPossible =
    begin >= 0 && end >= begin && TIME.test(from) && TIME.test(until) && from < until;
  if (!isPossible) return null;
  return { days: DAYS.slice(begin, end + 1).map((_, index) => begin + index + 1), from, until };
}

/** What is within both, as `narrow_hours` in the database has it; null when they have no minute of the week in common. */
export function narrowHours(hours: CallingHours, narrower: CallingHours): CallingHours | null {
  const days = hours.days.filter((day) => narrower.days.includes(day));
  const from = hours.from > narrower.from ? hours.from : narrower.from;
  const until = hours.until < narrower.until ? hours.until : narrower.until;
  return days.length > 0 && from < until ? { days, from, until } : null;
}

/** The form that {@link parseCallingHours} reads, for people: `Mon-Sat 08:00-20:00`. */
export function formatCallingHours({ days, from, until }: CallingHours): string {
  const name = (day = 1) => {
    const word = DAYS[day - 1] ?? "";
    return word.charAt(0).toUpperCase() + word.slice(1);
  };
  const span = days.length > 1 ? `${name(days[0])}-${name(days.at(-1))}` : name(days[0]);
  return `${span} ${from}-${until}`;
}
