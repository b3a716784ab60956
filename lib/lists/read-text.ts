import { plainText } from "@/lib/plain-text";
import { readLines } from "./blocks";
import { type Columns, decideColumns } from "./columns";
import type { NumberReader } from "./number-reader";
import type { ListCounts, ListOptions, ListReading, ListRow, RowVerdict } from "./reading";
import {
  DELIMITERS,
  type Delimiter,
  modeOf,
  readRecords,
  type TextRecord,
  toLines,
} from "./records";
import { numbersWithin } from "./split-line";
import { kindOfTitle, type TitleKind } from "./titles";

/** The table keeps names of this length at most. */
const NAME_MAX = 200;

/** How a text was understood, for writing changes back into it. */
export type TextReading = ListReading & {
  layout: { columns: Columns; delimiter: Delimiter; header: TextRecord | null } | null;
  /** What each of `rows` was read from; several rows can share one. */
  records: TextRecord[];
};

/**
 * Reads a list of businesses as people paste it: typed lines, cells of a spreadsheet, CSV with or without column names.
 * Pure and total: every entry gets a verdict, none is dropped silently.
 */
export function readText(
  text: string,
  numbers: NumberReader,
  options: Pick<ListOptions, "columns" | "confirmed"> = {},
): TextReading {
  const lines = toLines(text);
  const table = findTable(lines, numbers, options.columns !== undefined);
  const { records, header } = table;
  const decided = table.isTable
    ? decideColumns(header?.cells ?? null, dataOf(table), numbers, options.columns)
    : null;
  const asks = decided?.asks ?? null;

  const rows: ListRow[] = [];
  const sources: TextRecord[] = [];
  const add = (record: TextRecord, row: Omit<ListRow, "line">) => {
    rows.push({ line: record.line, ...row });
    sources.push(record);
  };
  const isIgnored = (record: TextRecord) => whyIgnored(record, header) !== null;
  const entries = decided
    ? records.map((record) => ({ record, found: [] }))
    : readLines(records, isIgnored, numbers);
  for (const { record, found } of entries) {
    const ignored = found.length === 0 && whyIgnored(record, header);
    if (ignored) add(record, { verdict: "ignored", reason: ignored });
    else if (asks) add(record, ASKED[asks]);
    else if (decided) add(record, readRow(record, decided.columns, header, numbers, options));
    for (const { name, phones } of found) add(record, judge(name, phones, numbers, options));
  }
  mergeRepeated(rows);
  return {
    rows,
    counts: countRows(rows),
    columns: decided && publicColumns(decided.columns),
    asks,
    encoding: null,
    layout: decided && { columns: decided.columns, delimiter: table.delimiter, header },
    records: sources,
  };
}

const publicColumns = ({ titles, phone, name, extension, samples }: Columns) => ({
  titles,
  phone,
  name,
  extension,
  samples,
});

const refused = (field: "name" | "phone", reason: string, fix: string, written = "") => ({
  verdict: "refused" as const,
  field,
  reason,
  fix,
  written,
});

const ASKED = {
  phone: refused(
    "phone",
    "More than one column could be the phone, or none is sure to be.",
    "Choose the column of the phone numbers.",
  ),
  name: refused(
    "name",
    "More than one column could be the name.",
    "Choose the column of the names.",
  ),
};

type Table = {
  records: TextRecord[];
  delimiter: Delimiter;
  header: TextRecord | null;
  isTable: boolean;
};

/** Titles stand among the first rows, below what the file is called. */
const FIRST_ROWS = 10;

