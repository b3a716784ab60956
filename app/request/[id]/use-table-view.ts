"use client";

import { useDeferredValue, useMemo, useState } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { type Sort, type SortKey, sortRows } from "@/lib/results/sort-rows";
import { knownResult, type Standings } from "./ranking";

export const FILTERS = ["all", "answered", "priced", "missed"] as const;
export type Filter = (typeof FILTERS)[number];

const MATCHES: Record<Filter, (provider: LiveProvider) => boolean> = {
  all: () => true,
  answered: ({ callStatus }) => callStatus === "completed",
  priced: (provider) => typeof knownResult(provider)?.price.low === "number",
  missed: ({ callStatus }) =>
    callStatus === "no_answer" || callStatus === "busy" || callStatus === "voicemail",
};

/** `order` is empty for the order of the list. */
type View = { sort: Sort; order: readonly string[]; answersThen: number };

/**
 * What the table shows and in which order. The order stands still while answers come in, as nobody reads a list that
 * moves: it changes when the person sorts, and is best first when the page opens on a finished request.
 */
export function useTableView({ providers, isFinal, stats }: LiveBatch, standings: Standings) {
  const arrange = (sort: Sort): View => ({
    sort,
    order: sort.key === "list" ? [] : orderOf(providers, standings, sort),
    answersThen: stats.completed,
  });
  const [filter, setFilter] = useState<Filter>("all");
  const [view, setView] = useState(() =>
    arrange({ key: isFinal && stats.completed > 0 ? "best" : "list", isDescending: false }),
  );

  // The press is shown at once; a thousand rows follow without holding up the next one.
  const order = useDeferredValue(view.order);
  const shownFilter = useDeferredValue(filter);
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
    setFilter,
    counts: new Map(counts),
    shown,
    sort: view.sort,
    setSort: (sort: Sort) => setView(arrange(sort)),
    /** Sorts by a column; once more by the same one turns it round. */
    toggleSort: (key: SortKey) =>
      setView((before) =>
        arrange({ key, isDescending: before.sort.key === key && !before.sort.isDescending }),
      ),
    /** How many answers came since the rows were sorted; null while sorting again would change nothing. */
    newAnswers: isStale ? Math.max(0, stats.completed - view.answersThen) : null,
  };
}

export type TableView = ReturnType<typeof useTableView>;

function orderOf(providers: readonly LiveProvider[], standings: Standings, sort: Sort): string[] {
  return sortRows(
    providers.map((provider) => ({
      id: provider.id,
      name: provider.name,
      callStatus: provider.callStatus,
      result: knownResult(provider),
      place: standings.get(provider.id)?.place ?? 0,
    })),
    sort,
  );
}
