"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useOffline } from "next/offline";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { isTimeZone } from "@/lib/time-zone";
import type { Country } from "./countries";
import { createDraftStore, type DraftFields, EMPTY_DRAFT, isCalledAgain } from "./draft";
import {
  checkDraft,
  type FormProblems,
  hasProblems,
  NO_PROBLEMS,
  rowsToSend,
  toRequestBody,
} from "./prepare-request";
import { sendRequest } from "./send-request";
import { useProviderList } from "./use-provider-list";

export const draftStore = createDraftStore(() => sessionStorage);

const OFFLINE =
  "You are offline. Press again when the connection is back; what you typed stays here.";
const UNANSWERED = "Calling may have begun. Press again to find out: nobody is called twice.";
const NOT_LOADED = "The numbers could not be checked. Check your connection and press again.";

export type Progress = "editing" | "sending" | "accepted";

export type NewRequestOptions = {
  countries: Country[];
  callingCodes: readonly string[];
  defaultCountry: string;
  mostProviders: number;
};

/** The state of the form: its draft, what the list was understood as, what is wrong, and sending it. */
export function useNewRequest(options: NewRequestOptions) {
  const router = useRouter();
  const draft = useSyncExternalStore(draftStore.subscribe, draftStore.read, () => EMPTY_DRAFT);
  const country = draft.fields.country || options.defaultCountry;
  const [problems, setProblems] = useState<FormProblems>(NO_PROBLEMS);
  const [progress, setProgress] = useState<Progress>("editing");
  // State is a render behind: the second of two quick clicks must see that the first is on its way.
  const isSending = useRef(false);

  const change = useCallback((fields: Partial<DraftFields>) => {
    draftStore.change(fields);
    setProblems((before) => clearProblems(before, Object.keys(fields)));
  }, []);
  const changeList = useCallback((list: string) => change({ list }), [change]);
  const { reader, list, isUnchecked, editRow, append } = useProviderList({
    store: draftStore,
    text: draft.fields.list,
    country,
    countries: options.countries,
    callingCodes: options.callingCodes,
    onChange: changeList,
  });

  useEffect(() => {
    // Browsers keep a page as it was left and show it again on the way back: with the form that has been sent.
    const restart = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      isSending.current = false;
      setProgress("editing");
      setProblems(NO_PROBLEMS);
      draftStore.reload();
    };
    addEventListener("pageshow", restart);
    return () => removeEventListener("pageshow", restart);
  }, []);

  const isOffline = useOffline();
  useEffect(() => {
    if (isOffline) return;
    setProblems((before) => (before.general.includes(OFFLINE) ? NO_PROBLEMS : before));
  }, [isOffline]);

  const send = async (): Promise<FormProblems> => {
    if (isSending.current) return NO_PROBLEMS;
    isSending.current = true;
    setProgress("sending");
    const current = draftStore.read();
    if (current.called && isCalledAgain(current)) return open(current.called.pageUrl);
    const read = await reader.readFully(current.fields.list, country).catch(() => null);
    if (!read) return stop({ ...NO_PROBLEMS, general: [navigator.onLine ? NOT_LOADED : OFFLINE] });
    const found = checkDraft(current, read, options.mostProviders);
    if (hasProblems(found)) return stop(found);
    setProblems(NO_PROBLEMS);

    const rows = rowsToSend(read);
    const body = toRequestBody(current.fields, rows, country, browserTimeZone());
    const result = await sendRequest(body, draftStore.keyToSend());
    switch (result.kind) {
      case "accepted":
        draftStore.finish({ pageUrl: result.pageUrl, businesses: read.good });
        return open(result.pageUrl);
      case "signed_out":
        // As a page of its own: the header of this one still offers to sign out.
        location.assign("/login?next=/new&problem=session");
        return NO_PROBLEMS;
      case "offline":
        return stop({ ...NO_PROBLEMS, general: [OFFLINE] });
      case "unanswered":
        return stop({ ...NO_PROBLEMS, general: [UNANSWERED], isUnanswered: true });
      case "refused": {
        if (result.code === "idempotency_key_reused") draftStore.dropKey();
        // Few are ever refused by the server, which has just answered; what it said is shown in any case.
        const placed = await import("./place-problems").then(
          ({ placeProblems }) => placeProblems(result.errors, rows),
          () => NO_PROBLEMS,
        );
        return stop(
          hasProblems(placed) ? placed : { ...placed, general: [result.detail ?? result.title] },
        );
      }
    }
  };

  const open = (pageUrl: string): FormProblems => {
    setProgress("accepted");
    router.push(pageUrl as Route);
    return NO_PROBLEMS;
  };
  const stop = (found: FormProblems): FormProblems => {
    isSending.current = false;
    setProgress("editing");
    setProblems(found);
    return found;
  };

  const skipBad = useCallback((skips: boolean) => {
    draftStore.skipBad(skips);
    setProblems((before) => clearProblems(before, ["list"]));
  }, []);
  return {
    draft,
    country,
    list,
    isUnchecked,
    problems,
    progress,
    prepare: () => reader.prepare(country),
    change,
    editRow,
    append,
    skipBad,
    send,
  };
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
