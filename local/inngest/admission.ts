import type { FunctionConfig } from "./function-config";
import type { StoredEvent } from "./types";

/** How long the platform remembers an event id or an idempotency key, per function. */
const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

export type Admission = {
  /**
   * Whether the event may start a run of the function; says yes once per event id and, where the
   * function has an idempotency key, once per key, within 24 h.
   */
  admit: (fn: FunctionConfig, event: StoredEvent, nowMs: number) => boolean;
};

export function createAdmission(): Admission {
  const seenUntil = new Map<string, number>();

  const isSeen = (key: string, nowMs: number) => (seenUntil.get(key) ?? 0) > nowMs;

  /** Every entry lives equally long, so the oldest, which come first, are the first to expire. */
  const forgetExpired = (nowMs: number) => {
    for (const [key, until] of seenUntil) {
      if (until > nowMs) return;
      seenUntil.delete(key);
    }
  };

  return {
    admit(fn, { payload }, nowMs) {
      forgetExpired(nowMs);
      // `payload.id` is the sender's own id where there is one: that is what a sender repeats.
      const keys = [JSON.stringify(["event", fn.id, payload.id])];
      const idempotencyKey = fn.idempotency?.key({ event: payload });
      // As on the real engine an expression that yields nothing does not hold a run back.
      if (idempotencyKey) keys.push(JSON.stringify(["idempotency", fn.id, idempotencyKey]));
      if (keys.some((key) => isSeen(key, nowMs))) return false;
      for (const key of keys) seenUntil.set(key, nowMs + REMEMBERED_MS);
      return true;
    },
  };
}
