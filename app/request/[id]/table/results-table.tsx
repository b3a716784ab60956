"use client";

import { ArrowUp } from "lucide-react";
import { Fragment } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import type { SortKey } from "@/lib/results/sort-rows";
import type { Standings } from "../words/ranking";
import { ProviderRow } from "./provider-row";
import { AS, GRID } from "./row-grid";
import { pressInRows } from "./row-keys";
import { useRowActs } from "./use-row-acts";
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
  /** An answer may still come into its row: its space is kept. */
  reservesSpace: boolean;
  onOrdered: (words: string) => void;
  onSaid: (words: string) => void;
};

/**
 * One line per business: how its call stands, and in the same place what it answered. Lines keep their height from
 * waiting to answer, so that nothing moves while answers come in.
 */
export function ResultsTable({ live, view, standings, ...rest }: ResultsTableProps) {
  const { reservesSpace, onOrdered, onSaid } = rest;
  const acts = useRowActs(onSaid);
  return (
    <>
      <table
        {...AS.table}
        className="block overflow-hidden rounded-xl border border-line bg-surface text-sm"
      >
        <caption className="sr-only">
          The businesses, how their calls stand and what they offer. Within it, J and K go from row
          to row, and Escape closes one.
        </caption>
        <thead {...AS.rowgroup} className="hidden border-line border-b bg-sunken/60 desk:block">
          <tr {...AS.row} className={`${GRID} py-1`}>
            {COLUMNS.map((column) => (
              <SortHeader key={column.sortKey} {...column} view={view} />
            ))}
          </tr>
        </thead>
        <tbody {...AS.rowgroup} className="block" onKeyDown={pressInRows}>
          {view.shown.map((provider, index) => {
            const isOpen = acts.open.has(provider.id);
            const group = view.groups.get(provider.id);
            const before = view.shown[index - 1];
            const isGroupBegun = before !== undefined && view.groups.get(before.id) === group;
            return (
              <Fragment key={provider.id}>
                {group !== undefined && !isGroupBegun && <GroupHeading text={group} />}
                <ProviderRow
                  provider={provider}
                  marks={standings.get(provider.id)?.marks.join(" ") ?? ""}
                  rank={
                    view.shownSort.key === "best"
                      ? (standings.get(provider.id)?.rank ?? null)
                      : null
                  }
                  isCanceling={live.status === "canceling"}
                  isLong={view.shown.length > LONG_LIST}
                  isBusy={!live.isFinal}
                  reservesSpace={reservesSpace}
                  isOpen={isOpen}
                  onToggle={acts.toggle}
                  onAct={acts.act}
                  // What only an open row shows makes no closed one draw again.
                  details={
                    isOpen
                      ? {
                          live,
                          asked: acts.asked?.id === provider.id ? acts.asked : null,
                          onShow: acts.act,
                          onCallAgain: acts.ask,
                          onOrdered,
                        }
                      : undefined
                  }
                />
              </Fragment>
            );
          })}
        </tbody>
        {view.shown.length === 0 && (
          <tfoot {...AS.rowgroup} className="block">
            <tr {...AS.row} className="block">
              <td {...AS.cell} className="block px-4 py-8 text-center text-muted">
                No businesses match this filter.
              </td>
            </tr>
          </tfoot>
        )}
      </table>
      {acts.again && acts.CallAgainDialog && (
        <acts.CallAgainDialog
          provider={acts.again}
          live={live}
          staysListed={view.filter === "all"}
          onOrdered={onOrdered}
          onClose={acts.stopAsking}
        />
      )}
    </>
  );
}

/** Over prices that compare with each other, and with no others. */
function GroupHeading({ text }: { text: string }) {
  return (
    <tr {...AS.row} className="block border-line border-t first:border-t-0">
      <th
        {...AS.rowheader}
        scope="rowgroup"
        colSpan={5}
        className="block bg-sunken/60 px-4 py-1.5 text-start font-medium text-muted text-xs"
      >
        {text}
      </th>
    </tr>
  );
}

type SortHeaderProps = { sortKey: SortKey; title: string; view: TableView };

function SortHeader({ sortKey, title, view }: SortHeaderProps) {
  const isSorted = view.sort.key === sortKey;
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
        <ArrowUp
          aria-hidden="true"
          className={`size-3.5 ${isSorted && view.sort.isDescending ? "rotate-180" : ""} ${isSorted ? "text-text" : "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"}`}
        />
      </button>
    </th>
  );
}
