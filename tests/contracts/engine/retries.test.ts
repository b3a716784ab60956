import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, test } from "vitest";
import { openApp } from "./app";
import { isReal } from "./target";

test("a step that throws is tried again up to the limit, then its error can be caught", async () => {
  const app = await openApp();
  const attempts: number[] = [];
  const fn = app.client.createFunction(
    { id: "limit", retries: 2, triggers: [{ event: app.event("go") }] },
    async ({ step, attempt }) => {
      try {
        return await step.run("always", () => {
          attempts.push(attempt);
          throw new TypeError(`boom ${attempts.length}`);
        });
      } catch (error) {
        return error instanceof Error ? { name: error.name, message: error.message } : null;
      }
    },
  );
  await app.serve(fn);

  await app.send("go");

  const { _inngest, result } = await app.firstEnded("limit");
  expect(attempts).toEqual([0, 1, 2]);
  expect(_inngest.status).toBe("Completed");
  expect(result).toEqual({ name: "TypeError", message: "boom 3" });
});

test("a step that succeeds in the end gives the next step a fresh count", async () => {
  const app = await openApp();
  const attempts: string[] = [];
  const fn = app.client.createFunction(
    { id: "fresh", retries: 1, triggers: [{ event: app.event("go") }] },
    async ({ step, attempt }) => {
      for (const name of ["one", "two"]) {
        await step.run(name, () => {
          attempts.push(`${name} ${attempt}`);
          if (attempt === 0) throw new Error("first time");
        });
      }
    },
  );
  await app.serve(fn);

  await app.send("go");

  await app.firstEnded("fresh");
  expect(attempts).toEqual(["one 0", "one 1", "two 0", "two 1"]);
});

test("a function that throws outside its steps is tried again, its steps are not", async () => {
  const app = await openApp();
  const ran: string[] = [];
  const fn = app.client.createFunction(
    { id: "outside", retries: 1, triggers: [{ event: app.event("go") }] },
    async ({ step, attempt }) => {
      await step.run("once", () => {
        ran.push("step");
      });
      ran.push(`attempt ${attempt}`);
      if (attempt === 0) throw new Error("outside");
      return "done";
    },
  );
  await app.serve(fn);

  await app.send("go");

  expect(await app.firstEnded("outside")).toMatchObject({ result: "done" });
  expect(ran).toEqual(["step", "attempt 0", "attempt 1"]);
});

test("NonRetriableError stops at once, with the cause kept", async () => {
  const app = await openApp();
  let tries = 0;
  const fn = app.client.createFunction(
    { id: "final", retries: 3, triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      await step.run("never-again", () => {
        tries++;
        throw new NonRetriableError("no use", { cause: new Error("root") });
      });
    },
  );
  await app.serve(fn);

  await app.send("go");

  const { _inngest, error } = await app.firstEnded("final");
  expect(tries).toBe(1);
  expect(_inngest.status).toBe("Failed");
  expect(error).toMatchObject({ message: "no use", error: "NonRetriableError" });
});

test("retries: 0 means one attempt", async () => {
  const app = await openApp();
  let tries = 0;
  const fn = app.client.createFunction(
    { id: "single", retries: 0, triggers: [{ event: app.event("go") }] },
    () => {
      tries++;
      throw new Error("once");
    },
  );
  await app.serve(fn);

  await app.send("go");

  const { _inngest, error } = await app.firstEnded("single");
  expect(tries).toBe(1);
  expect(_inngest.status).toBe("Failed");
  expect(error).toMatchObject({ name: "Error", message: "once" });
});

test("RetryAfterError sets the earliest moment of the next attempt", async () => {
  const app = await openApp();
  const triedAt: number[] = [];
  const fn = app.client.createFunction(
    { id: "later", retries: 1, triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      await step.run("later", () => {
        triedAt.push(Date.now());
        if (triedAt.length === 1) throw new RetryAfterError("not yet", "2s");
      });
    },
  );
  await app.serve(fn);

  await app.send("go");

  await app.firstEnded("later");
  const [first = 0, second = 0] = triedAt;
  // The real engine counts from the full second before: up to 1 s less than was asked for.
  expect(second - first).toBeGreaterThanOrEqual(isReal ? 1_000 : 2_000);
});

test("the failure handler runs once, with the error and the event that started the run", async () => {
  const app = await openApp();
  const failures: unknown[] = [];
  const fn = app.client.createFunction(
    {
      id: "handled",
      retries: 0,
      triggers: [{ event: app.event("go") }],
      onFailure: ({ error, event }) => {
        failures.push({
          message: error.message,
          functionId: event.data.function_id,
          n: event.data.event.data.n,
        });
      },
    },
    () => {
      throw new Error("told");
    },
  );
  await app.serve(fn);

  await app.send("go", { n: 5 });

  await app.firstEnded("handled");
  await app.settled();
  expect(failures).toEqual([{ message: "told", functionId: `${app.id}-handled`, n: 5 }]);
});

test("a function that completes has no failure handled", async () => {
  const app = await openApp();
  let failures = 0;
  const fn = app.client.createFunction(
    {
      id: "fine",
      triggers: [{ event: app.event("go") }],
      onFailure: () => {
        failures++;
      },
    },
    () => "fine",
  );
  await app.serve(fn);

  await app.send("go");

  await app.firstEnded("fine");
  await app.settled();
  expect(failures).toBe(0);
});
