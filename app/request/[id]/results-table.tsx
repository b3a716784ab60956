"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useCallback, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import type { SortKey } from "@/lib/results/sort-rows";
import { ProviderRow } from "./provider-row";
import type { Standings } from "./ranking";
import { AS, GRID } from "./table-parts";
import type { TableView } from "./use-table-view";

const COLUMNS: readonly { sortKey: SortKey; title: string }[] = [
  { sortKey: "name", title: "Business" },
  { sortKey: "state", title: "Call" },
  { sortKey: "price", title: "Price" },
  { sortKey: "earliest", title: "Earliest" },
  { sortKey: "terms", title: "Terms" },
];

// Below it everything is drawn in a few milliseconds; above, what is out of sight is laid out when it comes near.
const LONG_LIST = 100;

type ResultsTableProps = {
  live: LiveBatch;
  view: TableView;
  standings: Standings;
  criteriaAsked: number;
  maxAttempts: number;
  serverTime: number;
  clockOffsetMs: number;
  onOrdered: (words: string) => void;
};

/**
 * One line per business: how its call stands, and in the same place what it answered. Lines keep their height from
 * waiting to answer, so that nothing moves while answers come in.
 */
export function ResultsTable({ live, view, standings, ...rest }: ResultsTableProps) {
  const { criteriaAsked, maxAttempts, serverTime, clockOffsetMs, onOrdered } = rest;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return (
    <table
      {...AS.table}
      className="block overflow-hidden rounded-xl border border-line bg-surface text-sm"
    >
      <caption className="sr-only">
        The businesses, how their calls stand and what they offer
      </caption>
      <thead {...AS.rowgroup} className="hidden border-line border-b bg-sunken/60 md:block">
        <tr {...AS.row} className={`${GRID} py-1`}>
          {COLUMNS.map((column) => (
            <SortHeader key={column.sortKey} {...column} view={view} />
          ))}
        </tr>
      </thead>
      <tbody {...AS.rowgroup} className="block">
        {view.shown.map((provider) => {
          const isOpen = open.has(provider.id);
          return (
            <ProviderRow
              key={provider.id}
              provider={provider}
              marks={standings.get(provider.id)?.marks.join(" ") ?? ""}
              rank={view.sort.key === "best" ? (standings.get(provider.id)?.rank ?? null) : null}
              isCanceling={live.status === "canceling"}
              isLong={view.shown.length > LONG_LIST}
              criteriaAsked={criteriaAsked}
              maxAttempts={maxAttempts}
              serverTime={serverTime}
              clockOffsetMs={clockOffsetMs}
              isOpen={isOpen}
              onToggle={toggle}
              // What only an open row shows makes no closed one draw again.
              details={
                isOpen
                  ? {
                      live,
                      onOrdered,
                    }
                  : undefined
              }
            />
          );
        })}
      </tbody>
      {view.shown.length === 0 && (
        <tfoot {...AS.rowgroup} className="block">
          <tr {...AS.row} className="block">
            <td {...AS.cell} className="block px-4 py-8 text-center text-muted">
              None of the businesses is like this now.
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

type SortHeaderProps = { sortKey: SortKey; title: string; view: TableView };

function SortHeader({ sortKey, title, view }: SortHeaderProps) {
  const isSorted = view.sort.key === sortKey;
  const Arrow = isSorted && view.sort.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      {...AS.columnheader}
      scope="col"
      aria-sort={isSorted ? (view.sort.isDescending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        onClick={() => view.toggleSort(sortKey)}
        className="group -mx-1.5 flex min-h-8 items-center gap-1 rounded-md px-1.5 text-muted hover:text-text"
      >
        {title}
        <Arrow
          aria-hidden="true"
          className={`size-3.5 ${isSorted ? "text-text" : "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"}`}
        />
      </button>
    </th>
  );
}
