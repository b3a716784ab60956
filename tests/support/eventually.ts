import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";

type EventuallyOptions = {
  timeoutMs?: number;
  /** Between two reads; absent: 10 ms at first and up to 50 later, as reading is work for the machine that is waited for. */
  intervalMs?: number;
};

/**
 * Reads a state until it satisfies the predicate, and returns it.
 *
 * A read that throws counts as "not yet". Gives up after `timeoutMs` (20 s, below vitest's 30 s per test,
 * so that this error is the one shown); the error names the last value and carries it as its cause.
 */
export async function eventually<Value>(
  read: () => Value | PromiseLike<Value>,
  predicate: (value: Value) => boolean,
  { timeoutMs = 20_000, intervalMs }: EventuallyOptions = {},
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  let pauseMs = intervalMs ?? 10;
  for (;;) {
    try {
      const value = await read();
      if (predicate(value)) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      const seen = inspect(last, { depth: 4, breakLength: 100 });
      throw new Error(`Not reached within ${timeoutMs} ms. Last seen: ${seen}`, { cause: last });
    }
    await delay(pauseMs);
    if (intervalMs === undefined) pauseMs = Math.min(50, 1.3 * pauseMs);
  }
}
