import { describe, expect, test } from "vitest";
import { note, openApp, type TestApp } from "./app";
import { skip } from "./target";

const SCRIPT = '<script>alert("x")</script>';

/** An ended run of two steps, the second of which says what it was told by the event. */
async function runTwoSteps(app: TestApp): Promise<{ ran: string[]; runId: string }> {
  const ran: string[] = [];
  const fn = app.client.createFunction(
    {
      id: "two-steps",
      name: `Two ${SCRIPT}`,
      retries: 0,
      triggers: [{ event: app.event("go") }],
      idempotency: "event.data.key",
    },
    async ({ step, event }) => {
      const first = await step.run("first", () => note(ran, "first", ran.length));
      await step.run("second", () => note(ran, "second", { said: event.data.said }));
      return first;
    },
  );
  await app.serve(fn);
  await app.send("go", { key: "k", said: SCRIPT }, "own-id");
  const { run_id: runId } = await app.firstEnded("two-steps");
  await app.settled();
  return { ran, runId };
}

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

const post = (url: string, headers: Record<string, string> = {}, body?: URLSearchParams) =>
  fetch(url, { method: "POST", redirect: "manual", headers, body });

describe.skipIf(skip.inspection)("pages", () => {
  test("the first page lists the runs, newest first", async () => {
    const app = await openApp({ isWatched: false });
    const fn = app.client.createFunction(
      { id: "listed", triggers: [{ event: app.event("go") }] },
      () => null,
    );
    await app.serve(fn);
    await app.send("go");
    await app.send("go");
    await app.settled();

    const { status, text } = await get(`${app.engineUrl}/`);

    const [newer, older] = app.engine?.runs() ?? [];
    expect(status).toBe(200);
    expect(text).toContain("Completed");
    expect(text).toContain(app.event("go"));
    expect(text.indexOf(newer?.id ?? "?")).toBeGreaterThan(0);
    expect(text.indexOf(older?.id ?? "?")).toBeGreaterThan(text.indexOf(newer?.id ?? "?"));
  });

  test("a run's page shows its event, its steps in order and its output", async () => {
    const app = await openApp();
    const { runId } = await runTwoSteps(app);

    const { text } = await get(`${app.engineUrl}/runs/${runId}`);

    expect(text).toContain("own-id");
    expect(text.indexOf(">first<")).toBeGreaterThan(0);
    expect(text.indexOf(">second<")).toBeGreaterThan(text.indexOf(">first<"));
    expect(text).toContain("discovery");
  });

  test("what an event or a name says is never markup", async () => {
    const app = await openApp();
    const { runId } = await runTwoSteps(app);

    const pages = await Promise.all(
      ["/", `/runs/${runId}`].map((path) => get(app.engineUrl + path)),
    );

    for (const { text } of pages) {
      expect(text).toContain("&lt;script&gt;alert(");
      expect(text).not.toContain("<script>alert(");
    }
  });

  test("a run that does not exist is 404", async () => {
    const app = await openApp();

    expect((await get(`${app.engineUrl}/runs/none`)).status).toBe(404);
    expect((await post(`${app.engineUrl}/runs/none/rerun`)).status).toBe(404);
    expect((await post(`${app.engineUrl}/runs/none/cancel`)).status).toBe(404);
  });
});

