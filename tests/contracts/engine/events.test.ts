import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { openApp, type TestApp } from "./app";
import { openTarget, patience } from "./target";

type Answer = { ids: string[]; status: number; error?: string };

async function post(
  engineUrl: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: Answer }> {
  const response = await fetch(`${engineUrl}/e/any-key`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

/** A function that notes each event it gets. */
async function serveRecorder(
  app: TestApp,
  ...triggers: { event: string; if?: string }[]
): Promise<{ name: string; id?: string; data: unknown; user?: unknown }[]> {
  const got: { name: string; id?: string; data: unknown; user?: unknown }[] = [];
  const fn = app.client.createFunction({ id: "recorder", triggers }, ({ event }) => {
    got.push(structuredClone({ ...event }));
  });
  await app.serve(fn);
  return got;
}

const untilLength = (got: unknown[], length: number) =>
  eventually(
    () => got.length,
    (seen) => seen >= length,
    patience,
  );

describe("intake", () => {
  test.each([
    ["an event without a name", '{"data":{}}', "event name is empty"],
    ["an empty name", '[{"name":"","data":{}}]', "event name is empty"],
    ["a name of the engine's own", '{"name":"inngest/x"}', "reserved for internal use: inngest/x"],
    ["what is no JSON", "{nonsense", ""],
    ["data that is no object", '{"name":"a","data":5}', ""],
    ["a ts that is no number", '{"name":"a","ts":"now"}', ""],
  ])("%s is refused with 400", async (_, body, message) => {
    const { url } = await openTarget();

    const { status, answer } = await post(url, body);

    expect(status).toBe(400);
    expect(answer).toMatchObject({ ids: [""], status: 400 });
    expect(answer.error).toContain(message);
  });

  test.each(["[]", ""])("the empty body %j is taken", async (body) => {
    const { url } = await openTarget();

    const { status } = await post(url, body);

    expect(status).toBe(200);
  });

  test("the good events before a bad one are taken, and the answer says 400", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go") });

    const { status, answer } = await post(
      app.engineUrl,
      JSON.stringify([{ name: app.event("go"), data: { n: 1 } }, { name: "inngest/x" }]),
    );

    await untilLength(got, 1);
    expect(status).toBe(400);
    expect(answer.ids).toEqual([expect.stringMatching(/^\w{26}$/)]);
    expect(got).toMatchObject([{ data: { n: 1 } }]);
  });

  test("what may be left out is filled in, but for the data", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go") });

    const { answer } = await post(app.engineUrl, JSON.stringify({ name: app.event("go") }));

    await untilLength(got, 1);
    expect(got).toEqual([
      { id: answer.ids[0], name: app.event("go"), data: null, ts: expect.any(Number), user: {} },
    ]);
  });

  test("a sender's own id is what the function sees; the answer has the engine's", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go") });

    const answered = await app.send("go", {}, "mine");

    await untilLength(got, 1);
    expect(answered).not.toBe("mine");
    expect(got).toMatchObject([{ id: "mine" }]);
  });
});

describe("doubles", () => {
  test("the same event id starts a function once, whatever else it carries", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go") });

    await app.send("go", { n: 1 }, "same");
    await untilLength(got, 1);
    await app.send("go", { n: 2 }, "same");
    await app.send("go", { n: 3 }, "other");

    await untilLength(got, 2);
    await app.settled();
    expect(got.map(({ data }) => data)).toEqual([{ n: 1 }, { n: 3 }]);
  });

  test("the same id still starts another function", async () => {
    const app = await openApp();
    const got: string[] = [];
    const recorder = (id: string) =>
      app.client.createFunction({ id, triggers: [{ event: app.event(id) }] }, () => {
        got.push(id);
      });
    await app.serve(recorder("left"), recorder("right"));

    await app.send("left", {}, "same");
    await app.send("right", {}, "same");

    await untilLength(got, 2);
    expect(got.sort()).toEqual(["left", "right"]);
  });

  test("a repeated request with the same id seed starts nothing twice", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go") });
    const body = JSON.stringify([1, 2].map((n) => ({ name: app.event("go"), data: { n } })));
    const seed = { "x-inngest-event-id-seed": `${Date.now()},${btoa("ten bytes.")}` };

    const first = await post(app.engineUrl, body, seed);
    await untilLength(got, 2);
    const second = await post(app.engineUrl, body, seed);

    await app.settled();
    expect(second.answer.ids).toEqual(first.answer.ids);
    expect(new Set(first.answer.ids).size).toBe(2);
    expect(got).toHaveLength(2);
  });
});

describe("triggers", () => {
  test("an expression decides whether the event starts the function", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("go"), if: "event.data.go == true" });

    await app.send("go", { go: false });
    await app.send("go", {});
    await app.send("go", { go: true });

    await untilLength(got, 1);
    await app.settled();
    expect(got.map(({ data }) => data)).toEqual([{ go: true }]);
  });

  test("several triggers are alternatives, and an event that fits two starts one run", async () => {
    const app = await openApp();
    const got = await serveRecorder(
      app,
      { event: app.event("one") },
      { event: app.event("two") },
      { event: app.event("*") },
    );

    await app.send("one");
    await app.send("two");

    await untilLength(got, 2);
    await app.settled();
    expect(got.map(({ name }) => name).sort()).toEqual([app.event("one"), app.event("two")]);
  });

  test("a wildcard takes what follows a dot or a slash", async () => {
    const app = await openApp();
    const got = await serveRecorder(app, { event: app.event("user.*") });

    await app.send("user.created");
    await app.send("user.address.changed");
    await app.send("users.created");
    await app.send("user");

    await untilLength(got, 2);
    await app.settled();
    expect(got.map(({ name }) => name).sort()).toEqual([
      app.event("user.address.changed"),
      app.event("user.created"),
    ]);
  });
});
