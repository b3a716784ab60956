import type { AttemptOutcome } from "@/lib/states/attempt";
import { comparedPart } from "./confirmed";
import { hasAnswer } from "./has-answer";
import type { CallResult } from "./schema";

export type RankedRow = {
  providerId: string;
  name: string;
  /** Null while the provider is still being called. */
  outcome: AttemptOutcome | null;
  /** What lies behind the outcome; only for words. */
  detail?: string | null;
  result: CallResult | null;
};

export const RANK_MARKS = ["cheapest", "soonest"] as const;
export type RankMark = (typeof RANK_MARKS)[number];

export type OrderedRow = {
  row: RankedRow;
  /** 1 is best; null for those that were not reached, which follow in a fixed order. */
  rank: number | null;
  /** Best among the comparable ones; set only where there are at least two to compare. */
  marks: RankMark[];
};

/**
 * Puts the providers of a batch in order. `docs/ranking.md` states the same rules for people; the first rule that
 * tells two providers apart decides:
 * 1. reached: answered, then not reached, failed, not called; unclear last
 * 2. available: yes, not said, no
 * 3. criteria: all met, some not said, some not met
 * 4. the day of the earliest appointment; no time named last
 * 5. price, only within one currency and one unit (whole job, or hour); see `priceKey`
 * 6. the exact time of the earliest appointment
 * 7. name, then id
 *
 * What is not confirmed counts as not said; who said nothing else has no rank.
 *
 * A pure function of the set of rows: their order does not matter and no row's price moves rows of another currency.
 * `criteria` are those the batch asked for; without them each row is judged by the criteria it mentions.
 */
export function orderProviders(
  rows: readonly RankedRow[],
  options: { criteria?: readonly string[] } = {},
): OrderedRow[] {
  const criteriaAsked = options.criteria?.length ?? 0;
  const keyed = rows.map((row) => {
    const compared = { ...row, result: row.result && comparedPart(row.result) };
    return { row, compared, key: sortKey(compared, criteriaAsked) };
  });
  keyed.sort((a, b) => compareKeys(a.key, b.key));

  // A refusal is no offer, however cheap or soon; not even one that is not confirmed.
  const open = keyed.filter(({ row }) => row.result?.availability !== "unavailable");
  const offers = open.map(({ compared }) => compared).filter(isOffer);
  const contenders = new Set(contendersOf(offers, criteriaAsked));
  const bests = findBests([...contenders]);
  let rank = 0;
  return keyed.map(({ row, compared }) => {
    const isRanked =
      row.outcome === "completed" && hasAnswer(row.result) === hasAnswer(compared.result);
    if (isRanked) rank += 1;
    return {
      row,
      rank: isRanked ? rank : null,
      marks: contenders.has(compared) ? marksOf(compared, bests) : [],
    };
  });
}

const OUTCOME_ORDER: Record<AttemptOutcome, number> = {
  completed: 0,
  no_answer: 1,
  busy: 1,
  voicemail: 1,
  failed: 2,
  canceled: 3,
  skipped: 3,
  unknown: 4,
};
const STILL_OPEN = 5;

const AVAILABILITY_ORDER = { available: 0, unknown: 1, unavailable: 2 } as const;

type Key = readonly (number | string)[];

