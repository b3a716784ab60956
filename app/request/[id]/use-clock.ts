"use client";

import { useSyncExternalStore } from "react";

/** One ticking clock for the page, however many calls run. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const readSeconds = () => Math.floor(Date.now() / 1000);

/**
 * The present in whole seconds since 1970; draws again each second.
 * @param serverTime what the server drew with, so that the first drawing in the browser is the same
 */
export function useClock(serverTime: number): number {
  return useSyncExternalStore(subscribe, readSeconds, () => Math.floor(serverTime / 1000));
}
