"use client";

import { type ComponentType, useState } from "react";

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

/** A late part and what became of loading it. */
export function useLate<P>(late: Late<P>) {
  const [hasFailed, setHasFailed] = useState(false);
  const [, setIsLoaded] = useState(late.part !== null);

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
  /** Begins before it is asked for; whoever presses tries again and hears of a failure then. */
  const readAhead = () => void late.load().catch(() => undefined);
  return { Part: late.part, hasFailed, load, readAhead };
}
