import type { CountryCode } from "@/lib/phones/parse-phone";
import type { ProviderList, RowMemo } from "@/lib/providers/parse-list";

export type ListReader = (text: string, country: string) => ProviderList;

export const EMPTY_LIST: ProviderList = {
  rows: [],
  good: 0,
  merged: 0,
  bad: 0,
  columns: null,
  unreadRows: 0,
};

let loading: Promise<ListReader> | undefined;

/**
 * Loads what reads the list. It knows the numbering plan of every country, which takes 50 kB, so the form does not
 * wait for it.
 * @throws when it cannot be loaded; the next call tries again
 */
export function loadListReader(): Promise<ListReader> {
  loading ??= import("@/lib/providers/parse-list").then(
    ({ parseProviderList }) => {
      const memo: RowMemo = new Map();
      return (text, country) => parseProviderList(text, country as CountryCode, memo);
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
