import { allPhones, isCountryCode } from "@/lib/phones/parse-phone";
import { numbersIn } from "./number-reader";
import { openFile, openText } from "./open-file";
import { countRows, readText } from "./read-text";
import type { ListOptions, ListReading } from "./reading";

/**
 * Reads a list of businesses: a text as people paste it, or the bytes of a file (text in any encoding, .xlsx, .vcf). Pages
 * and the API read with this code. Pure: the same input has the same reading.
 * @throws NotAList for what is no list, with what to do.
 */
export async function readList(
  input: string | Uint8Array,
  options: ListOptions = {},
): Promise<ListReading> {
  const { country = "US" } = options;
  if (!isCountryCode(country)) throw new RangeError(`There is no country ${country}.`);
  const opened =
    typeof input === "string"
      ? { ...(await openText(input)), encoding: null }
      : await openFile(input, country);
  const {
    layout: _,
    records: __,
    ...reading
  } = readText(opened.text, numbersIn(country, allPhones), options);
  const { lines } = opened;
  if (!lines) return { ...reading, encoding: opened.encoding };
  // The titles of contacts are ours, and no line of what was given.
  const lineOf = (line: number) => lines[line - 2] ?? line;
  const rows = reading.rows.slice(1).map((row) => ({
    ...row,
    line: lineOf(row.line),
    ...(row.into ? { into: { ...row.into, line: lineOf(row.into.line) } } : {}),
  }));
  return { ...reading, rows, counts: countRows(rows), encoding: opened.encoding };
}
