import type { Urgency } from "@/lib/states/batch";
import type { CallResult } from "./schema";

const DAY_MS = 86_400_000;

/** How many calendar days after the call is still in time; the first of these is the day of the call itself. */
const DAYS_LEFT: Partial<Record<Urgency, number>> = { immediate: 0, within_2_days: 2 };

/**
 * Whether the earliest time that somebody offered is later than was asked for. Days are compared as calendar days on
 * the clock of the offer, as in the ranking; only "within 24 hours" names hours, and is counted in them. False where no
 * time was confirmed that can be compared. Pure.
 * @param askedAt when they were asked, that is called
 */
export function isLaterThanAsked(result: CallResult, urgency: Urgency, askedAt: string): boolean {
  const { earliestAt } = result;
  if (earliestAt === null || !result.confirmed.earliest) return false;
  if (urgency === "within_24_hours") return Date.parse(earliestAt) - Date.parse(askedAt) > DAY_MS;
  const days = DAYS_LEFT[urgency];
  return days !== undefined && dayOf(earliestAt) - dayIn(askedAt, earliestAt) > days * DAY_MS;
}

/** The calendar day that an instant names on its own clock. */
const dayOf = (iso: string): number => Date.parse(iso.slice(0, 10));

/** The day that an instant has on the clock of another. */
function dayIn(iso: string, clock: string): number {
  const wallClock = `${clock.replace(/(?:Z|[+-]\d{2}:?\d{2})$/i, "")}Z`;
  const offsetMs = Date.parse(wallClock) - Date.parse(clock);
  return dayOf(new Date(Date.parse(iso) + offsetMs).toISOString());
}