describe.skipIf(skip.inspection)("rerun and cancel", () => {
  test("a rerun is a new run of the same event, whatever was remembered of it", async () => {
    const app = await openApp();
    const { ran, runId } = await runTwoSteps(app);

    const response = await post(`${app.engineUrl}/runs/${runId}/rerun`);
    const [rerun] = await app.ended("two-steps", 2).then((all) => all.slice(1));

    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/runs/${rerun?.run_id}`);
    expect(rerun?.run_id).not.toBe(runId);
    expect(rerun?.event).toMatchObject({ id: "own-id", data: { key: "k" } });
    expect(ran).toEqual(["first", "second", "first", "second"]);
  });

  test("a rerun from a step keeps what completed before it", async () => {
    const app = await openApp();
    const { ran, runId } = await runTwoSteps(app);
    const second = app.engine?.run(runId)?.steps.find(({ name }) => name === "second");

    await post(
      `${app.engineUrl}/runs/${runId}/rerun`,
      {},
      new URLSearchParams({ fromStep: second?.id ?? "" }),
    );

    const ended = await app.ended("two-steps", 2);
    expect(ran).toEqual(["first", "second", "second"]);
    expect(ended[1]).toMatchObject({ result: ended[0]?.result });
  });

  test("cancel ends a run that waits", async () => {
    const app = await openApp();
    const fn = app.client.createFunction(
      { id: "sleeper", triggers: [{ event: app.event("go") }] },
      ({ step }) => step.sleep("long", "30d"),
    );
    await app.serve(fn);
    await app.send("go");
    await app.settled();
    const [run] = app.engine?.runs({ functionId: `${app.id}-sleeper` }) ?? [];

    const response = await post(`${app.engineUrl}/runs/${run?.id}/cancel`);

    expect(response.status).toBe(303);
    expect(app.engine?.run(run?.id ?? "")?.status).toBe("Cancelled");
  });

  test.each([
    ["another site's form", { "sec-fetch-site": "cross-site" }],
    ["a neighbor's form", { "sec-fetch-site": "same-site" }],
    ["another origin", { origin: "http://localhost:3000" }],
    ["a page without origin", { origin: "null" }],
  ])("%s is refused", async (_, headers) => {
    const app = await openApp();
    const { runId } = await runTwoSteps(app);

    const rerun = await post(`${app.engineUrl}/runs/${runId}/rerun`, headers);
    const cancel = await post(`${app.engineUrl}/runs/${runId}/cancel`, headers);

    expect([rerun.status, cancel.status]).toEqual([403, 403]);
    expect(app.engine?.runs({ functionId: `${app.id}-two-steps` })).toHaveLength(1);
  });

  test.each([
    ["the page's own form", (url: string) => ({ "sec-fetch-site": "same-origin", origin: url })],
    ["an old browser's own form", (url: string) => ({ origin: url })],
  ])("%s is taken", async (_, headers) => {
    const app = await openApp();
    const { runId } = await runTwoSteps(app);

    const rerun = await post(`${app.engineUrl}/runs/${runId}/rerun`, headers(app.engineUrl));

    expect(rerun.status).toBe(303);
  });
});

describe.skipIf(skip.inspection)("JSON", () => {
  test("/dev says that this is the stand-in, and what it knows and does", async () => {
    const app = await openApp({ isWatched: false });
    const fn = app.client.createFunction({ id: "known", triggers: [] }, () => null);
    await app.serve(fn);

    const { text } = await get(`${app.engineUrl}/dev`);

    expect(JSON.parse(text)).toEqual({
      engine: "stand-in",
      apps: [],
      functions: [{ id: `${app.id}-known`, name: "known" }],
      work: 0,
    });
  });

  test("/dev/runs and /v1/events/:id/runs tell what came of an event", async () => {
    const app = await openApp({ isWatched: false });
    const fn = app.client.createFunction(
      { id: "told", triggers: [{ event: app.event("go") }] },
      () => "result",
    );
    await app.serve(fn);
    const eventId = await app.send("go");
    await app.settled();

    const listed = JSON.parse((await get(`${app.engineUrl}/dev/runs?status=Completed`)).text);
    const ofEvent = JSON.parse((await get(`${app.engineUrl}/v1/events/${eventId}/runs`)).text);
    const [run] = listed.runs;
    const single = JSON.parse((await get(`${app.engineUrl}/dev/runs/${run.id}`)).text);
    const events = JSON.parse((await get(`${app.engineUrl}/dev/events`)).text);

    expect(listed).toMatchObject({ total: 1, runs: [{ status: "Completed", output: "result" }] });
    expect(single).toEqual(run);
    expect(ofEvent.data).toMatchObject([
      { run_id: run.id, event_id: eventId, status: "Completed", output: "result" },
    ]);
    expect(events.events.at(-1)).toMatchObject({ internalId: eventId, runIds: [run.id] });
  });
});
