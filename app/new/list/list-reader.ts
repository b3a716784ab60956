import type { CountryCode } from "@/lib/phones/phone-reader";
import type { RowEdit } from "@/lib/providers/edit-row";
import type { ProviderList } from "@/lib/providers/parse-list";
import type { LazyPhoneReader, RowMemo } from "./list-code";

export const EMPTY_LIST: ProviderList = {
  rows: [],
  good: 0,
  merged: 0,
  bad: 0,
  waiting: 0,
  columns: null,
  unreadRows: 0,
};

/**
 * Reads the list in the browser, at each key press, with the code that the API reads it with. That code and the
 * numbering plans of the world take 50 kB, so the form waits for neither: the code comes when somebody begins to fill
 * the form in, and of the plans only those of the chosen country and of the country codes that the list has in it.
 * Asking the server for verdicts instead would save another 12 kB, at the price of a request per pause in typing and of
 * a form that knows nothing without a connection.
 */
export type ListReader = {
  subscribe: (listener: () => void) => () => void;
  /** Grows whenever something has arrived, so that the list is read again. */
  version: () => number;
  /** Fetches what almost any list in the country needs, for somebody who is about to write one. Never throws. */
  prepare: (country: string) => void;
  /** What the text is understood as so far; null while nothing can be said. */
  read: (text: string, country: string) => ProviderList | null;
  /**
   * Reads with everything that the text needs, fetching what is not there.
   * @throws when it cannot be fetched; the next call tries again
   */
  readFully: (text: string, country: string) => Promise<ProviderList>;
  /** Writes a change of a row back into the text; null takes the row out. */
  editRow: (text: string, country: string, index: number, edit: Partial<RowEdit> | null) => string;
  /** Puts rows below those that are there. */
  append: (text: string, country: string, added: string) => string;
};

type Code = typeof import("./list-code");
type Loaded = { code: Code; phones: LazyPhoneReader; memos: Map<string, RowMemo> };

/** Every state of a row that was typed is remembered; a long session must not fill the memory. */
const MEMO_MOST_ROWS = 20_000;

/** A row can be read in five ways, each asking for one plan that the one before did not. */
const MOST_ROUNDS = 6;

const PLAN_TIMEOUT_MS = 15_000;

/**
 * @param codeOf the calling code of a country
 * @param callingCodes all that exist; a plan is fetched only for one of these
 */
export function createListReader(
  codeOf: (country: string) => string,
  callingCodes: readonly string[],
): ListReader {
  const listeners = new Set<() => void>();
  let version = 0;
  let loaded: Loaded | null = null;
  let loading: Promise<Loaded> | null = null;
  const plans = new Map<string, Promise<void>>();
  const planned = new Set<string>();

  const arrived = () => {
    version += 1;
    for (const listener of listeners) listener();
  };
  const load = () => {
    loading ??= import("./list-code").then(
      (code) => {
        loaded = { code, phones: code.createLazyPhoneReader(callingCodes), memos: new Map() };
        return loaded;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  const fetchPlan = (callingCode: string): Promise<void> => {
    const known = plans.get(callingCode);
    if (known) return known;
    const fetching = (async () => {
      const [{ phones }, response] = await Promise.all([
        load(),
        fetch(`/new/plans/${callingCode}.json`, { signal: AbortSignal.timeout(PLAN_TIMEOUT_MS) }),
      ]);
      if (!response.ok) throw new Error(`The plan of +${callingCode}: ${response.status}`);
      phones.add(await response.json());
      planned.add(callingCode);
      arrived();
    })();
    plans.set(callingCode, fetching);
    fetching.catch(() => plans.delete(callingCode));
    return fetching;
  };
  const parse = (parts: Loaded, text: string, country: string) => {
    const kept = parts.memos.get(country);
    const memo: RowMemo = kept && kept.size < MEMO_MOST_ROWS ? kept : new Map();
    parts.memos.set(country, memo);
    return parts.code.parseProviderList(text, numbers(parts, country), memo);
  };
  const numbers = ({ code, phones }: Loaded, country: string) =>
    code.numbersIn(country as CountryCode, phones);
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    // What fails here is fetched again for the list itself, which says so if it fails once more.
    prepare: (country) => void fetchPlan(codeOf(country)).catch(() => undefined),
    read: (text, country) =>
      loaded && planned.has(codeOf(country)) ? parse(loaded, text, country) : null,
    readFully: async (text, country) => {
      await fetchPlan(codeOf(country));
      const parts = await load();
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const list = parse(parts, text, country);
        if (list.waiting === 0) return list;
        await Promise.all(parts.phones.missing().map(fetchPlan));
      }
      throw new Error("The list asks for numbering plans without end.");
    },
    editRow: (text, country, index, edit) => {
      if (!loaded) return text;
      const list = parse(loaded, text, country);
      const row = list.rows[index];
      if (!row) return text;
      const whole = edit && { name: row.name, phone: row.written, ...edit };
      return loaded.code.editRow(text, index, list.columns, whole, numbers(loaded, country));
    },
    append: (text, country, added) => {
      if (text.trim() === "" || !loaded) return text.trim() === "" ? added : `${text}\n${added}`;
      const parts = loaded;
      // Column titles hold for a whole text, so two texts are put together without them.
      const [above, below] = [text, added].map((part) => {
        const list = parse(parts, part, country);
        return list.columns
          ? parts.code.writeRows(list.rows, numbers(parts, country))
          : part.trimEnd();
      });
      return `${above}\n${below}`;
    },
  };
}
