"use client";

import { useSyncExternalStore } from "react";
import { useRequest } from "./request-context";

/** One ticking clock for the page, however many calls run. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

type ClockSetting = {
  /** When the clocks stand, as nobody knows what has happened since, in milliseconds since 1970; null lets them run. */
  heldAt: number | null;
  /** Server clock minus clock of this browser. */
  offsetMs: number;
};

let setting: ClockSetting = { heldAt: null, offsetMs: 0 };

/** Sets the clocks of the page, which tell the server's time. Only in the browser. */
export function setClocks(next: ClockSetting): void {
  setting = next;
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

const inSeconds = (ms: number, step: number) => Math.floor(ms / 1000 / step) * step;

/** Now by the server's clock, in whole seconds since 1970; draws again each second, or each `step` of them. */
export function useClock(step = 1): number {
  // The first drawing in the browser equals the server's.
  const { serverTime } = useRequest();
  return useSyncExternalStore(
    subscribe,
    () => inSeconds((setting.heldAt ?? Date.now()) + setting.offsetMs, step),
    () => inSeconds(serverTime, step),
  );
}

/** Now by the browser's own clock, which nothing holds: for how old something is. */
export function useBrowserClock(): number {
  const { serverTime } = useRequest();
  return useSyncExternalStore(
    subscribe,
    () => inSeconds(Date.now(), 1),
    () => inSeconds(serverTime, 1),
  );
}

/** A moment of the server's clock on the clock of this browser. */
export const onBrowserClock = (at: string): string =>
  new Date(Date.parse(at) - setting.offsetMs).toISOString();
