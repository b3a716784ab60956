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
  const { price, callOutFee, earliestText, earliestAt, conditions } = result;
  const instant = earliestAt && formatLocalInstant(earliestAt);
  return {
    // With the fee, as a phone shows no detail and the fee is part of what is paid.
    price: formatPrice({ price, callOutFee }),
    priceDetail: price.covers || null,
    earliest: earliestText ?? instant ?? "No time named",
    earliestDetail: earliestText && instant ? instant : null,
    criteria: describeCriteriaMet(result, criteriaAsked) ?? "No criteria asked",
    conditions: conditions.join("; ") || null,
  };
}

/** "Meets all 2", "1 of 2 met", "Not met: licensed"; null when none was asked and none named. */
export function describeCriteriaMet(
  { criteria }: CallResult,
  criteriaAsked: number,
): string | null {
  const total = Math.max(criteria.length, criteriaAsked);
  if (total === 0) return null;
  const missed = criteria.filter(({ met }) => met === "no").map(({ criterion }) => criterion);
  if (missed.length > 0) return `Not met: ${missed.join(", ")}`;
  const met = criteria.filter((answer) => answer.met === "yes").length;
  if (met === total) return total === 1 ? "Criterion met" : `All ${total} criteria met`;
  if (total === 1) return "Criterion not discussed";
  return met === 0 ? "Criteria not discussed" : `${met} of ${total} criteria met`;
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
