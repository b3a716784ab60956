import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { openApp } from "./app";
import { patience } from "./target";

// The product's main pattern: a step causes the very event that stands beside it as a wait.
const RUNS = 100;

// Some 400 requests through the real SDK; seconds on a quiet machine, a minute on a crowded one.
const MINUTES_MS = Math.max(120_000, patience.timeoutMs);

test.each([
  { mode: "steps reported from within a request", checkpointing: true },
  { mode: "one step per request", checkpointing: false },
])(
  "an event that a step causes never misses the wait beside it: $mode",
  async ({ checkpointing }) => {
    const app = await openApp({ checkpointing, isWatched: false });
    const settled: { attempt: unknown; ended: unknown }[] = [];
    const fn = app.client.createFunction(
      { id: "call", triggers: [{ event: app.event("go") }] },
      async ({ step, event }) => {
        const { attempt } = event.data;
        const [, ended] = await Promise.all([
          step.run("place", () => app.send("ended", { attempt })),
          step.waitForEvent("ended", {
            event: app.event("ended"),
            // Reached only by a lost event: far beyond the patience of the test.
            timeout: "1h",
            if: "event.data.attempt == async.data.attempt",
          }),
        ]);
        await step.run("settle", () => {
          settled.push({ attempt, ended: ended?.data.attempt });
        });
      },
    );
    await app.serve(fn);

    await app.client.send(
      Array.from({ length: RUNS }, (_, attempt) => ({ name: app.event("go"), data: { attempt } })),
    );

    await eventually(
      () => settled.length,
      (count) => count >= RUNS,
      { timeoutMs: MINUTES_MS },
    );
    await app.settled();
    expect(new Set(settled.map(({ attempt }) => attempt)).size).toBe(RUNS);
    expect(settled.filter(({ attempt, ended }) => attempt !== ended)).toEqual([]);
    expect(settled).toHaveLength(RUNS);
  },
  MINUTES_MS + 10_000,
);