/** The delimiter under which the text is most of a table. */
function findTable(lines: readonly string[], numbers: NumberReader, isChosen: boolean): Table {
  const noted = /^\s*sep=(.)\s*$/i.exec(lines.find((line) => line.trim() !== "") ?? "")?.[1];
  const order = DELIMITERS.filter((mark) => !noted || mark === noted);
  const first = lines.slice(0, 200);
  const tables = order
    .filter((mark) => first.some((line) => line.includes(mark)))
    .map((delimiter) => {
      const records = readRecords(first, delimiter).filter(isFilled);
      const header = findHeader(records, numbers);
      const width = modeOf(records.map(({ cells }) => cells.length).filter((count) => count > 1));
      const regular =
        records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length);
      return {
        delimiter,
        known: header?.known ?? 0,
        // Of two that fit a row alike, the one that is in names is seen less often.
        score: (header ? 100 + 10 * header.known : 0) + regular + width / 1000,
      };
    });
  const best = tables.length > 0 ? tables.reduce((a, b) => (b.score > a.score ? b : a)) : null;
  const delimiter = best?.delimiter ?? ",";
  const records = readRecords(lines, delimiter);
  const header = findHeader(records.filter(isFilled), numbers)?.record ?? null;
  const isTable =
    isChosen || header !== null || isPlainTable(records.filter(isFilled), delimiter, numbers);
  return { records, delimiter, header, isTable };
}

const isFilled = ({ cells, text }: TextRecord): boolean =>
  (cells.some((cell) => cell !== "") || text.includes('"')) && !/^\s*sep=.\s*$/i.test(text);

/** The row that names the columns, and how many of its titles are known. */
function findHeader(records: readonly TextRecord[], numbers: NumberReader) {
  for (const [index, record] of records.slice(0, FIRST_ROWS).entries()) {
    const { cells } = record;
    if (cells.some(numbers.isCallable)) return null;
    const kinds = cells.map(kindOfTitle);
    const known = kinds.filter((kind) => kind !== null).length;
    const filled = cells.filter((cell) => cell !== "").length;
    const below = records.slice(index + 1, index + 1 + FIRST_ROWS);
    const isOver = (column: number) =>
      below.some((row) => numbers.isCallable(row.cells[column] ?? ""));
    const phones = kinds.flatMap((kind, column) => (kind === "phone" ? [column] : []));
    const isShort = cells.every((cell) => cell.split(" ").length <= 8 && !/\d{5}/.test(cell));
    if (!isShort || (filled < 2 && (cells.length > 1 || phones.length === 0))) continue;
    const isKnown =
      filled === 1
        ? below.length > 0 &&
          below.every((row) => row.cells.length === 1) &&
          isOver(0) &&
          /^\P{N}*$/u.test(cells[0] ?? "")
        : (phones.length > 0 && (known >= 2 || phones.some(isOver))) ||
          (known >= 2 && known * 2 >= filled && kinds.some(saysWhoOrWhere)) ||
          // Of a language that is not known: words alone, above a column of numbers alone.
          (filled >= 3 &&
            filled === cells.length &&
            below.length >= 2 &&
            !/\d/.test(record.text) &&
            new Set(cells).size === cells.length &&
            cells.some((_, column) =>
              below.every((row) => numbers.isCallable(row.cells[column] ?? "")),
            ));
    if (isKnown) return { record, known };
  }
  return null;
}

/** Titles of nothing but other things may be words of a sentence. */
const saysWhoOrWhere = (kind: TitleKind | null): boolean =>
  kind !== null && kind !== "other" && kind !== "type";

/** Whether rows without titles are cells of columns and not lines that somebody typed. */
function isPlainTable(
  records: readonly TextRecord[],
  delimiter: Delimiter,
  numbers: NumberReader,
): boolean {
  const width = modeOf(records.map(({ cells }) => cells.length));
  const regular = records.filter(({ cells }) => cells.length === width);
  if (width < 2 || regular.length < records.length * 0.9) return false;
  const sample = regular.slice(0, 200).map(({ cells }) => cells.filter(numbers.isCallable));
  const isUnclear = sample.some((found) => found.length > 1 && !arePairs(found, width));
  const isTyped = delimiter === "," && records.every(({ text }) => !/,\S/.test(text));
  return isUnclear || (width > 2 && !isTyped && sample.some((found) => found.length > 0));
}

/** `Acme, 864…, Best, 864…`: half of the cells are numbers, the others their names. */
const arePairs = (found: readonly string[], width: number): boolean =>
  width >= 4 && found.length * 2 === width;

/** Rows with more cells than there are titles say nothing of columns: theirs have moved. */
const dataOf = ({ records, header }: Table): string[][] =>
  records
    .filter((record) => !whyIgnored(record, header) && !isTooWide(record, header))
    .map(({ cells }) => cells);

