"use client";

import { createContext, type ReactNode, use, useMemo, useSyncExternalStore } from "react";
import type { ConsentBasis } from "@/lib/states/batch";
import type { Job } from "./job-summary";
import type { Reader } from "./words/phase";

/** What never changes while the page of a request is open. */
export type RequestFacts = {
  /** What was asked for. */
  job: Job;
  /** No phone rings on this site. */
  isSimulated: boolean;
  maxAttempts: number;
  /** Why these businesses may be called, as it was said; null before there is a batch. */
  consentBasis: ConsentBasis | null;
  /** Whether a call that waits for calling hours may be ordered at once. */
  allowsCallAnyway: boolean;
  /** When the server read the snapshot, in milliseconds since 1970. */
  serverTime: number;
};

type RequestContextValue = RequestFacts & {
  /** For whom times are written. Only the browser knows: nobody on the server and in the first drawing. */
  reader: Reader;
};

const RequestContext = createContext<RequestContextValue | null>(null);

/** Hands what never changes to every part of the page, so that no row takes it as a prop. */
export function RequestProvider({ facts, children }: { facts: RequestFacts; children: ReactNode }) {
  const isInBrowser = useSyncExternalStore(
    nothingChanges,
    () => true,
    () => false,
  );
  const value = useMemo(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    // A day later "at 2:15 PM" would be another moment: all times are told from when the page was opened.
    return { ...facts, reader: isInBrowser ? { timeZone, now: facts.serverTime } : null };
  }, [facts, isInBrowser]);
  return <RequestContext value={value}>{children}</RequestContext>;
}

const nothingChanges = () => () => undefined;

/** The request that the page is about. */
export function useRequest(): RequestContextValue {
  const value = use(RequestContext);
  if (!value) throw new Error("useRequest is called outside of RequestProvider.");
  return value;
}
