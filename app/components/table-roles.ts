/**
 * Rows are drawn as grids, so that one table is columns on a desk and cards on a phone. Browsers drop the meaning of
 * table elements that are drawn otherwise; saying it keeps it.
 */
export const AS = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;
