import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { openApp, type TestApp } from "./app";
import { patience, skip } from "./target";

/** A function that waits for `answer` and returns its data, or null; says when it starts to wait. */
async function serveWaiter(
  app: TestApp,
  options: { timeout: string } & ({ if?: string } | { match: string }),
): Promise<{ reachedWait: (count: number) => Promise<unknown> }> {
  let started = 0;
  const fn = app.client.createFunction(
    { id: "waiter", triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      await step.run("start", () => {
        started++;
      });
      const event = app.event("answer");
      const answer = await step.waitForEvent("answer", { event, ...options });
      return answer?.data ?? null;
    },
  );
  await app.serve(fn);
  return {
    async reachedWait(count) {
      await eventually(
        () => started,
        (seen) => seen >= count,
        patience,
      );
      await app.settled();
    },
  };
}

test("sleep goes on after the time, not before", async () => {
  const app = await openApp();
  const passed: number[] = [];
  const fn = app.client.createFunction(
    { id: "sleeper", triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      await step.run("before", () => {
        passed.push(Date.now());
      });
      await step.sleep("nap", "1s");
      await step.run("after", () => {
        passed.push(Date.now());
      });
    },
  );
  await app.serve(fn);

  await app.send("go");

  await app.firstEnded("sleeper");
  const [before = 0, after = 0] = passed;
  expect(after - before).toBeGreaterThanOrEqual(1_000);
});

test("sleepUntil a moment in the past goes on at once", async () => {
  const app = await openApp();
  const fn = app.client.createFunction(
    { id: "past", triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      await step.sleepUntil("long-ago", new Date("2020-01-01T00:00:00Z"));
      return "awake";
    },
  );
  await app.serve(fn);

  await app.send("go");

  expect(await app.firstEnded("past")).toMatchObject({ result: "awake" });
});

test("a wait gives the event that its expression matches, and ignores the others", async () => {
  const app = await openApp();
  const waiter = await serveWaiter(app, {
    timeout: "1h",
    if: "event.data.x == async.data.x && async.data.missing.path != 'y'",
  });

  await app.send("go", { x: 7 });
  await waiter.reachedWait(1);
  await app.send("answer", { x: 8 });
  await app.send("answer", { x: 7, right: true });

  expect(await app.firstEnded("waiter")).toMatchObject({ result: { x: 7, right: true } });
});

test("match compares the same field of both events", async () => {
  const app = await openApp();
  const waiter = await serveWaiter(app, { timeout: "1h", match: "data.user.id" });

  await app.send("go", { user: { id: "u1" } });
  await waiter.reachedWait(1);
  await app.send("answer", { user: { id: "u2" } });
  await app.send("answer", {});
  await app.send("answer", { user: { id: "u1" }, n: 3 });

  expect(await app.firstEnded("waiter")).toMatchObject({ result: { user: { id: "u1" }, n: 3 } });
});

test("a wait that nothing meets gives null at its timeout", async () => {
  const app = await openApp();
  const waiter = await serveWaiter(app, { timeout: "1s", if: "async.data.x == 1" });

  await app.send("go");
  await waiter.reachedWait(1);
  await app.send("answer", { x: 2 });

  expect(await app.firstEnded("waiter")).toMatchObject({
    _inngest: { status: "Completed" },
    result: null,
  });
});

test("an event from before the wait does not count", async () => {
  const app = await openApp();
  await serveWaiter(app, { timeout: "1s" });

  await app.send("answer", { early: true });
  await app.send("go");

  expect(await app.firstEnded("waiter")).toMatchObject({ result: null });
});

test("one event resumes every run that waits for it", async () => {
  const app = await openApp();
  const waiter = await serveWaiter(app, { timeout: "1h" });

  await Promise.all([1, 2, 3].map((n) => app.send("go", { n })));
  await waiter.reachedWait(3);
  await app.send("answer", { for: "all" });

  const ended = await app.ended("waiter", 3);
  expect(ended.map(({ result }) => result)).toEqual([
    { for: "all" },
    { for: "all" },
    { for: "all" },
  ]);
});

test("the copy of an event with the same id still reaches a wait", async () => {
  const app = await openApp();
  const waiter = await serveWaiter(app, { timeout: "1h", match: "data.x" });

  await app.send("answer", { x: 1 }, "same-id");
  await app.send("go", { x: 1 });
  await waiter.reachedWait(1);
  await app.send("answer", { x: 1 }, "same-id");

  expect(await app.firstEnded("waiter")).toMatchObject({ result: { x: 1 } });
});

test("an expression that does not compile fails the run at once", async () => {
  const app = await openApp();
  await serveWaiter(app, { timeout: "1h", if: "async.data.x ==" });

  await app.send("go");

  const { _inngest, error } = await app.firstEnded("waiter");
  expect(_inngest.status).toBe("Failed");
  expect(error).toMatchObject({ name: "Error", error: "InvalidExpression" });
  expect(JSON.parse(error?.message ?? "")).toEqual({
    error: {
      name: "InvalidExpression",
      message: "Wait for event If expression failed to compile",
      error: "InvalidExpression: Wait for event If expression failed to compile",
      stack: expect.any(String),
    },
  });
});

test("operations side by side go on together, when the last of them has settled", async () => {
  const app = await openApp();
  const fn = app.client.createFunction(
    { id: "together", triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      const [, answer, result] = await Promise.all([
        step.sleep("nap", "1s"),
        step.waitForEvent("never", { event: app.event("never"), timeout: "2s" }),
        step.run("work", () => "worked"),
      ]);
      const order = await step.run("after", () => Date.now());
      return { answer, result, order };
    },
  );
  await app.serve(fn);

  const startedAt = Date.now();
  await app.send("go");

  const { result } = await app.firstEnded("together");
  expect(result).toEqual({ answer: null, result: "worked", order: expect.any(Number) });
  expect((result as { order: number }).order - startedAt).toBeGreaterThanOrEqual(2_000);
});

test.skipIf(skip.inspection)("a run that sleeps or waits leaves the engine idle", async () => {
  const app = await openApp();
  await serveWaiter(app, { timeout: "30d" });

  await app.send("go");
  await app.settled();

  expect(app.engine?.runs({ functionId: `${app.id}-waiter` })).toMatchObject([
    { status: "Running", steps: [{ status: "completed" }, { name: "answer", status: "waiting" }] },
  ]);
});
