"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import type { RowEdit } from "@/lib/lists/edit-text";

export type PreviewCellProps = {
  index: number;
  field: keyof RowEdit;
  value: string;
  label: string;
  isWrong: boolean;
  isSkipped: boolean;
  describedBy: string | undefined;
  onEdit: (index: number, edit: Partial<RowEdit>) => void;
};

/** Looks like text until somebody comes near; every key press is written into the list at once. */
export function PreviewCell({
  index,
  field,
  value,
  label,
  isWrong,
  isSkipped,
  describedBy,
  onEdit,
}: PreviewCellProps) {
  // While it is being typed a cell shows what is typed, not what it was read as.
  const [typed, setTyped] = useState<string | null>(null);
  const before = useRef(value);
  const write = (text: string) => {
    setTyped(text);
    onEdit(index, { [field]: text });
  };
  const keyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      // Not the form's: nobody orders calls from the middle of a list. As in a spreadsheet, it goes down.
      event.preventDefault();
      document.getElementById(`row-${index + 1}-${field}`)?.focus();
    }
    if (event.key === "Escape" && typed !== null) {
      event.preventDefault();
      write(before.current);
    }
  };
  return (
    <input
      id={`row-${index}-${field}`}
      aria-label={label}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      autoComplete="off"
      spellCheck={false}
      inputMode={field === "phone" ? "tel" : "text"}
      value={typed ?? value}
      onFocus={() => {
        before.current = value;
      }}
      onChange={(event) => write(event.target.value)}
      onBlur={() => setTyped(null)}
      onKeyDown={keyDown}
      className={`block h-8 w-full min-w-0 truncate rounded-md border border-transparent bg-transparent px-[7px] text-sm hover:border-line-strong/50 focus:border-line-strong focus:bg-surface aria-invalid:border-bad/60 ${field === "name" ? "font-medium" : ""} ${isSkipped ? "text-muted line-through" : ""}`}
    />
  );
}
