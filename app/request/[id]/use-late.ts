"use client";

import { type ComponentType, useEffect, useState } from "react";

/** A part of the page whose script is loaded apart from it, and kept once it is there. */
export type Late<P> = { part: ComponentType<P> | null; load: () => Promise<void> };

/** @param load imports the script; a rejected import is tried again with the next call, not remembered */
export function createLate<P>(load: () => Promise<ComponentType<P>>): Late<P> {
  const late: Late<P> = {
    part: null,
    load: async () => {
      late.part ??= await load();
    },
  };
  return late;
}

export const NOT_LOADED = "This could not be loaded. Check your connection and try again.";

/** For browsers without `requestIdleCallback` (Safari): by then the page has drawn and joined its channel. */
const IDLE_AFTER_MS = 2000;

/**
 * A late part and what became of loading it.
 * @param isReadAhead loads it as soon as the page has nothing else to do, so that a press does not wait for the network
 */
export function useLate<P>(late: Late<P>, isReadAhead = false) {
  const [hasFailed, setHasFailed] = useState(false);
  const [, setIsLoaded] = useState(late.part !== null);

  useEffect(() => {
    if (!isReadAhead) return;
    // Whoever presses tries again and hears of it then.
    const readAhead = () => void late.load().catch(() => undefined);
    if ("requestIdleCallback" in window) {
      const handle = requestIdleCallback(readAhead);
      return () => cancelIdleCallback(handle);
    }
    const timer = setTimeout(readAhead, IDLE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [late, isReadAhead]);

  /** Whether it is there now. */
  const load = async (): Promise<boolean> => {
    try {
      await late.load();
      setIsLoaded(true);
      setHasFailed(false);
    } catch {
      // No network, or a newer deployment has replaced the script.
      setHasFailed(true);
    }
    return late.part !== null;
  };
  return { Part: late.part, hasFailed, load };
}
