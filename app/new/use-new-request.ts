"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { isTimeZone } from "@/lib/time-zone";
import { createDraftStore, EMPTY_DRAFT } from "./draft";
import { EMPTY_LIST, type ListReader, loadListReader } from "./list-reader";
import {
  checkDraft,
  type FormProblems,
  hasProblems,
  NO_PROBLEMS,
  placeProblems,
  rowsToSend,
  toRequestBody,
} from "./prepare-request";
import { sendRequest } from "./send-request";

export const draftStore = createDraftStore(() => sessionStorage);

const UNANSWERED = "The answer did not arrive. Press again: nobody is called twice.";
const NOT_LOADED = "This page was not loaded completely. Check your connection and press again.";

const ignore = () => undefined;

export type Progress = "editing" | "sending" | "accepted";

/** The state of the form: its draft, what the list was understood as, what is wrong, and sending it. */
export function useNewRequest(options: { defaultCountry: string; mostProviders: number }) {
  const router = useRouter();
  const draft = useSyncExternalStore(draftStore.subscribe, draftStore.read, () => EMPTY_DRAFT);
  const country = draft.fields.country || options.defaultCountry;
  const [readList, setReadList] = useState<ListReader | null>(null);
  // Without it the form still sends: it is loaded again then, and a failure is told.
  useEffect(() => void loadListReader().then((reader) => setReadList(() => reader), ignore), []);
  // Typing stays quick: a long list is read when the keys rest.
  const text = useDeferredValue(draft.fields.list);
  const list = useMemo(() => readList?.(text, country) ?? EMPTY_LIST, [readList, text, country]);
  const [problems, setProblems] = useState<FormProblems>(NO_PROBLEMS);
  const [progress, setProgress] = useState<Progress>("editing");
  // State is a render behind: the second of two quick clicks must see that the first is on its way.
  const isSending = useRef(false);

  const change: typeof draftStore.change = (fields) => {
    draftStore.change(fields);
    setProblems((before) => clearProblems(before, Object.keys(fields)));
  };

  const send = async (): Promise<FormProblems> => {
    if (isSending.current) return NO_PROBLEMS;
    isSending.current = true;
    setProgress("sending");
    const reader = await loadListReader().catch(() => null);
    if (!reader) return stop({ ...NO_PROBLEMS, general: [NOT_LOADED] });
    const current = draftStore.read();
    const read = reader(current.fields.list, country);
    const found = checkDraft(current, read, options.mostProviders);
    if (hasProblems(found)) return stop(found);
    setProblems(NO_PROBLEMS);

    const rows = rowsToSend(read);
    const body = toRequestBody(current.fields, rows, country, browserTimeZone());
    const result = await sendRequest(body, draftStore.keyToSend());
    switch (result.kind) {
      case "accepted":
        setProgress("accepted");
        draftStore.forget();
        router.push(result.pageUrl as Route);
        return NO_PROBLEMS;
      case "signed_out":
        router.push("/login?next=/new");
        return NO_PROBLEMS;
      case "unanswered":
        return stop({ ...NO_PROBLEMS, general: [UNANSWERED] });
      case "refused": {
        if (result.code === "idempotency_key_reused") draftStore.dropKey();
        const placed = placeProblems(result.errors, rows);
        return stop(
          hasProblems(placed) ? placed : { ...placed, general: [result.detail ?? result.title] },
        );
      }
    }
  };

  const stop = (found: FormProblems): FormProblems => {
    isSending.current = false;
    setProgress("editing");
    setProblems(found);
    return found;
  };

  // Stable, so that the table of a long list is not drawn again at each key press.
  const skipBad = useCallback(() => {
    draftStore.skipBad();
    setProblems((before) => clearProblems(before, ["list"]));
  }, []);
  return { draft, country, list, problems, progress, change, skipBad, send };
}

/** Browsers without one, or set to none, say "Etc/Unknown" or nothing. */
function browserTimeZone(): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone && isTimeZone(timeZone) ? timeZone : undefined;
}

/** A problem is gone once the person changes what it is about. */
function clearProblems(before: FormProblems, changed: string[]): FormProblems {
  if (!hasProblems(before)) return before;
  const fields = Object.entries(before.fields).filter(([name]) => !changed.includes(name));
  const changesList = changed.includes("list") || changed.includes("country");
  return {
    fields: Object.fromEntries(fields),
    rows: changesList ? {} : before.rows,
    general: [],
  };
}
