"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";
import type { Sort, SortKey } from "@/lib/results/sort-rows";
import { Button } from "../../../components/button";
import { FILTERS, type Filter, SELDOM } from "./table-query";
import type { TableView } from "./use-table-view";

const FILTER_WORDS: Record<Filter, string> = {
  all: "All",
  // Not "Answered", which counts calls: somebody who is called again keeps the answer of before.
  answered: "With an answer",
  priced: "With a price",
  missed: "Not reached",
  unclear: "Unclear",
  failed: "Failed",
  stopped: "Stopped",
  not_called: "Not called",
};

const ORDERS: readonly { value: string; sort: Sort; words: string }[] = (
  [
    ["best", false, "Best first"],
    ["list", false, "List order"],
    ["name", false, "Name, A to Z"],
    ["name", true, "Name, Z to A"],
    ["state", false, "Answered first"],
    ["state", true, "Answered last"],
    ["price", false, "Lowest price"],
    ["price", true, "Highest price"],
    ["earliest", false, "Soonest"],
    ["earliest", true, "Latest"],
    ["terms", false, "Most criteria met"],
    ["terms", true, "Fewest criteria met"],
  ] as [SortKey, boolean, string][]
).map(([key, isDescending, words]) => ({
  value: `${key} ${isDescending ? "down" : "up"}`,
  sort: { key, isDescending },
  words,
}));

const valueOfSort = ({ key, isDescending }: Sort) => `${key} ${isDescending ? "down" : "up"}`;

type TableToolbarProps = { view: TableView; isFinal: boolean; children: ReactNode };

/** Filter, order and what leaves the page. No part moves when a number in it changes. */
export function TableToolbar({ view, isFinal, children }: TableToolbarProps) {
  const { sort, setSort, newAnswers } = view;
  const isBestOffered = isFinal && sort.key === "list" && (view.counts.get("answered") ?? 0) > 1;
  const again = isBestOffered
    ? "Sort best first"
    : newAnswers === null
      ? null
      : newAnswers > 0
        ? `${newAnswers} new – sort again`
        : "Sort again";
  return (
    <div className="flex flex-col gap-x-4 gap-y-3 xl:flex-row xl:items-center xl:justify-between">
      <Filters view={view} />
      <div className="flex shrink-0 items-center justify-end gap-2">
        <Button
          size="small"
          // On a phone it floats, as a line of its own would have to be kept free for it.
          className={`max-sm:fixed max-sm:bottom-6 max-sm:left-1/2 max-sm:z-10 max-sm:-translate-x-1/2 max-sm:shadow-lg ${again === null ? "invisible" : ""}`}
          onClick={() => setSort(isBestOffered ? { key: "best", isDescending: false } : sort)}
        >
          {again ?? "Sort again"}
        </Button>
        <span className="grow sm:grow-0">
          <select
            aria-label="Order"
            className="min-h-8 w-full rounded-lg border border-line-strong/50 sm:w-44 bg-surface px-2 text-sm"
            value={valueOfSort(sort)}
            onChange={(event) => {
              const chosen = ORDERS.find(({ value }) => value === event.target.value);
              if (chosen) setSort(chosen.sort);
            }}
          >
            {ORDERS.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </span>
        {children}
      </div>
    </div>
  );
}

/**
 * Radio buttons in the dress of one control: arrow keys move, and each tells how many it shows. One line that scrolls
 * where it has to, so that a filter that comes with its first row moves nothing.
 */
function Filters({ view }: { view: TableView }) {
  const line = useRef<HTMLFieldSetElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: which label is the chosen one follows the filter.
  useLayoutEffect(() => showChosen(line.current), [view.filter]);
  const offered = FILTERS.filter(
    (name) => !SELDOM.has(name) || view.filter === name || (view.counts.get(name) ?? 0) > 0,
  );
  return (
    <fieldset
      ref={line}
      className="relative flex w-fit min-w-0 max-w-full gap-0.5 rounded-lg bg-sunken p-0.5 text-sm scroll-hint"
    >
      <legend className="sr-only">Show</legend>
      {offered.map((name) => (
        <label
          key={name}
          className="relative cursor-pointer whitespace-nowrap rounded-md px-2.5 py-1 text-center text-muted hover:text-text has-checked:bg-surface has-checked:text-text has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent forced-colors:has-checked:underline"
        >
          <input
            type="radio"
            name="filter"
            className="sr-only"
            checked={view.filter === name}
            onChange={() => view.setFilter(name)}
          />
          {FILTER_WORDS[name]} <span className="text-muted">{view.counts.get(name)}</span>
        </label>
      ))}
    </fieldset>
  );
}

// As wide as the fade at either end of a line that scrolls.
const FADE_PX = 40;

/** Scrolls the line, and nothing but the line, as far as the chosen filter needs: an address may begin with the last. */
function showChosen(line: HTMLElement | null) {
  const chosen = line?.querySelector<HTMLElement>("label:has(:checked)");
  if (!line || !chosen) return;
  const start = chosen.offsetLeft - FADE_PX;
  const end = chosen.offsetLeft + chosen.offsetWidth + FADE_PX - line.clientWidth;
  line.scrollLeft = Math.min(start, Math.max(line.scrollLeft, end));
}
