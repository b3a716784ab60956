import type { ListedRow } from "@/lib/providers/parse-list";
import { saveFile } from "../components/save-file";
import { writeRowsToFix } from "./rows-to-fix";

/** Saves the rows that cannot be called as a file. */
export function saveRows(rows: readonly ListedRow[], refused: Record<number, string>): void {
  saveFile(writeRowsToFix(rows, refused), "text/csv;charset=utf-8", "ringround-rows-to-fix.csv");
}
