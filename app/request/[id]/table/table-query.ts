import type { LiveProvider } from "@/lib/batches/live-state";
import { SORT_KEYS, type Sort, type SortKey } from "@/lib/results/sort-rows";
import { type Part, partOf } from "../words/parts";
import { knownAttempt, offerOf } from "../words/ranking";

/** Which rows of the table are shown and in which order, as its controls and its address say. Pure. */

export const FILTERS = [
  "all",
  "answered",
  "priced",
  "missed",
  "unclear",
  "failed",
  "stopped",
  "not_called",
] as const;
export type Filter = (typeof FILTERS)[number];

const isPart = (part: Part) => (provider: LiveProvider) => partOf(provider) === part;

export const MATCHES: Record<Filter, (provider: LiveProvider) => boolean> = {
  all: () => true,
  // Also while they are called again, as their answer stays in the list.
  answered: (provider) => knownAttempt(provider)?.outcome === "completed",
  // What somebody who cannot come says of prices is no offer, and no row shows it.
  priced: (provider) => typeof offerOf(provider)?.price.low === "number",
  missed: isPart("not_reached"),
  unclear: isPart("unclear"),
  failed: isPart("failed"),
  stopped: isPart("stopped"),
  not_called: isPart("not_called"),
};

/** Offered only where there are such rows: most requests have none. */
export const SELDOM: ReadonlySet<Filter> = new Set(["unclear", "failed", "stopped", "not_called"]);

/** A part of the address that says nothing is left out. */
export type TableQuery = { filter: Filter; sort: Sort | null };

/** Names in the address of the page; everyone who is sent it sees the same rows in the same order. */
const FILTER_PARAM = "show";
const SORT_PARAM = "order";
const DOWN = "-down";

/** Best first and the order of the list have no opposite: the control offers none, and would show another order. */
const ONE_WAY: ReadonlySet<SortKey> = new Set(["best", "list"]);

/** Reads what the address asks for; what it does not understand, or says twice, counts as not said. */
export function readTableQuery(params: Pick<URLSearchParams, "getAll">): TableQuery {
  const read = (name: string) => {
    const [value, ...others] = params.getAll(name);
    return others.length === 0 ? value : undefined;
  };
  const order = read(SORT_PARAM);
  const filter = FILTERS.find((name) => name === read(FILTER_PARAM));
  const key = SORT_KEYS.find(
    (name) => name === order || (`${name}${DOWN}` === order && !ONE_WAY.has(name)),
  );
  return { filter: filter ?? "all", sort: key ? { key, isDescending: key !== order } : null };
}

/** The query of an address with these rows in this order, what else it says untouched: "?show=missed&order=price". */
export function writeTableQuery(search: string, { filter, sort }: TableQuery): string {
  const params = new URLSearchParams(search);
  params.delete(FILTER_PARAM);
  params.delete(SORT_PARAM);
  if (filter !== "all") params.append(FILTER_PARAM, filter);
  if (sort) params.append(SORT_PARAM, `${sort.key}${sort.isDescending ? DOWN : ""}`);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
