"use client";

import { CircleCheck, CircleMinus, CircleX, CornerLeftUp, X } from "lucide-react";
import { memo } from "react";
import type { RowEdit } from "@/lib/lists/edit-text";
import type { ListRow } from "@/lib/lists/reading";
import { Button } from "../../components/button";
import { AS } from "../../components/table-roles";
import { formatPhone } from "../../format-phone";
import { PreviewCell } from "./preview-cell";

export type PreviewRowProps = {
  row: ListRow;
  index: number;
  /** What the API said against it. */
  refused: string | undefined;
  isSkipped: boolean;
  onEdit: (index: number, edit: Partial<RowEdit> | null) => void;
  /** The person says that a number of an unknown area code is right. */
  onConfirm: (phone: string) => void;
};

/** The columns of rows and their head on a desk; on a phone the name stands above number and verdict. */
export const ROW_GRID =
  "grid items-center max-sm:grid-cols-[minmax(0,1fr)_auto_auto] sm:grid-cols-[minmax(0,1fr)_29%_30%_2.5rem]";

/** Rows of a text are read anew at each key press; they are drawn anew only if they say something else. */
const saysTheSame = (before: PreviewRowProps, after: PreviewRowProps): boolean =>
  before.index === after.index &&
  before.refused === after.refused &&
  before.isSkipped === after.isSkipped &&
  before.onEdit === after.onEdit &&
  before.onConfirm === after.onConfirm &&
  before.row.line === after.row.line &&
  before.row.name === after.row.name &&
  before.row.written === after.row.written &&
  before.row.verdict === after.row.verdict &&
  before.row.phone === after.row.phone &&
  before.row.extension === after.row.extension &&
  before.row.reason === after.row.reason;

/** One business: what was read, to be changed in place, what will be dialed, and what is wrong with it. */
export const PreviewRow = memo(function PreviewRow(props: PreviewRowProps) {
  const { row, index, isSkipped, onEdit, onConfirm } = props;
  const state = describe(props);
  const name = row.name || `Line ${row.line}`;
  const noteId = `row-${index}-note`;
  const isWrong = state.look === "text-bad";
  const cell = {
    index,
    isSkipped,
    describedBy: state.note ? noteId : undefined,
    onEdit,
  };
  const field = row.field ?? "phone";
  return (
    // Rows that are out of sight are neither laid out nor painted: with a thousand of them that is most of a key press.
    <tbody
      {...AS.rowgroup}
      data-index={index}
      className="block border-line border-t [contain-intrinsic-block-size:auto_4.5rem] [content-visibility:auto] max-sm:first-of-type:border-t-0 sm:[contain-intrinsic-block-size:auto_2.5625rem]"
    >
      <tr {...AS.row} className={`${ROW_GRID} max-sm:py-1`}>
        <td {...AS.cell} className="py-1 pl-1 max-sm:col-span-2 max-sm:py-0 sm:pl-2">
          <PreviewCell
            {...cell}
            field="name"
            value={row.name ?? ""}
            label={`Name, line ${row.line}`}
            isWrong={isWrong && field === "name"}
          />
        </td>
        <td {...AS.cell} className="py-1 max-sm:row-start-2 max-sm:py-0 max-sm:pl-1">
          <PreviewCell
            {...cell}
            field="phone"
            value={row.written ?? ""}
            label={`Number of ${name}`}
            isWrong={isWrong && field === "phone"}
          />
        </td>
        <td
          {...AS.cell}
          className="whitespace-nowrap py-1 pr-1 pl-2 text-sm max-sm:col-span-2 max-sm:row-start-2 max-sm:py-0 max-sm:pr-3"
        >
          <span className={`flex items-center gap-2 ${state.look}`}>
            <state.icon aria-hidden="true" className="size-4 shrink-0" />
            <span className={isWrong ? "" : "text-text"}>{state.text}</span>
          </span>
        </td>
        <td {...AS.cell} className="py-1 pr-1 max-sm:py-0">
          <button
            type="button"
            aria-label={`Remove ${name}`}
            title="Remove"
            className="grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
            onClick={(event) => {
              keepFocus(event.currentTarget);
              onEdit(index, null);
            }}
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </td>
      </tr>
      {state.note && (
        <tr {...AS.row} className="block">
          <td {...AS.cell} colSpan={4} className="block px-3 pb-2.5 text-sm sm:px-4">
            <p id={noteId} className={isWrong ? "text-text" : "text-muted"}>
              {state.note}
              {state.fix && <span className="text-muted"> {state.fix}</span>}
            </p>
            {row.needsConfirmation && row.phone && (
              <Button
                size="small"
                className="mt-2"
                aria-describedby={noteId}
                onClick={() => onConfirm(row.phone ?? "")}
              >
                The number is right: call {formatPhone(row.phone)}
              </Button>
            )}
          </td>
        </tr>
      )}
    </tbody>
  );
}, saysTheSame);

type RowState = {
  icon: typeof CircleX;
  look: string;
  text: string;
  note?: string;
  fix?: string;
};

const BAD = { icon: CircleX, look: "text-bad" };
const QUIET = "text-muted";

function describe({ row, refused, isSkipped }: PreviewRowProps): RowState {
  if (refused !== undefined) return { ...BAD, text: "Refused", note: refused };
  const { verdict, phone = "", extension, reason: note, fix } = row;
  if (verdict === "call") {
    const text = formatPhone(phone) + (extension ? ` ext. ${extension}` : "");
    return { icon: CircleCheck, look: "text-good", text };
  }
  if (verdict === "merged") return { icon: CornerLeftUp, look: QUIET, text: "Called once", note };
  return isSkipped
    ? { icon: CircleMinus, look: QUIET, text: "Skipped", note }
    : { ...BAD, text: "Needs a fix", note, fix };
}

/** The row below moves up and under the focus; only the last one takes the focus along. */
function keepFocus(button: HTMLElement) {
  const body = button.closest("tbody");
  if (body?.nextElementSibling) return;
  const above = body?.previousElementSibling?.querySelector<HTMLElement>("button");
  (above ?? document.getElementById("list"))?.focus();
}
