"use client";

import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { RowEdit } from "@/lib/providers/edit-row";
import type { Country } from "../countries";
import type { DraftStore } from "../draft";
import { createListReader, EMPTY_LIST } from "./list-reader";

/** The list as understood, and changing it row by row or by a whole file. */
export function useProviderList(options: {
  store: DraftStore;
  text: string;
  country: string;
  countries: readonly Country[];
  callingCodes: readonly string[];
  onChange: (list: string) => void;
}) {
  const { store, country, countries, callingCodes, onChange } = options;
  const [reader] = useState(() =>
    createListReader(
      (code) => countries.find((one) => one.code === code)?.callingCode ?? "",
      callingCodes,
    ),
  );
  const version = useSyncExternalStore(reader.subscribe, reader.version, () => 0);
  // Typing stays quick: a long list is read when the keys rest.
  const text = useDeferredValue(options.text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that more can be read now.
  const read = useMemo(() => reader.read(text, country), [reader, version, text, country]);
  const list = read ?? EMPTY_LIST;
  // Nothing is fetched for a list that nobody has begun.
  const isComplete = text.trim() === "" || (read !== null && read.waiting === 0);

  const [isUnchecked, setUnchecked] = useState(false);
  useEffect(() => {
    if (isComplete) return setUnchecked(false);
    const complete = () => {
      reader.readFully(text, country).catch(() => setUnchecked(true));
    };
    complete();
    addEventListener("online", complete);
    return () => removeEventListener("online", complete);
  }, [reader, text, country, isComplete]);

  // Stable, so that the rows of a long list are not drawn again at each key press.
  const editRow = useCallback(
    (index: number, edit: Partial<RowEdit> | null) => {
      // What is on the page may be a render behind what is typed.
      onChange(reader.editRow(store.read().fields.list, country, index, edit));
    },
    [reader, store, country, onChange],
  );
  const append = async (added: string) => {
    await reader.readFully(added, country).catch(() => null);
    onChange(reader.append(store.read().fields.list, country, added));
  };
  return { reader, list, isUnchecked, editRow, append };
}
