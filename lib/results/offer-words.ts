import { unconfirmed } from "./confirmed";
import { formatPrice } from "./price";
import type { CallResult } from "./schema";

/** What one offer says in a table: a main word per column, and what stands small below it. */
export type OfferWords = {
  price: string;
  priceDetail: string | null;
  earliest: string;
  earliestDetail: string | null;
  criteria: string;
  conditions: string | null;
};

/**
 * An answer, column by column; what was not said is said so. Pure: times are those of the job's place, as the answer
 * itself carries its offset from UTC.
 * @param criteriaAsked how many criteria the request has
 */
export function describeOffer(result: CallResult, criteriaAsked: number): OfferWords {
  const { price, earliestText, earliestAt, conditions, confirmed } = result;
  const instant = earliestAt && formatLocalInstant(earliestAt);
  return {
    // With the fee, as a phone shows no detail and the fee is part of what is paid.
    price: formatPrice(result),
    priceDetail: price.covers || null,
    earliest: describeEarliest(earliestText ?? instant, confirmed.earliest) ?? "No time named",
    earliestDetail: earliestText && instant ? instant : null,
    criteria: describeCriteriaMet(result, criteriaAsked) ?? "No criteria asked",
    conditions: conditions.join("; ") || null,
  };
}

/** A time as it was named. It can be a whole sentence that is cut where there is no room: so the word stands before it. */
const describeEarliest = (when: string | null, isConfirmed: boolean): string | null =>
  when && (isConfirmed ? when : `Not confirmed: ${when}`);

/** "Meets all 2", "1 of 2 met", "Not met: licensed (not confirmed)"; null when none was asked and none named. */
export function describeCriteriaMet(
  { criteria }: Pick<CallResult, "criteria">,
  criteriaAsked: number,
): string | null {
  const total = Math.max(criteria.length, criteriaAsked);
  if (total === 0) return null;
  const missed = criteria
    .filter(({ met }) => met === "no")
    .map(({ criterion, confirmed }) => `${criterion}${unconfirmed(confirmed)}`);
  if (missed.length > 0) return `Not met: ${missed.join(", ")}`;
  const said = criteria.filter((answer) => answer.met === "yes");
  const met = said.filter(({ confirmed }) => confirmed).length;
  if (met === total) return total === 1 ? "Criterion met" : `All ${total} criteria met`;
  const open = said.length - met;
  if (total === 1) return open ? `Criterion met${unconfirmed(false)}` : "Criterion not discussed";
  if (said.length === 0) return "Criteria not discussed";
  return `${met} of ${total} criteria met${open ? `, ${open} more${unconfirmed(false)}` : ""}`;
}

/** What the marks of an offer compare it with: those that miss a criterion are left out. "" where all are compared. */
export function describeScope({ criteria }: CallResult, criteriaAsked: number): string {
  const confirmed = criteria.filter((item) => item.confirmed);
  if (criteriaAsked === 0 || confirmed.some(({ met }) => met === "no")) return "";
  const met = confirmed.filter((item) => item.met === "yes").length;
  return met < criteriaAsked ? " that may meet your criteria" : " that meets your criteria";
}

/** "Tue, Nov 24, 2:00 PM" where the job is: the wall clock that the instant itself names, in no other zone. */
function formatLocalInstant(iso: string): string {
  const wallClock = new Date(`${iso.slice(0, 19).replace(/Z$/, "")}Z`);
  if (Number.isNaN(wallClock.getTime())) return iso.slice(0, 16).replace("T", " ");
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h12",
  });
  // Versions differ in the kind of space before AM and PM.
  return format.format(wallClock).replace(/\s/g, " ");
}
