"use client";

import { useSearchParams } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { priceGroupOf, type Sort, type SortKey, sortRows } from "@/lib/results/sort-rows";
import { offerOf, type Standings } from "../words/ranking";
import {
  FILTERS,
  type Filter,
  MATCHES,
  readTableQuery,
  type TableQuery,
  writeTableQuery,
} from "./table-query";

/** `order` is empty for the order of the list. */
type View = {
  sort: Sort;
  order: readonly string[];
  /** Headings over rows sorted by price, by id; as they were when the rows were sorted, as they do not move either. */
  groups: ReadonlyMap<string, string>;
  answersThen: number;
};

const NO_GROUPS: View["groups"] = new Map();

/**
 * What the table shows and in which order. It begins with what the address asks for, also on the way back to it, and
 * each press writes the address. The order stands still while answers come in, as nobody reads a list that moves: it
 * changes when the person sorts, and is best first when the page opens on a finished request.
 */
export function useTableView(live: LiveBatch, standings: Standings) {
  const { providers, isFinal, stats } = live;
  const arrange = (sort: Sort): View => ({
    sort,
    order: sort.key === "list" ? [] : orderOf(providers, standings, sort),
    groups: sort.key === "price" ? groupByPrice(providers) : NO_GROUPS,
    answersThen: stats.completed,
  });
  const params = useSearchParams();
  const [asked, setAsked] = useState(() => readTableQuery(params));
  const { filter } = asked;
  const [view, setView] = useState(() => {
    const usual: SortKey = isFinal && stats.completed > 0 ? "best" : "list";
    return arrange(asked.sort ?? { key: usual, isDescending: false });
  });
  const ask = (query: TableQuery) => {
    setAsked(query);
    const search = writeTableQuery(location.search, query);
    history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
  };
  const sortBy = (sort: Sort) => {
    ask({ filter, sort });
    setView(arrange(sort));
  };

  // The press is shown at once; a thousand rows follow without holding up the next one, and what stands over and in
  // them follows with them.
  const shownView = useDeferredValue(view);
  const shownFilter = useDeferredValue(filter);
  const { order } = shownView;
  const shown = useMemo(() => {
    const places = new Map(order.map((id, place) => [id, place]));
    const placeOf = ({ id }: LiveProvider) => places.get(id) ?? places.size;
    return providers.filter(MATCHES[shownFilter]).sort((a, b) => placeOf(a) - placeOf(b));
  }, [providers, order, shownFilter]);
  const counts = useMemo(
    () => FILTERS.map((name) => [name, providers.filter(MATCHES[name]).length] as const),
    [providers],
  );
  const isStale = useMemo(() => {
    if (view.sort.key === "list") return false;
    return orderOf(providers, standings, view.sort).some((id, place) => id !== view.order[place]);
  }, [providers, standings, view]);

  return {
    filter,
    setFilter: (name: Filter) => ask({ filter: name, sort: asked.sort }),
    counts: new Map(counts),
    shown,
    sort: view.sort,
    /** The order that the rows shown are in: for a moment still the one before. */
    shownSort: shownView.sort,
    groups: shownView.groups,
    setSort: sortBy,
    /** Sorts by a column; once more by the same one turns it round. */
    toggleSort: (key: SortKey) =>
      sortBy({ key, isDescending: view.sort.key === key && !view.sort.isDescending }),
    /** How many answers came since the rows were sorted; null while sorting again would change nothing. */
    newAnswers: isStale ? Math.max(0, stats.completed - view.answersThen) : null,
  };
}

export type TableView = ReturnType<typeof useTableView>;

/** What each row's price is for; empty where all prices compare with each other, as nothing needs a heading then. */
function groupByPrice(providers: readonly LiveProvider[]): View["groups"] {
  const groups = providers.map((provider) => [provider.id, priceGroupOf(offerOf(provider))]);
  const isMixed =
    new Set(groups.map(([, group]) => group).filter((group) => group !== null)).size > 1;
  return isMixed ? new Map(groups.map(([id, group]) => [id ?? "", group ?? OTHERS])) : NO_GROUPS;
}

// No more than stays true: a price can come in below it while the rows stand still.
const OTHERS = "Others";

function orderOf(providers: readonly LiveProvider[], standings: Standings, sort: Sort): string[] {
  return sortRows(
    providers.map((provider) => ({
      id: provider.id,
      name: provider.name,
      callStatus: provider.callStatus,
      // As the rows show it: nothing of an answer that is no offer.
      result: offerOf(provider),
      place: standings.get(provider.id)?.place ?? 0,
    })),
    sort,
  );
}