const isTooWide = ({ cells }: TextRecord, header: TextRecord | null): boolean =>
  header !== null && cells.slice(header.cells.length).some(Boolean);

function whyIgnored(record: TextRecord, header: TextRecord | null): string | null {
  if (!isFilled(record))
    return record.text.trim() === "" ? "The line is blank." : "The row has no cell with words.";
  if (/^[\s|:+=-]*[-=]{2}[\s|:+=-]*$/.test(record.text)) return "It is a line between rows.";
  if (!header) return null;
  if (record.line < header.line) return "It stands above the names of the columns.";
  return record.text === header.text ? "It names the columns." : null;
}

/** "12.0" is how a spreadsheet writes 12. */
const asWhole = (cell: string): string => cell.replace(/^(\D*\d+)[.,]0+$/, "$1");

function readRow(
  record: TextRecord,
  columns: Columns,
  header: TextRecord | null,
  numbers: NumberReader,
  options: Pick<ListOptions, "confirmed">,
): Omit<ListRow, "line"> {
  const { cells } = record;
  const cell = (index: number | null) => cells[index ?? -1] ?? "";
  const join = (group: readonly number[]) => group.map(cell).filter(Boolean).join(" ");
  const name = columns.names.map(join).find((found) => found !== "") ?? "";
  const extension = asWhole(cell(columns.extension)).replace(/\D/g, "");
  const phones = columns.phone
    .filter((index) => !/fax/i.test(cell(columns.types.get(index) ?? null)))
    .map(cell)
    .filter(Boolean)
    .map((phone) => (extension === "" ? phone : `${asWhole(phone)} ext. ${extension}`));
  if (header && isTooWide(record, header))
    return {
      name: plainText(name, NAME_MAX),
      ...refused(
        "phone",
        `The row has ${cells.length} cells and the titles are ${header.cells.length}: which is the phone cannot be said.`,
        "Put quotes around a cell that has the separator in it.",
        phones[0],
      ),
    };
  return judge(name, phones, numbers, options);
}

/** @param phones as written, the first that can be called counts */
function judge(
  writtenName: string,
  phones: readonly string[],
  numbers: NumberReader,
  { confirmed = [] }: Pick<ListOptions, "confirmed">,
): Omit<ListRow, "line"> {
  const name = plainText(writtenName, NAME_MAX);
  const written = phones.find((phone) => numbers.glance(phone).ok) ?? phones[0] ?? "";
  const reading = numbers.read(written);
  const isNew = !reading.ok && reading.e164 !== undefined;
  const isConfirmed = isNew && confirmed.includes(reading.e164 ?? "");
  if (!reading.ok && !isConfirmed)
    return {
      name,
      ...refused("phone", reading.problem, reading.fix, written),
      ...(isNew ? { phone: reading.e164, needsConfirmation: true } : {}),
    };
  if (name === "")
    return {
      name,
      ...refused(
        "name",
        "There is no name.",
        "Write the name of the business; the caller asks for it.",
        written,
      ),
    };
  if (numbersWithin(name, numbers).length > 0)
    return {
      name,
      ...refused(
        "name",
        "The name has a phone number in it.",
        "Write one business per line, and its number once.",
        written,
      ),
    };
  return {
    verdict: "call",
    name,
    written,
    phone: reading.e164,
    ...(isConfirmed ? { isConfirmed } : {}),
    ...(reading.ok && reading.extension ? { extension: reading.extension } : {}),
  };
}

function mergeRepeated(rows: ListRow[]): void {
  const firstByPhone = new Map<string, ListRow>();
  for (const row of rows) {
    if (row.verdict !== "call" || row.phone === undefined) continue;
    const first = firstByPhone.get(row.phone);
    if (!first) {
      firstByPhone.set(row.phone, row);
      continue;
    }
    row.verdict = "merged";
    row.into = { line: first.line, name: first.name ?? "" };
    row.reason = `Same number as ${row.into.name} in line ${row.into.line}.`;
  }
}

export function countRows(rows: readonly ListRow[]): ListCounts {
  const count = (verdict: RowVerdict) => rows.filter((row) => row.verdict === verdict).length;
  return {
    called: count("call"),
    merged: count("merged"),
    refused: count("refused"),
    ignored: count("ignored"),
    lines: rows.length,
  };
}
