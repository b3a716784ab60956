import Papa from "papaparse";

export const DELIMITERS = ["\t", ";", "|", ","] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** One row of a text; a quoted cell can make it span several lines. */
export type TextRecord = {
  /** Where it begins, counted from 1. */
  line: number;
  lines: number;
  text: string;
  /** Without quotes and without blanks around them; line breaks are blanks. */
  cells: string[];
};

/** Ends of lines, also as word processors and mainframes write them. */
export const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/;

/** Lines of a text without the mark that some programs begin a file with. */
export function toLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").split(LINE_END);
  // What ends the last line begins no other.
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Lines that say how many cells a row has. */
const FIRST_LINES = 200;

/**
 * Rows of a text, blank ones too. A quoted cell may have any number of lines, as long as its row closes with as many cells
 * as most rows have; a quote that does not is an ordinary character. Never throws.
 */
export function readRecords(lines: readonly string[], delimiter: Delimiter): TextRecord[] {
  const widths = takeRecords(lines.slice(0, FIRST_LINES), delimiter, ({ length }) => length > 1)
    .map(({ cells }) => cells.length)
    .filter((width) => width > 1);
  const width = modeOf(widths);
  return takeRecords(lines, delimiter, (cells) => cells.length === width);
}

function takeRecords(
  lines: readonly string[],
  delimiter: Delimiter,
  isWhole: (cells: string[]) => boolean,
): TextRecord[] {
  const closing = findClosingLines(lines);
  const records: TextRecord[] = [];
  for (let index = 0; index < lines.length; ) {
    const end = closing[index] ?? index;
    const whole = end > index ? lines.slice(index, end + 1).join("\n") : "";
    const found = whole === "" ? null : readCells(whole, delimiter);
    const isOne = found !== null && isWhole(found);
    const text = isOne ? whole : (lines[index] ?? "");
    const cells = isOne ? found : (readCells(text, delimiter) ?? splitPlain(text, delimiter));
    const count = isOne ? end + 1 - index : 1;
    records.push({ line: index + 1, lines: count, text, cells: cells.map(cleanCell) });
    index += count;
  }
  return records;
}

/** For each line that leaves a quote open the next one that does so too, and closes it. */
function findClosingLines(lines: readonly string[]): (number | undefined)[] {
  const closing: (number | undefined)[] = [];
  let next: number | undefined;
  for (let index = lines.length - 1; index >= 0; index--) {
    if (((lines[index] ?? "").split('"').length - 1) % 2 === 0) continue;
    closing[index] = next;
    next = index;
  }
  return closing;
}

/** The most frequent of some numbers, 0 of none. */
export function modeOf(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** The cells of a row (RFC 4180); null where a quote is open or stands where none can. */
function readCells(text: string, delimiter: Delimiter): string[] | null {
  if (!text.includes('"')) return splitPlain(text, delimiter);
  // Spaces before a quote are no cell; what stands in quotes stays.
  const spaces = new RegExp(`"(?:[^"]|"")*"|(^|[${delimiter}]) +(?=")`, "g");
  const tight = text.replace(spaces, (found, before) => before ?? found);
  const { data, errors } = Papa.parse<string[]>(tight, { delimiter, newline: "\n" });
  return errors.length > 0 || data.length !== 1 ? null : (data[0] ?? null);
}

/** Without quotes. A bar that belongs to a cell of Markdown has a backslash before it. */
const splitPlain = (text: string, delimiter: Delimiter): string[] =>
  delimiter === "|" && text.includes("\\|")
    ? text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|"))
    : text.split(delimiter);

/** One line as cells; a quote that opens nothing is an ordinary character. */
export const splitCells = (text: string, delimiter: Delimiter): string[] =>
  (readCells(text, delimiter) ?? splitPlain(text, delimiter)).map(cleanCell);

/** Excel keeps a number as text in the form of a formula: `="8645550100"`; Markdown has bold and code. */
const cleanCell = (cell: string): string =>
  cell
    .trim()
    .replace(/^="(.*)"$/, "$1")
    .replace(/^(\*\*|__|`)(.+)\1$/, "$2")
    .replace(/\s+/g, " ");
