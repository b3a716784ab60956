import { unconfirmed } from "./confirmed";
import { hasAnswer } from "./has-answer";
import { describeCriteriaMet, describeScope } from "./offer-words";
import type { RankedRow, RankMark } from "./order-providers";
import { formatPrice } from "./price";
import type { CallResult, Evidence } from "./schema";
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
  if (result?.availability === "unavailable") {
    const { confirmed, evidence } = result;
    return [
      `Cannot do the job${unconfirmed(confirmed.availability)}${quote(evidence.availability)}`,
    ];
  }
  if (!result || !hasAnswer(result)) {
    const when = result?.callbackRequested;
    if (when) return [`Asked to be contacted again: ${when}`];
    return [
      describeBriefly({ ...facts, detail: row.detail ?? (result ? "no_information" : "unread") }),
    ];
  }
  const scope = describeScope(result, criteriaAsked);
  const best = (mark: RankMark, words: string) =>
    marks.includes(mark) ? ` (${words}${scope})` : "";
  return [
    `${describeAvailability(result)}${quote(result.evidence.availability)}`,
    ...describeCriteria(result, criteriaAsked),
    `${describeEarliest(result)}${best("soonest", "the soonest")}${quote(result.evidence.earliest)}`,
    `${formatPrice(result)}${best("cheapest", "the lowest comparable price")}${quote(result.evidence.price)}`,
  ];
}

const describeAvailability = ({ availability, confirmed }: CallResult): string =>
  availability === "available"
    ? `Can do the job${unconfirmed(confirmed.availability)}`
    : "Did not say whether they can do the job";

function describeCriteria(result: CallResult, criteriaAsked: number): string[] {
  const summary = describeCriteriaMet(result, criteriaAsked);
  const passages = result.criteria.flatMap(({ criterion }, index) => {
    const passage = quote(result.evidence.criteria[index] ?? null);
    return passage ? `${criterion}${passage}` : [];
  });
  return summary ? [[summary, ...passages].join("; ")] : [];
}

function describeEarliest({ earliestText, earliestAt, confirmed }: CallResult): string {
  // Their own words; the computed instant is only for comparing.
  const when = earliestText ?? earliestAt?.slice(0, 16).replace("T", " ");
  return when ? `Earliest: ${when}${unconfirmed(confirmed.earliest)}` : "Named no time";
}

/** A passage is a turn of a talk, which can be long: its beginning is enough to find it by. */
const PASSAGE_MAX = 160;

/** The words that something rests on, and when in the call they were said. */
function quote(evidence: Evidence): string {
  if (!evidence) return "";
  const { words, second } = evidence;
  const shown = words.length > PASSAGE_MAX ? `${words.slice(0, PASSAGE_MAX).trimEnd()}…` : words;
  return `: “${shown}”${second === null ? "" : ` (at ${formatSecond(second)})`}`;
}

const formatSecond = (second: number): string =>
  `${Math.floor(second / 60)}:${String(Math.floor(second % 60)).padStart(2, "0")}`;
