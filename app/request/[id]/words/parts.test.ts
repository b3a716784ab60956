import { expect, test } from "vitest";
import { createLiveBatch, createProvider } from "@/lib/batches/live-batch.fixture";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES } from "@/lib/states/attempt";
import { countCalled, countParts, endedUncalled } from "./parts";

const AT = "2026-11-23T09:00:00.000Z";
const CALLED = { dialingAt: AT, calledAt: AT };
const stopped = { status: "settled", outcome: "canceled" } as const;

test("a call that has ended is read, and nobody is on the phone any more", () => {
  const { providers } = createLiveBatch([
    { status: "dialing", ...CALLED },
    { status: "in_progress", ...CALLED },
    { status: "ended", ...CALLED },
    { status: "claimed" },
  ]);
  expect(countParts(providers)).toMatchObject({ on_phone: 2, reading: 1, waiting: 1 });
});

test("a call stopped while it rang is not one that was not called", () => {
  const { providers } = createLiveBatch([
    { ...stopped, ...CALLED },
    stopped,
    { status: "settled", outcome: "skipped", dialingAt: AT },
  ]);
  expect(countParts(providers)).toMatchObject({ stopped: 1, not_called: 2 });
  expect(countCalled(providers)).toBe(1);
});

test("before the snapshot comes, a call that was being dialed counts as stopped", () => {
  const dialed = { ...createProvider({ ...stopped, dialingAt: AT }), isPatched: true };
  const waited = { ...createProvider(stopped), isPatched: true };
  const again = { ...createProvider({ ...stopped, number: 2 }), isPatched: true };
  expect([dialed, waited, again].map(endedUncalled)).toEqual([false, true, false]);
});

test("every state is in exactly one part", () => {
  for (const status of ATTEMPT_STATUSES) {
    for (const outcome of status === "settled" ? ATTEMPT_OUTCOMES : [null]) {
      const counts = Object.values(countParts([createProvider({ status, outcome })]));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    }
  }
});
