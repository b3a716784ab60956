"use client";

import { type FocusEvent, memo, useMemo, useState } from "react";
import type { ListReading, ListRow } from "@/lib/lists/reading";
import { Button } from "../../components/button";
import { AS } from "../../components/table-roles";
import { type Chosen, ColumnPicker, columnPickerId } from "./column-picker";
import { ListSummary } from "./list-summary";
import { PreviewRow, type PreviewRowProps, ROW_GRID } from "./preview-row";

/** Which rows are shown. */
export type PreviewView = { only: "all" | "wrong"; isWhole: boolean };

export type ListPreviewProps = {
  list: ListReading;
  /** Problems that the API named, by line. */
  refused: Record<number, string>;
  skipsBad: boolean;
  isUnchecked: boolean;
  view: PreviewView;
  onView: (view: PreviewView) => void;
  onSkipBad: (skips: boolean) => void;
  onEdit: PreviewRowProps["onEdit"];
  onConfirm: PreviewRowProps["onConfirm"];
  onChooseColumns: (chosen: Chosen) => void;
};

/** A screenful: more is one press away, and the rest of the form stays near. */
const FIRST_ROWS = 20;

/** What the text was understood as, row by row, to be changed in place before anybody is called. */
export const ListPreview = memo(function ListPreview(props: ListPreviewProps) {
  const { list, refused, skipsBad, view, onView, onSkipBad, onEdit, onConfirm, onChooseColumns } =
    props;
  const [focused, setFocused] = useState<number | null>(null);
  const all = useMemo(
    () => list.rows.flatMap((row, index) => (row.verdict === "ignored" ? [] : [{ row, index }])),
    [list.rows],
  );
  if (all.length === 0) return null;

  const wrong = all.filter(({ row }) => isWrong(row, refused));
  const only = wrong.length > 0 ? view.only : "all";
  // A row that has just been put right stays until the person has left it.
  const chosen =
    only === "wrong"
      ? all.filter(({ row, index }) => isWrong(row, refused) || index === focused)
      : all;
  const shown = view.isWhole ? chosen : chosen.slice(0, FIRST_ROWS);
  return (
    <div className="grid gap-3">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <ListSummary list={list} skipsBad={skipsBad} />
        {list.counts.refused > 0 && list.asks === null && (
          <SkipButton list={list} skipsBad={skipsBad} onSkipBad={onSkipBad} />
        )}
      </div>
      {props.isUnchecked && (
        <p className="text-bad text-sm">
          Some numbers could not be checked. They will be as soon as the connection is back.
        </p>
      )}
      {list.columns && (
        <ColumnPicker columns={list.columns} asks={list.asks} onChoose={onChooseColumns} />
      )}
      {/* Until a column is chosen each row would say the same. */}
      {list.asks === null && (
        <div className="rounded-xl border border-line bg-surface">
          {wrong.length > 0 && <WrongRows {...props} only={only} wrong={wrong.length} />}
          {/* Each row is a grid of its own, so that a long list is not measured again at each key press. */}
          <table
            {...AS.table}
            className="block"
            onFocus={(event) => setFocused(indexOf(event))}
            onBlur={() => setFocused(null)}
          >
            <caption className="sr-only">
              The businesses as understood from your list. Names and numbers can be changed here.
            </caption>
            <PreviewHead />
            {shown.map(({ row, index }) => (
              <PreviewRow
                key={index}
                row={row}
                index={index}
                refused={refused[row.line]}
                isSkipped={skipsBad && row.verdict === "refused"}
                onEdit={onEdit}
                onConfirm={onConfirm}
              />
            ))}
          </table>
          {chosen.length > FIRST_ROWS && (
            <div className="border-line border-t p-1.5">
              <Button
                size="small"
                kind="quiet"
                aria-expanded={view.isWhole}
                onClick={() => onView({ ...view, isWhole: !view.isWhole })}
              >
                {view.isWhole ? `Show the first ${FIRST_ROWS}` : `Show all ${chosen.length}`}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
});

function PreviewHead() {
  return (
    <thead {...AS.rowgroup} className="block text-left text-muted text-sm max-sm:sr-only">
      <tr {...AS.row} className={ROW_GRID}>
        <th {...AS.columnheader} scope="col" className="py-2 pl-4">
          Business
        </th>
        <th {...AS.columnheader} scope="col" className="py-2 pl-2">
          As written
        </th>
        <th {...AS.columnheader} scope="col" className="py-2 pl-2">
          As dialed
        </th>
        <th {...AS.columnheader} scope="col">
          <span className="sr-only">Remove</span>
        </th>
      </tr>
    </thead>
  );
}

type WrongRowsProps = Pick<
  ListPreviewProps,
  "list" | "refused" | "skipsBad" | "view" | "onView"
> & {
  only: PreviewView["only"];
  wrong: number;
};

/** Shows the rows that cannot be called by themselves, and takes them away as a file. */
function WrongRows({ list, refused, skipsBad, view, onView, only, wrong }: WrongRowsProps) {
  return (
    <div className="flex flex-wrap gap-1 border-line border-b p-1.5">
      {wrong < list.counts.lines - list.counts.ignored && (
        <>
          <ViewButton isOn={only === "all"} onClick={() => onView({ ...view, only: "all" })}>
            All {list.counts.lines - list.counts.ignored}
          </ViewButton>
          <ViewButton isOn={only === "wrong"} onClick={() => onView({ ...view, only: "wrong" })}>
            {skipsBad ? "Skipped" : "To fix"} {wrong}
          </ViewButton>
        </>
      )}
      <Button
        size="small"
        kind="quiet"
        className="ml-auto gap-1!"
        onClick={() => downloadRowsToFix(list.rows, refused)}
      >
        Download{" "}
        <span className="max-sm:sr-only">{wrong === 1 ? "the row" : `the ${wrong} rows`}</span>
      </Button>
    </div>
  );
}

function SkipButton({
  list,
  skipsBad,
  onSkipBad,
}: Pick<ListPreviewProps, "list" | "skipsBad" | "onSkipBad">) {
  if (skipsBad)
    return (
      <Button size="small" onClick={() => onSkipBad(false)}>
        Do not skip
      </Button>
    );
  if (list.counts.called === 0) return null;
  return (
    <Button size="small" onClick={() => onSkipBad(true)}>
      Keep {list.counts.called} good, skip {list.counts.refused}
    </Button>
  );
}

/** What writes the file is loaded when it is asked for; without a connection a further press tries again. */
const downloadRowsToFix = (rows: readonly ListRow[], refused: Record<number, string>) =>
  import("./rows-to-fix").then(
    ({ saveRowsToFix }) => saveRowsToFix(rows, refused),
    () => undefined,
  );

const indexOf = (event: FocusEvent<HTMLElement>): number | null => {
  const index = event.target.closest("tbody")?.dataset.index;
  return index === undefined ? null : Number(index);
};

type ViewButtonProps = { isOn: boolean; onClick: () => void; children: React.ReactNode };

function ViewButton({ isOn, onClick, children }: ViewButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={`min-h-8 rounded-lg px-3 text-sm ${isOn ? "bg-sunken font-medium" : "text-muted hover:text-text"}`}
    >
      {children}
    </button>
  );
}

/** The id of what must be put right first, when the list has it: the question about its columns, or a cell. */
export function firstWrongCell(
  list: ListReading,
  refused: Record<number, string>,
): string | undefined {
  if (list.asks) return columnPickerId(list.asks);
  const index = list.rows.findIndex((row) => isWrong(row, refused));
  const row = list.rows[index];
  return row && `row-${index}-${row.field ?? "phone"}`;
}

const isWrong = (row: ListRow, refused: Record<number, string>): boolean =>
  row.verdict === "refused" || row.line in refused;
