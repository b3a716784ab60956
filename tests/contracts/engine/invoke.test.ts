import { NonRetriableError, referenceFunction } from "inngest";
import { expect, test } from "vitest";
import { latch, openApp, type TestApp } from "./app";

async function serveInvocation(
  app: TestApp,
  childId: string,
  child: (data: Record<string, unknown>) => unknown,
  timeout?: string,
): Promise<void> {
  const invoked = app.client.createFunction(
    { id: "child", retries: 0, triggers: [] },
    ({ event }) => child(event.data),
  );
  const parent = app.client.createFunction(
    { id: "parent", retries: 0, triggers: [{ event: app.event("go") }] },
    async ({ step }) => {
      try {
        return await step.invoke("call-child", {
          function: referenceFunction({ appId: app.id, functionId: childId }),
          data: { v: 21 },
          timeout,
        });
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : error;
      }
    },
  );
  await app.serve(parent, invoked);
}

test("invoke runs a function that has no trigger and gives what it returns", async () => {
  const app = await openApp();
  await serveInvocation(app, "child", ({ v }) => ({ doubled: Number(v) * 2 }));

  await app.send("go");

  expect(await app.firstEnded("parent")).toMatchObject({ result: { doubled: 42 } });
  expect(await app.firstEnded("child")).toMatchObject({
    event: { name: "inngest/function.invoked", data: { v: 21 } },
  });
});

test("invoke throws what the invoked function failed with", async () => {
  const app = await openApp();
  await serveInvocation(app, "child", () => {
    throw new NonRetriableError("child failed");
  });

  await app.send("go");

  const { result } = await app.firstEnded("parent");
  expect(result).toMatch(/child failed$/);
});

test("invoking a function that does not exist throws and says so", async () => {
  const app = await openApp();
  await serveInvocation(app, "nobody", () => null);

  await app.send("go");

  const { result } = await app.firstEnded("parent");
  expect(result).toMatch(`could not find function with ID: ${app.id}-nobody`);
});

test("invoke throws at its timeout while the invoked function goes on", async () => {
  const app = await openApp();
  const hold = latch();
  await serveInvocation(app, "child", () => hold.opened.then(() => "late"), "1s");

  await app.send("go");

  const { result } = await app.firstEnded("parent");
  expect(result).toMatch(/Timed out waiting for invoked function to complete/);
  hold.open();
  expect(await app.firstEnded("child")).toMatchObject({ result: "late" });
});

test("POST /invoke starts a function by its id", async () => {
  const app = await openApp();
  await serveInvocation(app, "child", ({ v }) => v);

  const response = await fetch(`${app.engineUrl}/invoke/${app.id}-child`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ data: { v: "by hand" } }),
  });

  expect(await response.json()).toMatchObject({ status: 200, id: expect.any(String) });
  expect(await app.firstEnded("child")).toMatchObject({ result: "by hand" });
});