/** Compared from left to right; position by position the types are the same in every key. */
function sortKey(row: RankedRow, criteriaAsked: number): Key {
  const { outcome, name, providerId } = row;
  const reached = outcome === null ? STILL_OPEN : OUTCOME_ORDER[outcome];
  const result = outcome === "completed" ? row.result : null;
  return [
    reached,
    AVAILABILITY_ORDER[result?.availability ?? "unknown"],
    criteriaOrder(result, criteriaAsked),
    // The date as they named it, in their own offset; "~" sorts after every digit.
    result?.earliestAt?.slice(0, 10) ?? "~",
    ...priceKey(result),
    instantOf(result),
    name.toLowerCase(),
    name,
    providerId,
  ];
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const CRITERIA_MISSED = 2;

function criteriaOrder(result: CallResult | null, criteriaAsked: number): number {
  const answers = (result?.criteria ?? []).map(({ met }) => met);
  if (answers.includes("no")) return CRITERIA_MISSED;
  const met = answers.filter((answer) => answer === "yes").length;
  return answers.length > 0 && met >= Math.max(answers.length, criteriaAsked) ? 0 : 1;
}

const instantOf = (result: CallResult | null): number =>
  result?.earliestAt ? Date.parse(result.earliestAt) : Number.POSITIVE_INFINITY;

/** What a price is for. A flat price and a range are both for the whole job. */
type Unit = "job" | "hour";

export type ComparablePrice = {
  unit: Unit;
  currency: string;
  low: number;
  high: number;
  fee: number;
};

/**
 * The price in a form that can be compared, or null. For the whole job the call-out fee is added, as it is paid on
 * top; to an hourly rate it cannot be added and decides only between equal rates. A price without a currency, or with
 * its fee in another, compares with nothing; nor does one that depends on a visit.
 */
export function comparablePrice(result: CallResult | null): ComparablePrice | null {
  if (!result) return null;
  const { kind, low, high, currency } = result.price;
  if (low === null || high === null || currency === null) return null;
  if (kind !== "flat" && kind !== "range" && kind !== "hourly") return null;
  const fee = result.callOutFee;
  if (fee && fee.currency !== currency) return null;
  const amount = fee?.amount ?? 0;
  return kind === "hourly"
    ? { unit: "hour", currency, low, high, fee: amount }
    : { unit: "job", currency, low: low + amount, high: high + amount, fee: 0 };
}

/**
 * Unit and currency come before the amounts, so that prices which cannot be compared are never compared: they form
 * groups in a fixed order (whole job, hourly, then by currency code, then no comparable price).
 */
function priceKey(result: CallResult | null): Key {
  const price = comparablePrice(result);
  if (!price) return [2, "", 0, 0, 0];
  return [price.unit === "job" ? 0 : 1, price.currency, price.low, price.high, price.fee];
}

/** The best of what may be compared; only where there are two to compare is there a best. */
type Bests = { prices: Map<string, { best: ComparablePrice; count: number }>; soonest: number };

/** A talk that answered nothing is no offer. */
const isOffer = ({ outcome, result }: RankedRow): boolean =>
  outcome === "completed" && hasAnswer(result);

/**
 * Those a mark may go to. Beside an offer that misses no criterion, one that does is not what was asked for, and a
 * mark would recommend it; where every offer misses some, they compare with each other.
 */
function contendersOf(offers: readonly RankedRow[], criteriaAsked: number): readonly RankedRow[] {
  const fitting = offers.filter(
    ({ result }) => criteriaOrder(result, criteriaAsked) !== CRITERIA_MISSED,
  );
  return fitting.length > 0 ? fitting : offers;
}

const groupOf = (price: ComparablePrice): string => `${price.unit} ${price.currency}`;

function findBests(offers: readonly RankedRow[]): Bests {
  const prices: Bests["prices"] = new Map();
  for (const { result } of offers) {
    const price = comparablePrice(result);
    if (!price) continue;
    const group = prices.get(groupOf(price)) ?? { best: price, count: 0 };
    const best = comparePrices(price, group.best) < 0 ? price : group.best;
    prices.set(groupOf(price), { best, count: group.count + 1 });
  }
  const instants = offers.map(({ result }) => instantOf(result)).filter(Number.isFinite);
  return { prices, soonest: instants.length > 1 ? Math.min(...instants) : Number.NaN };
}

function marksOf(row: RankedRow, bests: Bests): RankMark[] {
  const price = comparablePrice(row.result);
  const group = price && bests.prices.get(groupOf(price));
  const isCheapest = group && group.count > 1 && comparePrices(price, group.best) === 0;
  const isSoonest = instantOf(row.result) === bests.soonest;
  return RANK_MARKS.filter((mark) => (mark === "cheapest" ? isCheapest : isSoonest));
}

const comparePrices = (a: ComparablePrice, b: ComparablePrice): number =>
  compareKeys([a.low, a.high, a.fee], [b.low, b.high, b.fee]);
