import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { latch, openApp, type TestApp } from "./app";
import { patience } from "./target";

const ids = (runs: { event: { data: Record<string, unknown> } }[]) =>
  runs.map(({ event }) => event.data.id);

/** A function that starts, waits for `on`, finishes; and is canceled by `stop` with the same id. */
async function serveCancelable(app: TestApp): Promise<{ started: unknown[]; finished: unknown[] }> {
  const started: unknown[] = [];
  const finished: unknown[] = [];
  const fn = app.client.createFunction(
    {
      id: "cancelable",
      triggers: [{ event: app.event("go") }],
      cancelOn: [{ event: app.event("stop"), if: "event.data.id == async.data.id" }],
      onFailure: () => {
        finished.push("failure handled");
      },
    },
    async ({ step, event }) => {
      await step.run("start", () => {
        started.push(event.data.id);
      });
      await step.waitForEvent("on", { event: app.event("on"), timeout: "1h" });
      await step.run("finish", () => {
        finished.push(event.data.id);
      });
    },
  );
  await app.serve(fn);
  return { started, finished };
}

test("a matching event ends a waiting run, and no other", async () => {
  const app = await openApp();
  const { started, finished } = await serveCancelable(app);

  await app.send("go", { id: 1 });
  await app.send("go", { id: 2 });
  await eventually(
    () => started,
    (all) => all.length === 2,
    patience,
  );
  await app.settled();
  await app.send("stop", { id: 1 });
  await app.ended("cancelable", 1);
  await app.send("on");

  const ended = await app.ended("cancelable", 2);
  await app.settled();
  expect(ids(ended.filter((run) => run._inngest.status === "Cancelled"))).toEqual([1]);
  expect(ids(ended.filter((run) => run._inngest.status === "Completed"))).toEqual([2]);
  expect(finished).toEqual([2]);
});

test("a canceled run is announced as canceled, without result or error", async () => {
  const app = await openApp();
  const announced: unknown[] = [];
  const listener = app.client.createFunction(
    {
      id: "listener",
      triggers: [
        {
          event: "inngest/function.cancelled",
          if: `event.data.function_id == '${app.id}-sleeper'`,
        },
      ],
    },
    ({ event }) => {
      announced.push(event.data);
    },
  );
  const sleeper = app.client.createFunction(
    {
      id: "sleeper",
      triggers: [{ event: app.event("go") }],
      cancelOn: [{ event: app.event("stop"), match: "data.id" }],
    },
    async ({ step }) => step.sleep("long", "1h"),
  );
  await app.serve(sleeper, listener);

  await app.send("go", { id: 1 });
  await app.settled();
  await app.send("stop", { id: 1 });

  const [data] = await eventually(
    () => announced,
    (all) => all.length > 0,
    patience,
  );
  expect(data).toMatchObject({ event: { data: { id: 1 } }, _inngest: { status: "Cancelled" } });
  expect(data).not.toHaveProperty("result");
  expect(data).not.toHaveProperty("error");
});

test("a step that runs at that moment runs on, and its result is dropped", async () => {
  const app = await openApp();
  const hold = latch();
  const ran: string[] = [];
  const fn = app.client.createFunction(
    {
      id: "busy",
      triggers: [{ event: app.event("go") }],
      cancelOn: [{ event: app.event("stop") }],
    },
    async ({ step }) => {
      await step.run("long", async () => {
        ran.push("began");
        await hold.opened;
        ran.push("went on");
      });
      await step.run("next", () => {
        ran.push("next");
      });
    },
  );
  await app.serve(fn);

  await app.send("go");
  await eventually(
    () => ran,
    (all) => all.length === 1,
    patience,
  );
  await app.send("stop");
  const { _inngest } = await app.firstEnded("busy");
  hold.open();
  await eventually(
    () => ran,
    (all) => all.includes("went on"),
    patience,
  );

  await app.settled();
  expect(_inngest.status).toBe("Cancelled");
  expect(ran).toEqual(["began", "went on"]);
});

test("after its timeout a cancellation does nothing any more", async () => {
  const app = await openApp();
  const passed: string[] = [];
  const fn = app.client.createFunction(
    {
      id: "brief",
      triggers: [{ event: app.event("go") }],
      cancelOn: [{ event: app.event("stop"), timeout: "1s" }],
    },
    async ({ step }) => {
      await step.sleep("beyond", "2s");
      await step.run("awake", () => {
        passed.push("awake");
      });
      await step.waitForEvent("on", { event: app.event("on"), timeout: "1h" });
    },
  );
  await app.serve(fn);

  await app.send("go");
  await eventually(
    () => passed,
    (all) => all.length === 1,
    patience,
  );
  await app.settled();
  await app.send("stop");
  await app.send("on");

  expect(await app.firstEnded("brief")).toMatchObject({ _inngest: { status: "Completed" } });
});

test("a run that still waits for its turn can be canceled", async () => {
  const app = await openApp();
  const hold = latch();
  const ran: unknown[] = [];
  const fn = app.client.createFunction(
    {
      id: "queued",
      triggers: [{ event: app.event("go") }],
      concurrency: 1,
      cancelOn: [{ event: app.event("stop"), match: "data.id" }],
    },
    async ({ event }) => {
      ran.push(event.data.id);
      await hold.opened;
    },
  );
  await app.serve(fn);

  await app.send("go", { id: 1 });
  await app.send("go", { id: 2 });
  await app.send("stop", { id: 2 });
  hold.open();

  const ended = await app.ended("queued", 2);
  await app.settled();
  expect(ids(ended.filter((run) => run._inngest.status === "Cancelled"))).toEqual([2]);
  expect(ran).toEqual([1]);
});
