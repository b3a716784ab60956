"use client";

import { type ComponentType, useEffect, useState } from "react";
import { Button } from "../../components/button";

/**
 * A part of the page whose script is loaded when it is needed, and kept. Unlike React's own lazy, one that could not be
 * loaded can be tried again.
 */
export type Lazy<P> = { part: ComponentType<P> | null; load: () => Promise<void> };

/** @param load imports the script; a rejected import is tried again with the next call, not remembered */
export function createLazy<P>(load: () => Promise<ComponentType<P>>): Lazy<P> {
  const lazy: Lazy<P> = {
    part: null,
    load: async () => {
      lazy.part ??= await load();
    },
  };
  return lazy;
}

export const NOT_LOADED = "This could not be loaded. Check your connection and try again.";

/** A lazy part and what became of loading it. */
export function useLazy<P>(lazy: Lazy<P>) {
  const [hasFailed, setHasFailed] = useState(false);
  const [, setIsLoaded] = useState(lazy.part !== null);

  /** Whether it is there now. */
  const load = async (): Promise<boolean> => {
    try {
      await lazy.load();
      setIsLoaded(true);
      setHasFailed(false);
    } catch {
      // No network, or a newer deployment has replaced the script.
      setHasFailed(true);
    }
    return lazy.part !== null;
  };
  /** Begins before it is asked for; a press tries again and hears of a failure then. */
  const preload = () => void lazy.load().catch(() => undefined);
  return { Part: lazy.part, hasFailed, load, preload };
}

/** Draws a lazy part in its place as soon as it is loaded, and offers another try when that fails. */
export function LazyPart<P extends object>({ lazy, props }: { lazy: Lazy<P>; props: P }) {
  const { Part, hasFailed, load } = useLazy(lazy);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once by itself; after that the person decides.
  useEffect(() => void load(), [lazy]);
  if (Part) return <Part {...props} />;
  if (!hasFailed) return <p className="px-2.5 py-1.5 text-muted text-sm">Loading…</p>;
  return (
    <div className="grid justify-items-start gap-2">
      <p role="alert" className="text-bad text-sm">
        {NOT_LOADED}
      </p>
      <Button size="small" onClick={load}>
        Try again
      </Button>
    </div>
  );
}

/** Beside a button that could not load what it opens; pressing it again is another try. */
export function NotLoaded() {
  return (
    <p role="alert" className="mt-1 max-w-60 text-bad text-sm">
      {NOT_LOADED}
    </p>
  );
}
