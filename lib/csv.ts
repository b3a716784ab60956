/**
 * A CSV file (RFC 4180) that spreadsheets open as it is meant: with a byte order mark, so that Excel reads UTF-8, and
 * no cell that they would run as a formula. Phone numbers begin with a plus sign and so become text as well.
 */
export function writeCsv(lines: readonly (readonly string[])[]): string {
  const rows = lines.map((line) => line.map((cell) => quote(neutralize(cell))).join(","));
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

/** Spreadsheets run what begins like this, also after spaces and in its full-width form (OWASP, "CSV injection"). */
const FORMULA = /^[\t\r]|^\s*[=+\-@＝＋－＠]/;

/** The cell with an apostrophe before what a spreadsheet would run: it shows the rest as text. */
export const neutralize = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

const quote = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
