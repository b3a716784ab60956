import { writeCsv } from "@/lib/csv";
import type { ListRow } from "@/lib/lists/reading";
import { saveFile } from "../../components/save-file";

const TITLES = ["Line", "Name", "Phone", "What is wrong", "How to fix it"];

/**
 * The rows that cannot be called, each with its reason, as a file to be put right elsewhere: its columns are titled so
 * that the form reads the names and numbers again and leaves the rest out.
 * @param refused what the API said against a row, by its line
 */
export function writeRowsToFix(
  rows: readonly ListRow[],
  refused: Readonly<Record<number, string>>,
): string {
  return writeCsv([
    TITLES,
    ...rows.flatMap(({ line, name = "", written = "", verdict, reason: why = "", fix = "" }) => {
      const reason = refused[line];
      if (reason !== undefined) return [[String(line), name, written, reason, ""]];
      if (verdict !== "refused") return [];
      return [[String(line), name, written, why, fix]];
    }),
  ]);
}

/** Saves them as a file. */
export function saveRowsToFix(rows: readonly ListRow[], refused: Record<number, string>): void {
  saveFile(writeRowsToFix(rows, refused), "text/csv;charset=utf-8", "ringround-rows-to-fix.csv");
}
