"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useOffline } from "next/offline";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { isTimeZone } from "@/lib/time-zone";
import type { Country } from "./countries";
import {
  createDraftStore,
  type DraftFields,
  EMPTY_DRAFT,
  isCalledAgain,
  LIST_FIELDS,
} from "./draft";
import type { ReadOptions } from "./list/list-code";
import type { ListReader } from "./list/list-reader";
import { useProviderList } from "./list/use-provider-list";
import {
  checkDraft,
  type FormProblems,
  hasProblems,
  NO_PROBLEMS,
  rowsToSend,
  toRequestBody,
} from "./send/prepare-request";
import { sendRequest } from "./send/send-request";

export const draftStore = createDraftStore(() => sessionStorage);

const OFFLINE =
  "You are offline. Press again when the connection is back; what you typed stays here.";
const UNANSWERED = "Calling may have begun. Press again to find out: nobody is called twice.";
const NOT_LOADED = "The numbers could not be checked. Check your connection and press again.";

export type Progress = "editing" | "sending" | "accepted";

export type NewRequestOptions = {
  countries: Country[];
  defaultCountry: string;
  mostProviders: number;
};

export type NewRequest = ReturnType<typeof useNewRequest>;

/** The state of the form: its draft, what the list was understood as, what is wrong, and sending it. */
export function useNewRequest(options: NewRequestOptions) {
  const draft = useSyncExternalStore(draftStore.subscribe, draftStore.read, () => EMPTY_DRAFT);
  const country = draft.fields.country || options.defaultCountry;
  const [problems, setProblems] = useState<FormProblems>(NO_PROBLEMS);

  const change = useCallback((fields: Partial<DraftFields>) => {
    draftStore.change(fields);
    setProblems((before) => clearProblems(before, Object.keys(fields)));
  }, []);
  const skipBad = useCallback((skips: boolean) => {
    draftStore.skipBad(skips);
    setProblems((before) => clearProblems(before, ["list"]));
  }, []);
  const { reader, readOptions, ...providers } = useProviderList({
    store: draftStore,
    text: draft.fields.list,
    country,
    choice: draft.fields.columns,
    confirmed: draft.fields.confirmed,
    onChange: change,
  });
  const { progress, send } = useSending(reader, readOptions, options.mostProviders, setProblems);

  const isOffline = useOffline();
  useEffect(() => {
    if (isOffline) return;
    setProblems((before) => (before.general.includes(OFFLINE) ? NO_PROBLEMS : before));
  }, [isOffline]);

  return {
    ...providers,
    draft,
    country,
    problems,
    progress,
    prepare: reader.prepare,
    change,
    skipBad,
    send,
  };
}

/** Sends the draft once at a time, and opens what comes of it. */
function useSending(
  reader: ListReader,
  readOptions: ReadOptions,
  mostProviders: number,
  setProblems: (problems: FormProblems) => void,
) {
  const router = useRouter();
  const [progress, setProgress] = useState<Progress>("editing");
  // State is a render behind: the second of two quick clicks must see that the first is on its way.
  const isSending = useRef(false);

  const stop = useCallback(
    (problems: FormProblems) => {
      isSending.current = false;
      setProgress("editing");
      setProblems(problems);
    },
    [setProblems],
  );
  useEffect(() => {
    // Browsers keep a page as it was left and show it again on the way back: with the form that has been sent.
    const restart = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      stop(NO_PROBLEMS);
      draftStore.reload();
    };
    addEventListener("pageshow", restart);
    return () => removeEventListener("pageshow", restart);
  }, [stop]);

  const open = (pageUrl: string) => {
    setProgress("accepted");
    router.push(pageUrl as Route);
  };
  const refuse = (problem: string) => stop({ ...NO_PROBLEMS, general: [problem] });
  const send = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    setProgress("sending");
    const draft = draftStore.read();
    if (draft.called && isCalledAgain(draft)) return open(draft.called.pageUrl);
    const list = await reader.run("read", draft.fields.list, readOptions).catch(() => null);
    if (!list) return refuse(navigator.onLine ? NOT_LOADED : OFFLINE);
    const found = checkDraft(draft, list, mostProviders);
    if (hasProblems(found)) return stop(found);
    setProblems(NO_PROBLEMS);

    const rows = rowsToSend(list);
    const body = toRequestBody(draft.fields, rows, readOptions.country, browserTimeZone());
    const result = await sendRequest(body, draftStore.keyToSend());
    switch (result.kind) {
      case "accepted":
        draftStore.finish({ pageUrl: result.pageUrl, businesses: list.counts.called });
        return open(result.pageUrl);
      case "signed_out":
        // As a page of its own: the header of this one still offers to sign out.
        return location.assign("/login?next=/new&problem=session");
      case "offline":
        return refuse(OFFLINE);
      case "unanswered":
        return stop({ ...NO_PROBLEMS, general: [UNANSWERED], isUnanswered: true });
      case "refused": {
        const { problem, retryAfter } = result;
        if (problem.code === "idempotency_key_reused") draftStore.dropKey();
        // Few are ever refused by the server, which has just answered; what it said is shown in any case.
        return import("./send/place-problems").then(
          ({ placeProblems }) => stop(placeProblems(problem, retryAfter, rows)),
          () => refuse(String(problem.detail ?? problem.title)),
        );
      }
    }
  };
  return { progress, send };
}

/** Browsers without one, or set to none, say "Etc/Unknown" or nothing. */
function browserTimeZone(): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone && isTimeZone(timeZone) ? timeZone : undefined;
}

/** A problem is gone once the person changes what it is about. */
function clearProblems(before: FormProblems, changed: string[]): FormProblems {
  if (!hasProblems(before)) return before;
  const changesList = LIST_FIELDS.some((name) => changed.includes(name));
  const fields = Object.entries(before.fields).filter(
    ([name]) => !changed.includes(name) && !(changesList && name === "list"),
  );
  return {
    fields: Object.fromEntries(fields),
    rows: changesList ? {} : before.rows,
    general: [],
  };
}
