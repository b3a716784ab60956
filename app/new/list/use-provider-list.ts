"use client";

import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { RowEdit } from "@/lib/lists/edit-text";
import type { ListReading } from "@/lib/lists/reading";
import type { DraftFields, DraftStore } from "../draft";
import { choiceFor, readChoice } from "./column-choice";
import type { Chosen } from "./column-picker";
import { createListReader, EMPTY_LIST } from "./list-reader";

/** The list as understood, and changing it row by row or by a whole file. */
export function useProviderList(options: {
  store: DraftStore;
  text: string;
  country: string;
  /** As the draft keeps them: JSON, empty while nothing was chosen, and numbers with blanks between. */
  choice: string;
  confirmed: string;
  onChange: (fields: Partial<DraftFields>) => void;
}) {
  const { store, country, choice, confirmed, onChange } = options;
  const [reader] = useState(() => createListReader());
  // Typing stays quick: a long list is read when the keys rest.
  const text = useDeferredValue(options.text);
  const readOptions = useMemo(
    () => ({
      country,
      choice: readChoice(choice),
      confirmed: confirmed.split(" ").filter(Boolean),
    }),
    [country, choice, confirmed],
  );
  const [list, setList] = useState<ListReading>(EMPTY_LIST);
  const [isUnchecked, setUnchecked] = useState(false);
  useEffect(() => {
    // Nothing is fetched for a list that nobody has begun.
    if (text.trim() === "") {
      setList(EMPTY_LIST);
      return setUnchecked(false);
    }
    let isCurrent = true;
    const read = () =>
      reader.run("read", text, readOptions).then(
        (reading) => {
          if (!isCurrent) return;
          setList(reading);
          setUnchecked(false);
        },
        () => isCurrent && setUnchecked(true),
      );
    void read();
    addEventListener("online", read);
    return () => {
      isCurrent = false;
      removeEventListener("online", read);
    };
  }, [reader, text, readOptions]);

  // Each change is made to what the one before has left.
  const changes = useRef(Promise.resolve());
  const change = useCallback(
    (make: (list: string) => Promise<string>) => {
      changes.current = changes.current
        .then(() => make(store.read().fields.list))
        .then((list) => onChange({ list }))
        .catch(() => setUnchecked(true));
      return changes.current;
    },
    [store, onChange],
  );
  // Stable, so that the rows of a long list are not drawn again at each key press.
  const editRow = useCallback(
    (index: number, edit: Partial<RowEdit> | null) =>
      void change((before) => reader.run("edit", before, readOptions, index, edit)),
    [reader, change, readOptions],
  );
  const append = (added: string) =>
    change((before) => reader.run("append", before, readOptions, added));
  const openFile = (bytes: Uint8Array) => reader.run("open", bytes, country);
  const titles = list.columns?.titles;
  const chooseColumns = useCallback(
    (chosen: Chosen) => {
      const before = choiceFor(readChoice(store.read().fields.columns), titles);
      const columns = { ...before, ...chosen };
      if (titles) onChange({ columns: JSON.stringify({ titles, columns }) });
    },
    [store, titles, onChange],
  );
  const confirmPhone = useCallback(
    (phone: string) => onChange({ confirmed: `${store.read().fields.confirmed} ${phone}`.trim() }),
    [store, onChange],
  );
  return {
    reader,
    readOptions,
    list,
    isUnchecked,
    editRow,
    append,
    openFile,
    chooseColumns,
    confirmPhone,
  };
}
