"use client";

import { useMemo } from "react";
import { useIsInBrowser } from "./use-clock";

/** For whom times are written. Only the browser knows: nobody on the server and in the first drawing. */
export type Reader = { timeZone: string; now: number } | null;

/** @param serverTime when the page was opened: a day later "at 2:15 PM" would be another moment */
export function useReader(serverTime: number): Reader {
  const isInBrowser = useIsInBrowser();
  return useMemo(
    () =>
      isInBrowser
        ? { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: serverTime }
        : null,
    [isInBrowser, serverTime],
  );
}
