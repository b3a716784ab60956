import type { Columns } from "./columns";
import type { NumberReader } from "./number-reader";
import { type Delimiter, readRecords, splitCells, type TextRecord } from "./read-records";
import { splitRow } from "./split-row";

/** What a row is to say. */
export type RowEdit = { name: string; phone: string };

/**
 * Writes a change of one row back into the text that it was read from, so that the text stays the one truth. Cells of
 * other columns and other rows stay as they are.
 * @param index of the row among those read, column titles not counted
 * @param edit null takes the row out
 */
export function editRow(
  text: string,
  index: number,
  columns: Columns | null,
  edit: RowEdit | null,
  numbers: NumberReader,
): string {
  const [titles, ...rest] = readRecords(text);
  const record = columns ? rest[index] : [titles, ...rest][index];
  if (!titles || !record) return text;
  if (columns && !columns.name && edit && oneLine(edit.name) !== "") {
    const named = addNameColumn(text, titles, columns);
    return editRow(named.text, index, named.columns, edit, numbers);
  }
  const lines = text.split(/\r\n|\r|\n/);
  const written = edit && {
    name: oneLine(edit.name),
    phone: oneLine(edit.phone),
  };
  const row = written
    ? [
        columns
          ? writeCells(record.text, columns, written)
          : writeRow(record.text, written, numbers),
      ]
    : [];
  lines.splice(record.line - 1, record.lines, ...row);
  return lines.join("\n");
}

/** A table of numbers alone has nowhere to put a name: a column for names, right of the others. */
function addNameColumn(text: string, titles: TextRecord, columns: Columns) {
  const title = "Name";
  const row = `${titles.text}${columns.delimiter}${title}`;
  const lines = text.split(/\r\n|\r|\n/);
  lines.splice(titles.line - 1, titles.lines, row);
  const index = splitCells(row, columns.delimiter).length - 1;
  return { text: lines.join("\n"), columns: { ...columns, name: { index, title } } };
}

/** Rows as a list without column titles. */
export function writeRows(
  rows: readonly { name: string; written: string }[],
  numbers: NumberReader,
): string {
  return rows
    .map(({ name, written }) => writeRow("", { name, phone: written }, numbers))
    .join("\n");
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

function writeCells(record: string, columns: Columns, { name, phone }: RowEdit): string {
  const cells = splitCells(record, columns.delimiter);
  const set = (index: number, value: string) => {
    while (cells.length <= index) cells.push("");
    cells[index] = value;
  };
  if (columns.name) set(columns.name.index, name);
  set(columns.phone.index, phone);
  // The number as shown has its extension with it.
  if (columns.extension !== null) set(columns.extension, "");
  return cells.map((cell) => quoteIfNeeded(cell, columns.delimiter)).join(columns.delimiter);
}

function writeRow(record: string, edit: RowEdit, numbers: NumberReader): string {
  const plain = record.includes("\t")
    ? `${edit.name}\t${edit.phone}`
    : `${edit.name}, ${edit.phone}`;
  const read = splitRow(plain, numbers);
  const isClear = plain.trim() !== "" && read.name === edit.name && read.phone === edit.phone;
  // Half a number is not recognized as one; two quoted cells are always a name and a number.
  return isClear ? plain : `${quote(edit.name)}, ${quote(edit.phone)}`;
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const quoteIfNeeded = (cell: string, delimiter: Delimiter): string =>
  cell.includes(delimiter) || cell.includes('"') ? quote(cell) : cell;
