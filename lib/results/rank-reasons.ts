import { hasAnswer } from "./has-answer";
import type { RankedRow, RankMark } from "./order-providers";
import { formatPrice } from "./price";
import type { CallResult } from "./schema";
import { describeBriefly } from "./words";

/** The facts behind a position, one short sentence each, in the order of the rules. */
export function describeReasons(
  row: RankedRow,
  marks: readonly RankMark[],
  criteriaAsked: number,
): string[] {
  if (row.outcome === null) return ["Still being called"];
  const { outcome, result } = row;
  // In the words of the list of calls: a person reads both, side by side.
  const isWrong = result?.wrongNumber && outcome === "failed";
  const facts = { outcome, result, detail: isWrong ? "wrong_number" : row.detail };
  if (outcome !== "completed") return [describeBriefly(facts)];
  if (result?.doNotCall) return ["Asked not to be called again"];
  if (result?.availability === "unavailable") return ["Cannot do the job"];
  if (!result || !hasAnswer(result)) {
    const when = result?.callbackRequested;
    if (when) return [`Asked to be contacted again: ${when}`];
    return [
      describeBriefly({ ...facts, detail: row.detail ?? (result ? "no_information" : "unread") }),
    ];
  }
  return [
    describeAvailability(result),
    describeCriteria(result, criteriaAsked),
    describeEarliest(result, marks.includes("soonest")),
    `${formatPrice(result)}${marks.includes("cheapest") ? ": the lowest comparable price" : ""}`,
  ].filter((reason) => reason !== null);
}

const describeAvailability = ({ availability }: CallResult): string =>
  availability === "available" ? "Can do the job" : "Did not say whether they can do the job";

function describeCriteria({ criteria }: CallResult, criteriaAsked: number): string | null {
  const total = Math.max(criteria.length, criteriaAsked);
  if (total === 0) return null;
  const missed = criteria.filter(({ met }) => met === "no").map(({ criterion }) => criterion);
  if (missed.length > 0) return `Does not meet: ${missed.join(", ")}`;
  const met = criteria.filter((answer) => answer.met === "yes").length;
  if (met === 0) return "Did not say whether they meet the criteria";
  if (met < total) return `Confirmed ${met} of ${total} criteria`;
  return total === 1 ? "Meets the criterion" : `Meets all ${total} criteria`;
}

function describeEarliest({ earliestText, earliestAt }: CallResult, isSoonest: boolean): string {
  // Their own words; the computed instant is only for comparing.
  const when = earliestText ?? earliestAt?.slice(0, 16).replace("T", " ");
  return when ? `Earliest: ${when}${isSoonest ? " (the soonest)" : ""}` : "Named no time";
}
