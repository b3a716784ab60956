import type { KeyboardEvent } from "react";

/**
 * J and K go to the next and the previous row, Escape closes the row one is in. Only while the focus is in the rows: a
 * letter that works everywhere is in the way of people who speak to the browser (WCAG 2.1.4).
 */
export function pressInRows(event: KeyboardEvent<HTMLElement>): void {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
  if (target.matches("input, textarea, select")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("th > [aria-expanded]")];
  // What a row has opened follows it, so the last button before the focus, or with it, is that of its row.
  const here = rows.findLastIndex(
    (row) =>
      row.contains(target) ||
      Boolean(row.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING),
  );
  const step = { j: 1, k: -1 }[key.toLowerCase()];
  const row = rows[here + (step ?? 0)];
  if (!row) return;
  if (step) row.focus();
  else if (key === "Escape" && row.ariaExpanded === "true") {
    row.click();
    row.focus();
  } else return;
  event.preventDefault();
}
