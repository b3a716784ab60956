import { CALL_STATUSES, type CallStatus } from "@/lib/states/attempt";
import { comparedPart } from "./confirmed";
import { comparablePrice } from "./order-providers";
import type { CallResult } from "./schema";

export const SORT_KEYS = ["list", "best", "name", "state", "price", "earliest", "terms"] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type Sort = { key: SortKey; isDescending: boolean };

export type SortableRow = {
  id: string;
  name: string;
  callStatus: CallStatus;
  /** Null until there is one that can be shown. */
  result: CallResult | null;
  /** Place in the order of `rankProviders`, 0 is best. */
  place: number;
};

/** What a column knows of a row: a group that keeps its place in both directions, and a value inside it. */
type SortValue = { group: string; value: number | string } | null;

/**
 * Sorts rows by a column; returns their ids. Unknown values are last in both directions, equal ones stay in the order
 * of the list, and what is not confirmed counts as unknown. Prices that cannot be compared (other unit, other currency) are never ordered by amount: they form
 * groups, whose order no direction changes. Pure.
 */
export function sortRows(rows: readonly SortableRow[], sort: Sort): string[] {
  const keyed = rows.map((row, position) => {
    const compared = { ...row, result: row.result && comparedPart(row.result) };
    return { row, position, key: sortValueOf(compared, sort.key) };
  });
  const direction = sort.isDescending ? -1 : 1;
  keyed.sort((a, b) => {
    const order = compare(a.key, b.key, direction);
    if (order !== 0) return order;
    return sort.key === "list" ? (a.position - b.position) * direction : a.position - b.position;
  });
  return keyed.map(({ row }) => row.id);
}

function compare(a: SortValue, b: SortValue, direction: number): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  if (a.value === b.value) return 0;
  return (a.value < b.value ? -1 : 1) * direction;
}

function sortValueOf(row: SortableRow, key: SortKey): SortValue {
  switch (key) {
    case "list":
      return { group: "", value: 0 };
    case "best":
      return { group: "", value: row.place };
    case "name":
      return { group: "", value: row.name.toLowerCase() };
    case "state":
      return { group: "", value: STATE_ORDER.indexOf(row.callStatus) };
    case "price": {
      const price = comparablePrice(row.result);
      return price && { group: `${GROUPS[price.unit]} ${price.currency}`, value: price.low };
    }
    case "earliest":
      return row.result?.earliestAt
        ? { group: "", value: Date.parse(row.result.earliestAt) }
        : null;
    case "terms":
      return shareOfCriteriaMet(row.result);
  }
}

/**
 * What a price is for, as a heading over those that can be compared with it: "Per job, USD"; null for no comparable
 * price.
 */
export function priceGroupOf(result: CallResult | null): string | null {
  const price = comparablePrice(result && comparedPart(result));
  return price && `${price.unit === "job" ? "Per job" : "Per hour"}, ${price.currency}`;
}

/** The whole job before the hour, as in the ranking. */
const GROUPS = { job: "0", hour: "1" } as const;

/** Answers first, then what is going on, then what ended without one. */
const STATE_ORDER: readonly CallStatus[] = [
  "completed",
  ...CALL_STATUSES.filter((status) => status !== "completed"),
];

/** Most criteria met first; conditions are words and compare with nothing. */
function shareOfCriteriaMet(result: CallResult | null): SortValue {
  if (!result || result.criteria.length === 0) return null;
  const met = result.criteria.filter((criterion) => criterion.met === "yes").length;
  return { group: "", value: -met / result.criteria.length };
}
