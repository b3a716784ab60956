import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { latch, never, openApp } from "./app";
import { patience, skip } from "./target";

describe.skipIf(skip.outages)("an app that is away loses no run and no attempt", () => {
  test("events sent while nothing listens are worked off once the app is back", async () => {
    const app = await openApp();
    const attempts: number[] = [];
    const fn = app.client.createFunction(
      { id: "patient", retries: 1, triggers: [{ event: app.event("go") }] },
      ({ attempt }) => {
        attempts.push(attempt);
      },
    );
    await app.serve(fn);
    await app.stop();

    await app.send("go");
    await app.send("go");
    await eventually(
      () => app.engine?.runs({ eventName: app.event("go") }).map((run) => run.requests) ?? [],
      (requests) => requests.length === 2 && requests.every((count) => count >= 3),
      patience,
    );
    await app.restart();

    await app.ended("patient", 2);
    expect(attempts).toEqual([0, 0]);
  });

  test("answers that are not the SDK's (a compiling Next, a proxy) are waited out", async () => {
    const app = await openApp();
    let answered = 0;
    const fn = app.client.createFunction(
      { id: "compiled", retries: 1, triggers: [{ event: app.event("go") }] },
      ({ attempt }) => attempt,
    );
    await app.serve(fn);
    const answers = [404, 500, 502, 200];
    app.intercept = (_, response) => {
      response.writeHead(answers[answered++ % answers.length] ?? 404).end("<h1>not yet</h1>");
    };

    await app.send("go");
    await eventually(
      () => answered,
      (count) => count >= answers.length,
      patience,
    );
    app.intercept = undefined;

    expect(await app.firstEnded("compiled")).toMatchObject({ result: 0 });
  });

  test("an app that dies in the middle of a step is asked for the step again", async () => {
    const app = await openApp();
    const attempts: number[] = [];
    const fn = app.client.createFunction(
      { id: "mortal", retries: 1, triggers: [{ event: app.event("go") }] },
      async ({ step, attempt }) => {
        await step.run("work", () => {
          attempts.push(attempt);
          if (attempts.length > 1) return null;
          app.crash();
          return never;
        });
      },
    );
    await app.serve(fn);

    await app.send("go");

    expect(await app.firstEnded("mortal")).toMatchObject({ _inngest: { status: "Completed" } });
    expect(attempts).toEqual([0, 0]);
  });

  test("beyond the limit the run fails and says why", async () => {
    const app = await openApp({ unreachableLimitMs: 50 });
    const fn = app.client.createFunction(
      { id: "forsaken", triggers: [{ event: app.event("go") }] },
      () => null,
    );
    await app.serve(fn);
    await app.stop();

    await app.send("go");

    const [run] = await eventually(
      () => app.engine?.runs({ functionId: `${app.id}-forsaken`, status: "Failed" }) ?? [],
      (runs) => runs.length === 1,
      patience,
    );
    expect(run?.error).toMatchObject({ name: "AppUnreachable" });
  });

  test("a request that takes too long is an attempt", async () => {
    const app = await openApp({ requestTimeoutMs: 1_000 });
    const attempts: number[] = [];
    const fn = app.client.createFunction(
      { id: "slow", retries: 5, triggers: [{ event: app.event("go") }] },
      async ({ step, attempt }) => {
        await step.run("work", () => {
          attempts.push(attempt);
          return attempt === 0 ? never : null;
        });
      },
    );
    await app.serve(fn);

    await app.send("go");

    expect(await app.firstEnded("slow")).toMatchObject({ _inngest: { status: "Completed" } });
    expect(attempts.slice(0, 2)).toEqual([0, 1]);
  });
});

test("a run that may be tried once is lost while the app is away, and the next one carries on", async () => {
  const app = await openApp();
  const ran: unknown[] = [];
  const fn = app.client.createFunction(
    { id: "once", retries: 0, triggers: [{ event: app.event("go") }] },
    ({ event }) => {
      ran.push(event.data.n);
    },
  );
  await app.serve(fn);
  app.intercept = (_, response) => response.destroy();

  await app.send("go", { n: 1 });
  await eventually(
    () => app.requests("once"),
    (count) => count > 0,
    patience,
  );
  app.intercept = undefined;
  const [lost] = await app.ended("once", 1);
  await app.send("go", { n: 2 });

  const [, next] = await app.ended("once", 2);
  expect([lost?._inngest.status, next?._inngest.status]).toEqual(["Failed", "Completed"]);
  expect(ran).toEqual([2]);
});

describe.skipIf(skip.inspection)("a checkpoint", () => {
  const checkpoint = async (engineUrl: string, runId: string, requestId: string) => {
    const response = await fetch(`${engineUrl}/v1/checkpoint/${runId}/async`, {
      method: "POST",
      body: JSON.stringify({
        run_id: runId,
        qi_id: requestId,
        steps: [{ id: "0".repeat(40), op: "StepRun", name: "late", data: "late" }],
      }),
    });
    return response.status;
  };

  test("from a request that the engine has given up on is refused with 409", async () => {
    const app = await openApp();
    const hold = latch();
    const fn = app.client.createFunction(
      { id: "held", triggers: [{ event: app.event("go") }] },
      ({ step }) => step.run("work", () => hold.opened),
    );
    await app.serve(fn);
    await app.send("go");
    const [run] = await eventually(
      () => app.engine?.runs({ status: "Running" }) ?? [],
      (runs) => runs.length === 1,
      patience,
    );

    const status = await checkpoint(app.engineUrl, run?.id ?? "", "another-request");

    hold.open();
    await app.firstEnded("held");
    expect(status).toBe(409);
    expect(app.engine?.run(run?.id ?? "")?.steps.map(({ name }) => name)).toEqual(["work"]);
  });

  test("of a run that has ended or never was is refused with 400", async () => {
    const app = await openApp();
    const fn = app.client.createFunction(
      { id: "quick", triggers: [{ event: app.event("go") }] },
      () => null,
    );
    await app.serve(fn);
    await app.send("go");
    const { run_id: runId } = await app.firstEnded("quick");

    expect(await checkpoint(app.engineUrl, runId, "any")).toBe(400);
    expect(await checkpoint(app.engineUrl, "no-such-run", "any")).toBe(400);
  });
});

describe.skipIf(skip.inspection)("registration", () => {
  test("the engine asks an app until it answers, and again later for what has changed", async () => {
    const app = await openApp({ isPolled: true, syncIntervalMs: 20 });
    const { engine } = app;
    if (!engine) throw new Error("only the stand-in tells about its apps");
    const named = (id: string) =>
      app.client.createFunction({ id, triggers: [{ event: app.event(id) }] }, () => id);

    const [compiling] = await eventually(engine.apps, ([state]) => !!state?.error, patience);
    await app.serve(named("first"));
    await engine.synced();
    await app.send("first");
    await app.firstEnded("first");
    await app.serve(named("second"));
    await eventually(
      () => fetch(`${engine.url}/dev`).then((response) => response.text()),
      (text) => text.includes(`${app.id}-second`) && !text.includes(`${app.id}-first`),
      patience,
    );
    await app.send("second");

    expect(compiling).toMatchObject({ synced: false, error: "404, not from an Inngest SDK" });
    expect(await app.firstEnded("second")).toMatchObject({ result: "second" });
    expect(engine.apps()).toEqual([{ url: app.url, synced: true, error: undefined }]);
  });
});
