"use client";

import { useSyncExternalStore } from "react";

/** One ticking clock for the page, however many calls run. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

let heldAt: number | null = null;

/**
 * Stops the clocks at a moment, as nobody knows what has happened since; null lets them run.
 * @param at milliseconds since 1970
 */
export function holdClocks(at: number | null): void {
  heldAt = at;
  for (const tell of listeners) tell();
}

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

const secondsOf = (ms: number, step: number) => Math.floor(ms / 1000 / step) * step;

/**
 * The present in whole seconds since 1970; draws again each second, or each `step` of them.
 * @param serverTime what the server drew with, so that the first drawing in the browser is the same
 */
export function useClock(serverTime: number, step = 1): number {
  return useSyncExternalStore(
    subscribe,
    () => secondsOf(heldAt ?? Date.now(), step),
    () => secondsOf(serverTime, step),
  );
}

/** The same, of a clock that nothing holds: for how old something is. */
export function useRunningClock(serverTime: number): number {
  return useSyncExternalStore(
    subscribe,
    () => secondsOf(Date.now(), 1),
    () => secondsOf(serverTime, 1),
  );
}

const nothingChanges = () => () => undefined;

/** False on the server and in the first drawing that has to equal its own; true from then on. */
export function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    nothingChanges,
    () => true,
    () => false,
  );
}
