import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { latch, openApp } from "./app";
import { patience } from "./target";

/** Counts how many bodies of each key run at once, and the most there ever were. */
function gauge() {
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  return {
    most,
    async hold(key: string, until: Promise<unknown>) {
      const now = (running.get(key) ?? 0) + 1;
      running.set(key, now);
      most.set(key, Math.max(most.get(key) ?? 0, now));
      await until;
      running.set(key, (running.get(key) ?? 0) - 1);
    },
    total: () => [...running.values()].reduce((sum, count) => sum + count, 0),
  };
}

describe("concurrency", () => {
  test("no more steps of a key run at once than its limit; other keys go on", async () => {
    const app = await openApp();
    const seen = gauge();
    const hold = latch();
    const fn = app.client.createFunction(
      {
        id: "limited",
        triggers: [{ event: app.event("go") }],
        concurrency: { limit: 2, key: "event.data.k" },
      },
      ({ step, event }) => step.run("work", () => seen.hold(String(event.data.k), hold.opened)),
    );
    await app.serve(fn);

    for (const k of ["a", "a", "a", "a", "b"]) await app.send("go", { k });
    await eventually(seen.total, (total) => total === 3, patience);
    hold.open();

    await app.ended("limited", 5);
    expect([...seen.most].sort()).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  test("a run that sleeps leaves its place to the next", async () => {
    const app = await openApp();
    const started: unknown[] = [];
    const fn = app.client.createFunction(
      { id: "sleepers", triggers: [{ event: app.event("go") }], concurrency: 1 },
      async ({ step, event }) => {
        await step.run("start", () => {
          started.push(event.data.n);
        });
        await step.waitForEvent("on", { event: app.event("on"), timeout: "1h" });
      },
    );
    await app.serve(fn);

    await app.send("go", { n: 1 });
    await app.send("go", { n: 2 });

    await eventually(
      () => started,
      (all) => all.length === 2,
      patience,
    );
    await app.settled();
    await app.send("on");
    expect(await app.ended("sleepers", 2)).toHaveLength(2);
  });

  test("functions share a limit of the environment that they name alike", async () => {
    const app = await openApp();
    const seen = gauge();
    const hold = latch();
    const limited = (id: string) =>
      app.client.createFunction(
        {
          id,
          triggers: [{ event: app.event("go") }],
          concurrency: [{ limit: 1, scope: "env", key: `"${app.id}"` }],
        },
        ({ step }) => step.run("work", () => seen.hold("shared", hold.opened)),
      );
    await app.serve(limited("left"), limited("right"));

    await app.send("go");
    await eventually(seen.total, (total) => total === 1, patience);
    hold.open();

    await app.firstEnded("left");
    await app.firstEnded("right");
    expect(seen.most.get("shared")).toBe(1);
  });
});

describe("idempotency", () => {
  test("a second event with the same key starts nothing, whatever its id", async () => {
    const app = await openApp();
    const started: unknown[] = [];
    const fn = app.client.createFunction(
      { id: "once", triggers: [{ event: app.event("go") }], idempotency: "event.data.key" },
      ({ event }) => {
        started.push(event.data.n);
      },
    );
    await app.serve(fn);

    await app.send("go", { key: "a", n: 1 });
    await app.ended("once", 1);
    await app.send("go", { key: "a", n: 2 });
    await app.send("go", { key: "b", n: 3 });
    await app.ended("once", 2);

    await app.settled();
    expect(started).toEqual([1, 3]);
  });

  test("events without the key all start a run", async () => {
    const app = await openApp();
    const fn = app.client.createFunction(
      { id: "keyless", triggers: [{ event: app.event("go") }], idempotency: "event.data.key" },
      () => null,
    );
    await app.serve(fn);

    await app.send("go");
    await app.send("go");

    expect(await app.ended("keyless", 2)).toHaveLength(2);
  });
});
