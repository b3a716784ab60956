import type { FunctionConfig } from "./function-config";
import type { EventPayload } from "./types";

/** A place that a request takes while it is in flight: at most `limit` share one key. */
export type Slot = { key: string; limit: number };

/** Starts requests as soon as every slot they need is free; first come, first served per key. */
export type Gate = {
  /** `start` is called at once or later; it gets the function that gives the slots back. */
  submit: (slots: Slot[], start: (release: () => void) => void) => void;
};

type Waiter = { slots: Slot[]; start: (release: () => void) => void };

export function createGate(): Gate {
  const taken = new Map<string, number>();
  const queues = new Map<string, Set<Waiter>>();

  const inUse = (key: string) => taken.get(key) ?? 0;

  const tryStart = (waiter: Waiter): void => {
    const blocking = waiter.slots.find((slot) => inUse(slot.key) >= slot.limit);
    if (blocking) {
      const queue = queues.get(blocking.key) ?? new Set();
      queues.set(blocking.key, queue.add(waiter));
      return;
    }
    for (const { key } of waiter.slots) taken.set(key, inUse(key) + 1);
    let isReleased = false;
    waiter.start(() => {
      if (isReleased) return;
      isReleased = true;
      release(waiter.slots);
    });
  };

  const release = (slots: Slot[]): void => {
    for (const { key } of slots) {
      const left = inUse(key) - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    }
    for (const { key } of slots) wake(key);
  };

  const wake = (key: string): void => {
    const queue = queues.get(key);
    if (!queue) return;
    for (const waiter of queue) {
      const limit = waiter.slots.find((slot) => slot.key === key)?.limit ?? 0;
      if (inUse(key) >= limit) break;
      queue.delete(waiter);
      tryStart(waiter);
    }
    // A start may have released and queued anew meanwhile: only this very queue may go.
    if (queue.size === 0 && queues.get(key) === queue) queues.delete(key);
  };

  return { submit: (slots, start) => tryStart({ slots, start }) };
}

/**
 * The slots that every request of a run takes: one for the app as a whole, and one per concurrency
 * limit of the function. As on the real engine a run that sleeps or waits takes none.
 */
export function slotsFor(fn: FunctionConfig, event: EventPayload, maxInFlight: number): Slot[] {
  const slots = fn.concurrency.map(({ limit, scope, key }, index) => {
    const value = key?.key({ event }) ?? "";
    // Functions share a limit of the scopes `env` and `account` when they name it the same way.
    const owner = scope === "fn" ? `fn:${fn.id}:${index}` : `${scope}:${key?.source ?? ""}`;
    return { key: `${owner}:${value}`, limit };
  });
  return [...slots, { key: "app", limit: maxInFlight }];
}
