import { describe, expect, test } from "vitest";
import { never, note, openApp } from "./app";

describe.each([
  { mode: "steps reported from within a request", checkpointing: true, requests: 1 },
  { mode: "one step per request", checkpointing: false, requests: 4 },
])("$mode", ({ checkpointing, requests }) => {
  test("steps run once each, in order, and what they return is what the code gets", async () => {
    const app = await openApp({ checkpointing });
    const ran: string[] = [];
    const fn = app.client.createFunction(
      { id: "order", triggers: [{ event: app.event("go") }] },
      async ({ step, event }) => {
        const a = await step.run("a", () => note(ran, "a", { n: Number(event.data.n) }));
        const b = await step.run("b", () => note(ran, "b", a.n + 1));
        const nothing = await step.run("nothing", () => note(ran, "nothing", undefined));
        return { a, b, nothing };
      },
    );
    await app.serve(fn);

    await app.send("go", { n: 1 });

    const { _inngest, result } = await app.firstEnded("order");
    expect(_inngest.status).toBe("Completed");
    expect(result).toEqual({ a: { n: 1 }, b: 2, nothing: null });
    expect(ran).toEqual(["a", "b", "nothing"]);
    expect(app.requests("order")).toBe(requests);
  });

  test("a completed step is not run again after a crash, and its result is kept", async () => {
    const app = await openApp({ checkpointing });
    const ran: string[] = [];
    const fn = app.client.createFunction(
      { id: "crash", retries: 3, triggers: [{ event: app.event("go") }] },
      async ({ step }) => {
        const first = await step.run("first", () => note(ran, "first", "kept"));
        await step.run("second", () => {
          ran.push("second");
          if (ran.length > 2) return null;
          app.crash();
          return never;
        });
        return first;
      },
    );
    await app.serve(fn);

    await app.send("go");

    expect(await app.firstEnded("crash")).toMatchObject({ result: "kept" });
    expect(ran).toEqual(["first", "second", "second"]);
  });

  test("parallel steps all finish before the code after them", async () => {
    const app = await openApp({ checkpointing });
    const ran: string[] = [];
    const fn = app.client.createFunction(
      { id: "parallel", triggers: [{ event: app.event("go") }] },
      async ({ step }) => {
        const results = await Promise.all(
          ["a", "b", "c"].map((name) => step.run(name, () => note(ran, name, name))),
        );
        await step.run("after", () => note(ran, "after", null));
        return results;
      },
    );
    await app.serve(fn);

    await app.send("go");

    expect(await app.firstEnded("parallel")).toMatchObject({ result: ["a", "b", "c"] });
    expect(ran.slice(0, 3).sort()).toEqual(["a", "b", "c"]);
    expect(ran.slice(3)).toEqual(["after"]);
  });

  test("a step in a loop is told apart by its count", async () => {
    const app = await openApp({ checkpointing });
    const ran: number[] = [];
    const fn = app.client.createFunction(
      { id: "loop", triggers: [{ event: app.event("go") }] },
      async ({ step }) => {
        const results: number[] = [];
        for (let turn = 0; turn < 3; turn++) {
          results.push(await step.run("same", () => note(ran, turn, turn * 10)));
        }
        return results;
      },
    );
    await app.serve(fn);

    await app.send("go");

    expect(await app.firstEnded("loop")).toMatchObject({ result: [0, 10, 20] });
    expect(ran).toEqual([0, 1, 2]);
  });

  test("sendEvent starts another function and gives the ids of its events", async () => {
    const app = await openApp({ checkpointing });
    const got: unknown[] = [];
    const sender = app.client.createFunction(
      { id: "sender", triggers: [{ event: app.event("go") }] },
      ({ step }) =>
        step.sendEvent("tell", [
          { name: app.event("told"), data: { n: 1 } },
          { name: app.event("told"), data: { n: 2 } },
        ]),
    );
    const receiver = app.client.createFunction(
      { id: "receiver", triggers: [{ event: app.event("told") }] },
      ({ event }) => {
        got.push(event.id);
      },
    );
    await app.serve(sender, receiver);

    await app.send("go");

    const { result } = await app.firstEnded("sender");
    await app.ended("receiver", 2);
    expect(result).toEqual({ ids: [expect.any(String), expect.any(String)] });
    expect((result as { ids: string[] }).ids.sort()).toEqual(got.sort());
  });
});

test("a function without steps completes with what it returns", async () => {
  const app = await openApp();
  const fn = app.client.createFunction(
    { id: "plain", triggers: [{ event: app.event("go") }] },
    () => undefined,
  );
  await app.serve(fn);

  await app.send("go");

  expect(await app.firstEnded("plain")).toMatchObject({
    _inngest: { status: "Completed" },
    event: { name: app.event("go") },
    result: null,
  });
});

test("steps beside a failing one keep their results while it is tried again", async () => {
  const app = await openApp();
  const ran: string[] = [];
  const fn = app.client.createFunction(
    { id: "beside", retries: 1, triggers: [{ event: app.event("go") }] },
    async ({ step }) =>
      Promise.all([
        step.run("good", () => note(ran, "good", "good")),
        step.run("bad", () => {
          ran.push("bad");
          if (ran.filter((name) => name === "bad").length === 1) throw new Error("once");
          return "better";
        }),
      ]),
  );
  await app.serve(fn);

  await app.send("go");

  expect(await app.firstEnded("beside")).toMatchObject({ result: ["good", "better"] });
  expect(ran.sort()).toEqual(["bad", "bad", "good"]);
});
