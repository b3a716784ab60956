import { appendText, editText, type RowEdit } from "@/lib/lists/edit-text";
import { numbersIn } from "@/lib/lists/number-reader";
import { openFile, openText } from "@/lib/lists/open-file";
import { readText, type TextReading } from "@/lib/lists/read-text";
import type { ColumnChoice, ListOptions, ListReading } from "@/lib/lists/reading";
import { allPhones, type CountryCode } from "@/lib/phones/parse-phone";
import { type ChosenColumns, choiceFor } from "./column-choice";

/** What is done with a list, beside the page: 10,000 lines take a second. */
export type ReadOptions = Pick<ListOptions, "confirmed"> & {
  country: string;
  choice?: ChosenColumns;
};

const numbersOf = (() => {
  const known = new Map<string, ReturnType<typeof numbersIn>>();
  return (country: string) => {
    const numbers = known.get(country) ?? numbersIn(country as CountryCode, allPhones);
    known.set(country, numbers);
    return numbers;
  };
})();

/** The last text and what it was understood as: a row is mostly changed right after. */
let last: { key: string; text: string; reading: TextReading } | null = null;

async function understand(given: string, options: ReadOptions) {
  const key = JSON.stringify([given, options]);
  if (last?.key === key) return last;
  // Contacts become a table; the page shows them as one.
  const { text } = await openText(given);
  const { country, choice, confirmed } = options;
  const read = (columns?: ColumnChoice) =>
    readText(text, numbersOf(country), { confirmed, columns });
  const chosen = choice && read(choice.columns);
  const isMeant = choiceFor(choice, chosen?.columns?.titles) !== undefined;
  last = { key, text, reading: chosen && isMeant ? chosen : read() };
  return last;
}

export const listCode = {
  read: async (text: string, options: ReadOptions): Promise<ListReading> => {
    const { layout: _, records: __, ...reading } = (await understand(text, options)).reading;
    return reading;
  },
  edit: async (
    text: string,
    options: ReadOptions,
    index: number,
    edit: Partial<RowEdit> | null,
  ) => {
    const { text: opened, reading } = await understand(text, options);
    return editText(opened, reading, index, edit, numbersOf(options.country));
  },
  append: async (text: string, options: ReadOptions, added: string) =>
    appendText(text, added, numbersOf(options.country)),
  open: async (bytes: Uint8Array, country: string) => openFile(bytes, country),
};

export type ListCode = typeof listCode;
