import { LIMITS } from "@/lib/limits";
import { plainText } from "@/lib/plain-text";
import { type Columns, findColumns, readColumns } from "./columns";
import type { NumberReader } from "./number-reader";
import { readRecords } from "./read-records";
import { splitRow } from "./split-row";

export type RowVerdict =
  | { kind: "good"; e164: string; extension: string | null }
  /** An earlier row has the same number; it is called once. */
  | { kind: "merged"; e164: string; intoLine: number; intoName: string }
  | { kind: "bad"; field: "name" | "phone"; problem: string; fix: string }
  /** What decides has not arrived yet. */
  | { kind: "waiting" };

export type ListedRow = {
  /** Where the row begins in the text, counted from 1. */
  line: number;
  name: string;
  /** The number as it was written. */
  written: string;
  verdict: RowVerdict;
};

export type ProviderList = {
  rows: ListedRow[];
  good: number;
  merged: number;
  bad: number;
  waiting: number;
  /** How the columns were understood, when the first row names them. */
  columns: Columns | null;
  /** Rows beyond what is read at all; see {@link MOST_ROWS}. */
  unreadRows: number;
};

/** Twice what one batch may call, so that a list with every number doubled is still read to its end. */
export const MOST_ROWS = 2 * LIMITS.providers;

/** The table keeps names of this length at most. */
const NAME_MAX = 200;

/**
 * Rows read before, of one country. Reading a number takes some 0.1 ms, so a caller that reads at each key press keeps
 * one of these.
 */
export type RowMemo = Map<string, Omit<ListedRow, "line">>;

/**
 * Reads a list of businesses as people paste it: typed lines, spreadsheet cells, CSV with or without column names.
 * Pure and total: every row gets a verdict, none is dropped silently.
 */
export function parseProviderList(
  text: string,
  numbers: NumberReader,
  memo: RowMemo = new Map(),
): ProviderList {
  const all = readRecords(text);
  const columns = all[0] ? findColumns(all[0].text, numbers) : null;
  const start = columns ? 1 : 0;
  const records = all.slice(start, start + MOST_ROWS);
  const understood = `${JSON.stringify(columns)} `;
  const rows = records.map(({ line, text: record }): ListedRow => {
    const key = understood + record;
    const known = memo.get(key) ?? readRow(record, columns, numbers);
    if (known.verdict.kind !== "waiting") memo.set(key, known);
    return { line, ...known };
  });
  const merged = mergeRepeated(rows);

  const count = (kind: RowVerdict["kind"]) =>
    merged.filter((row) => row.verdict.kind === kind).length;
  return {
    rows: merged,
    good: count("good"),
    merged: count("merged"),
    bad: count("bad"),
    waiting: count("waiting"),
    columns,
    unreadRows: all.length - start - records.length,
  };
}

function readRow(record: string, columns: Columns | null, numbers: NumberReader) {
  const { name: written, phone } = columns
    ? readColumns(record, columns)
    : splitRow(record, numbers);
  const name = plainText(written, NAME_MAX);
  return { name, written: phone, verdict: judge(name, phone, numbers) };
}

function mergeRepeated(rows: readonly ListedRow[]): ListedRow[] {
  const firstByPhone = new Map<string, ListedRow>();
  return rows.map((row) => {
    if (row.verdict.kind !== "good") return row;
    const { e164 } = row.verdict;
    const first = firstByPhone.get(e164);
    if (!first) firstByPhone.set(e164, row);
    return first
      ? { ...row, verdict: { kind: "merged", e164, intoLine: first.line, intoName: first.name } }
      : row;
  });
}

function judge(name: string, phone: string, numbers: NumberReader): RowVerdict {
  const reading = numbers.read(phone);
  if (!reading) return { kind: "waiting" };
  if (!reading.ok)
    return { kind: "bad", field: "phone", problem: reading.problem, fix: reading.fix };
  if (name === "") {
    return {
      kind: "bad",
      field: "name",
      problem: "There is no name.",
      fix: "Write the name of the business; the caller asks for it.",
    };
  }
  return { kind: "good", e164: reading.e164, extension: reading.extension ?? null };
}
