import Papa from "papaparse";
import readExcel, { type CellValue } from "read-excel-file/universal";

/**
 * The first sheet of an Excel workbook that has rows, as CSV: each row is one line, with the number that it has there.
 * @throws what is no workbook.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<string> {
  const sheets = await readExcel(bytes.slice().buffer);
  const data = sheets.find((sheet) => sheet.data.length > 0)?.data ?? [];
  const width = Math.max(0, ...data.map((row) => row.length));
  return Papa.unparse(
    data.map((row) => Array.from({ length: width }, (_, index) => toText(row[index] ?? null))),
    { newline: "\n" },
  );
}

function toText(cell: CellValue | null): string {
  if (cell === null) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  // A number is written with all of its digits, as the cell shows it: never 8.64555E+9.
  if (typeof cell === "number" && Number.isSafeInteger(cell)) return cell.toFixed(0);
  return String(cell).replace(/\s+/g, " ");
}
