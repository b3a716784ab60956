import { type CountryCode, parsePhone } from "@/lib/phones/parse-phone";
import { DELIMITERS, type Delimiter, splitCells } from "./read-records";
import type { NameAndPhone } from "./split-row";

/** Where the names and numbers of a table stand, as its first row says. */
export type Columns = {
  delimiter: Delimiter;
  name: { index: number; title: string } | null;
  phone: { index: number; title: string };
  extension: number | null;
  /** Titles of columns that are not used. */
  ignored: string[];
};

const PHONE_TITLE =
  /^(?:(?:business|company|work|office|main|primary|contact|cell|mobile)?(?:phone|tel|telephone|mobile|cell)(?:no|nr|number)?|number|contactnumber)$/;
const NAME_TITLE =
  /^(?:name|business|company|provider|vendor|contractor|shop|(?:business|company|provider|vendor|contractor|shop|display)name)$/;
const EXTENSION_TITLE = /^(?:ext|extn|extension)$/;

/** Reads a first row as column titles; null when it is not one. */
export function findColumns(row: string, country: CountryCode): Columns | null {
  for (const delimiter of DELIMITERS) {
    const titles = splitCells(row, delimiter);
    if (titles.length < 2 || titles.some((title) => parsePhone(title, country).ok)) continue;
    const plain = titles.map((title) => title.toLowerCase().replace(/[^a-z]/g, ""));
    const phone = plain.findIndex((title) => PHONE_TITLE.test(title));
    if (phone === -1) continue;
    const extension = plain.findIndex((title) => EXTENSION_TITLE.test(title));
    const named = plain.findIndex((title) => NAME_TITLE.test(title));
    const other = plain.findIndex((_, index) => index !== phone && index !== extension);
    const name = named !== -1 ? named : other;
    return {
      delimiter,
      name: name === -1 ? null : { index: name, title: titles[name] ?? "" },
      phone: { index: phone, title: titles[phone] ?? "" },
      extension: extension === -1 ? null : extension,
      ignored: titles.filter(
        (title, index) => title !== "" && ![phone, name, extension].includes(index),
      ),
    };
  }
  return null;
}

/** Takes name and number from a row of a table with known columns. */
export function readColumns(row: string, columns: Columns): NameAndPhone {
  const cells = splitCells(row, columns.delimiter);
  const cell = (index: number | null | undefined) => cells[index ?? -1] ?? "";
  const extension = cell(columns.extension).replace(/\D/g, "");
  const phone = cell(columns.phone.index);
  return {
    name: cell(columns.name?.index),
    phone: extension === "" ? phone : `${phone} ext. ${extension}`,
  };
}
