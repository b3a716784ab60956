import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";

type EventuallyOptions = { timeoutMs?: number; intervalMs?: number };

/**
 * Reads a state until it satisfies the predicate, and returns it.
 *
 * A read that throws counts as "not yet". Gives up after `timeoutMs` (20 s, below vitest's 30 s per test,
 * so that this error is the one shown); the error names the last value and carries it as its cause.
 */
export async function eventually<Value>(
  read: () => Value | PromiseLike<Value>,
  predicate: (value: Value) => boolean,
  { timeoutMs = 20_000, intervalMs = 25 }: EventuallyOptions = {},
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
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
    await delay(intervalMs);
  }
}
