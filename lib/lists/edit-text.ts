import type { NumberReader } from "./number-reader";
import { readText, type TextReading } from "./read-text";
import { type Delimiter, LINE_END } from "./records";
import { splitLine } from "./split-line";

/** What a row is to say. */
export type RowEdit = { name: string; phone: string };

/**
 * Writes a change of one row back into the text that it was read from, so that the text stays the one truth. Cells of
 * other columns and other rows stay as they are.
 * @param index of the row in the reading
 * @param edit null takes the row out; what it leaves out stays
 */
export function editText(
  text: string,
  reading: TextReading,
  index: number,
  edit: Partial<RowEdit> | null,
  numbers: NumberReader,
): string {
  const { rows, records, layout, asks } = reading;
  const row = rows[index];
  const record = records[index];
  if (!row || !record || row.verdict === "ignored" || asks) return text;
  const whole = edit && { name: row.name ?? "", phone: row.written ?? "", ...edit };
  const written = whole && { name: oneLine(whole.name), phone: oneLine(whole.phone) };
  const lines = text.split(LINE_END);
  if (layout?.header && layout.columns.names.length === 0 && written && written.name !== "") {
    // A table of numbers alone has nowhere to put a name: a column for names, right of the others.
    const { header, delimiter, columns } = layout;
    lines.splice(header.line - 1, header.lines, `${header.text}${delimiter}Name`);
    const named = { ...columns, names: [[header.cells.length]] };
    const withNames = { ...reading, layout: { ...layout, columns: named } };
    return editText(lines.join("\n"), withNames, index, edit, numbers);
  }
  const replaced = layout
    ? written && [writeCells(record.cells, layout, written, row.written ?? "")]
    : rows.flatMap((other, place) => {
        if (records[place] !== record) return [];
        if (place !== index) return [writeRow(record.text, asEdit(other), numbers)];
        return written ? [writeRow(record.text, written, numbers)] : [];
      });
  lines.splice(record.line - 1, record.lines, ...(replaced ?? []));
  return lines.join("\n");
}

const asEdit = ({ name = "", written = "" }): RowEdit => ({ name, phone: written });

/** Puts a text below another. Column names hold for a whole text, so two tables are put together without them. */
export function appendText(text: string, added: string, numbers: NumberReader): string {
  if (text.trim() === "") return added;
  const [above, below] = [text, added].map((part) => readText(part, numbers));
  const isSame = above?.layout?.header?.text === below?.layout?.header?.text;
  const [first, second] = [text, added].map((part, place) => {
    const reading = place === 0 ? above : below;
    return isSame || !reading?.layout?.header || reading.asks
      ? part.trimEnd()
      : writeRows(
          reading.rows.map(asEdit).filter(({ name, phone }) => name + phone),
          numbers,
        );
  });
  return `${first}\n${second}`;
}

/** Rows as a list without column names. */
export const writeRows = (rows: readonly RowEdit[], numbers: NumberReader): string =>
  rows.map((row) => writeRow("", row, numbers)).join("\n");

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

function writeCells(
  before: readonly string[],
  { columns, delimiter }: NonNullable<TextReading["layout"]>,
  { name, phone }: RowEdit,
  writtenBefore: string,
): string {
  const cells = [...before];
  const set = (index: number, value: string) => {
    while (cells.length <= index) cells.push("");
    cells[index] = value;
  };
  const isFilled = (index: number) => (before[index] ?? "") !== "";
  const [nameAt, ...joined] =
    columns.names.find((group) => group.some(isFilled)) ?? columns.names[0] ?? [];
  const oldName = [nameAt ?? -1, ...joined]
    .map((index) => before[index] ?? "")
    .filter(Boolean)
    .join(" ");
  if (nameAt !== undefined && name !== oldName) {
    set(nameAt, name);
    for (const index of joined) set(index, "");
  }
  const phoneAt =
    columns.phone.find(
      (index) => isFilled(index) && writtenBefore.startsWith(before[index] ?? ""),
    ) ?? columns.phone[0];
  if (phoneAt !== undefined) set(phoneAt, phone);
  // The number as shown has its extension with it.
  if (columns.extension !== null) set(columns.extension, "");
  return cells.map((cell) => quoteIfNeeded(cell, delimiter)).join(delimiter);
}

function writeRow(record: string, { name, phone }: RowEdit, numbers: NumberReader): string {
  const plain = record.includes("\t") ? `${name}\t${phone}` : `${name}, ${phone}`;
  const [read, ...more] = splitLine(plain, numbers);
  const isClear =
    name + phone !== "" && more.length === 0 && read?.name === name && read.phone === phone;
  // Half a number is not recognized as one; two quoted cells are always a name and a number.
  return isClear ? plain : `${quote(name)}, ${quote(phone)}`;
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const quoteIfNeeded = (cell: string, delimiter: Delimiter): string =>
  cell.includes(delimiter) || cell.includes('"') ? quote(cell) : cell;
