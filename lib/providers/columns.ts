import type { NumberReader } from "./number-reader";
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

// English, and what spreadsheets in German, French, Spanish, Italian and Dutch call the same.
const PHONE_TITLE =
  /^(?:(?:business|company|work|office|main|primary|contact|cell|mobile)?(?:phone|tel|telephone|mobile|cell)(?:no|nr|number)?|number|contactnumber|telefon(?:o|e|nummer)?|telefoon(?:nummer)?|(?:numero)?de?telefono|rufnummer)$/;
const NAME_TITLE =
  /^(?:name|business|company|provider|vendor|contractor|shop|(?:business|company|provider|vendor|contractor|shop|display)name|firma|unternehmen|nom|entreprise|societe|nombre|empresa|nome|azienda|naam|bedrijf)$/;
const EXTENSION_TITLE = /^(?:ext|extn|extension)$/;

/** Reads a first row as column titles; null when it is not one. */
export function findColumns(row: string, numbers: NumberReader): Columns | null {
  for (const delimiter of DELIMITERS) {
    const titles = splitCells(row, delimiter);
    if (titles.length < 2 || titles.some((title) => numbers.glance(title)?.ok)) continue;
    const plain = titles.map(toPlainTitle);
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

/** "Téléphone" is "telephone", "Phone no." is "phoneno". */
const toPlainTitle = (title: string): string =>
  title
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

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
