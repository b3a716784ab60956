import { type Bound, readTimeWords, type TimeWords } from "./time-words";
import {
  instantsOf,
  normalize,
  startOfDay,
  type WallTime,
  wallTimeAt,
  weekdayOf,
} from "./wall-clock";

export type SpokenTime = {
  /** The earliest instant that the words allow: midnight of a day, 8:00 of a morning, the hour itself. */
  at: Date;
  /** minute: a time of day was said; part: a part of a day; day: a day alone; relative: "in an hour". */
  precision: "minute" | "part" | "day" | "relative";
  /** "After three" allows later times; null is the time itself. "Before" is never concluded. */
  bound: Exclude<Bound, "before"> | null;
};

export type ReadTime = SpokenTime | { ambiguous: string } | null;

/** On the callee's clock. `timeZone` null: only spans ("in an hour") have an instant. */
export type TimeContext = { calledAt: Date; timeZone: string | null };

/** Hours at which parts of a day begin. People who keep shop say morning and mean their opening. */
const PART_HOUR = { first: 8, morning: 8, noon: 12, afternoon: 12, evening: 17 } as const;

/**
 * Reads a time that was said on the phone, relative to the instant of the call and on the callee's clock: "tomorrow after
 * three", "first thing Monday", "half two", "Tuesday the third", "in an hour". Pure.
 * @returns null where no time was said; `ambiguous`, with the reason, where several are meant by the same words ("next
 * Friday" on a Monday), where they name no instant ("next week") or contradict each other or the calendar
 */
export function readSpokenTime(words: string, context: TimeContext): ReadTime {
  return resolveTime(readTimeWords(words), context);
}

/** The same for words that were taken apart before. */
export function resolveTime(words: TimeWords, { calledAt, timeZone }: TimeContext): ReadTime {
  const { day, part, clock, inMinutes, bound = null } = words;
  const isSaid = day ?? part ?? clock ?? inMinutes ?? words.vague;
  if (isSaid === undefined) return null;
  if (words.rest) return { ambiguous: `It is not clear what “${words.rest}” belongs to.` };
  if (words.vague) return { ambiguous: "They named no exact time." };
  if (bound === "before") return { ambiguous: "They named a latest time, not an earliest." };
  if (inMinutes !== undefined) {
    if (day || clock || part) return { ambiguous: "They named a span and a time." };
    const at = new Date(calledAt.getTime() + inMinutes * 60_000);
    return { at, precision: "relative", bound: bound === "around" ? bound : null };
  }
  if (timeZone === null) return { ambiguous: "It is not known what time it is there." };
  const now = wallTimeAt(calledAt, timeZone);
  // "First thing in the morning", said later, is tomorrow's.
  const isNextMorning = !day && (part === "first" || part === "morning") && now.hour >= 8;
  const date = day
    ? dateOf(day, now)
    : dateOf({ kind: "offset", days: isNextMorning ? 1 : 0 }, now);
  if ("ambiguous" in date) return date;
  const time = clock
    ? hourOf(clock, part, words.until)
    : part
      ? { hour: PART_HOUR[part], minute: 0 }
      : null;
  if (time && "ambiguous" in time) return time;
  if (!time) {
    const start = startOfDay(date, timeZone);
    return { at: start < calledAt ? calledAt : start, precision: "day", bound };
  }
  const instants = instantsOf({ ...date, ...time }, timeZone);
  const [at] = instants;
  if (!at || instants.length > 1) return { ambiguous: "The clocks change at that hour." };
  // "After three", said at four, may be tomorrow: nobody knows.
  if (at <= calledAt) return { ambiguous: "That time had passed when they said it." };
  return { at, precision: clock || part === "noon" ? "minute" : "part", bound };
}

type Ambiguous = { ambiguous: string };

function dateOf(day: NonNullable<TimeWords["day"]>, now: WallTime): WallTime | Ambiguous {
  const today = { ...now, hour: 0, minute: 0 };
  if (day.kind === "offset") return normalize({ ...today, day: today.day + day.days });
  if (day.kind === "weekday") return nextWeekday(day, today);
  const date = nextDate(day, today);
  if ("ambiguous" in date) return date;
  if (day.weekday !== undefined && weekdayOf(date) !== day.weekday)
    return { ambiguous: "The day of the week and the date do not fit together." };
  return date;
}

function nextWeekday(
  { weekday, week }: { weekday: number; week?: "this" | "next" | "later" },
  today: WallTime,
): WallTime | Ambiguous {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  if (ahead === 0 && week !== "next" && week !== "later")
    return { ambiguous: "It is that day of the week today: they may mean today or in a week." };
  // Weeks begin on Monday; on a Sunday people differ on which week is the next.
  const sinceMonday = (weekdayOf(today) + 6) % 7;
  const isThisWeek = ahead <= 6 - sinceMonday;
  if (week === "next") {
    if (weekdayOf(today) === 0)
      return { ambiguous: "On a Sunday, next week can be either of two." };
    return normalize({ ...today, day: today.day + (isThisWeek ? ahead + 7 : ahead) });
  }
  if (week === "this" && !isThisWeek) return { ambiguous: "That day of this week has passed." };
  return normalize({ ...today, day: today.day + ahead + (week === "later" ? 7 : 0) });
}

/** More than a year ahead nobody makes appointments. */
const MONTHS_AHEAD = 11;

function nextDate(
  { day, month, year }: { day: number; month?: number; year?: number },
  today: WallTime,
): WallTime | Ambiguous {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const first = normalize({ ...today, month: today.month + ahead, day: 1 });
    const date = { ...first, day };
    const isReal = normalize(date).day === day && day > 0;
    const isPast = ahead === 0 && day < today.day;
    if (month !== undefined ? first.month !== month : !isReal || isPast) {
      // "The third" is the next third, not one of some later month.
      if (month === undefined && ahead > 1) break;
      continue;
    }
    if (!isReal || isPast) break;
    if (year !== undefined && year !== date.year) return { ambiguous: "The year does not fit." };
    return date;
  }
  return { ambiguous: "There is no such date in the months ahead." };
}

function hourOf(
  clock: NonNullable<TimeWords["clock"]>,
  part: TimeWords["part"],
  until: TimeWords["until"],
): { hour: number; minute: number } | Ambiguous {
  const { hour, minute } = clock;
  if (hour > 23 || minute > 59) return { ambiguous: "That is no time of day." };
  // "Eleven to one PM": the mark belongs to the end.
  const half =
    until?.half && clock.half === until.half && hour > until.hour && hour < 12 ? "am" : clock.half;
  if (half) {
    if (hour < 1 || hour > 12) return { ambiguous: "That is no time of day." };
    return { hour: (hour % 12) + (half === "pm" ? 12 : 0), minute };
  }
  if (hour > 12 || hour === 0) return { hour, minute };
  if (part === "afternoon" || part === "evening") return { hour: (hour % 12) + 12, minute };
  if (part === "morning" || part === "first")
    return hour === 12 || hour < 5
      ? { ambiguous: "That hour is not in the morning." }
      : { hour, minute };
  if (part === "noon") return { ambiguous: "They named noon and another time." };
  // Businesses come between eight and seven; seven itself may be either.
  if (hour === 7) return { ambiguous: "Seven can be morning or evening." };
  return { hour: hour < 7 ? hour + 12 : hour, minute };
}
