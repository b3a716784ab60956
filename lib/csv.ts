/**
 * A CSV file (RFC 4180) that spreadsheets open as it is meant: with a byte order mark, so that Excel reads UTF-8, and
 * no cell that they would run as a formula. Phone numbers begin with a plus sign and so become text as well. Every cell
 * is quoted: in much of Europe Excel takes a semicolon in a bare cell for the end of it.
 */
export function writeCsv(lines: readonly (readonly string[])[]): string {
  const rows = lines.map((line) => line.map((cell) => quote(neutralize(cell))).join(","));
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

/**
 * Spreadsheets run what begins like this, also after spaces and in its full-width form (OWASP, "CSV injection"), and in a
 * file that is split at other signs than it was written with, what stands after these.
 */
const FORMULA = /(^|[;\t\r\n|])(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])/g;

/** The cell with an apostrophe before what a spreadsheet would run: it shows the rest as text. */
export const neutralize = (cell: string): string => cell.replace(FORMULA, "$1'");

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
