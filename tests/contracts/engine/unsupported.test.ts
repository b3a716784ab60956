import { describe, expect, test } from "vitest";
import { openApp } from "./app";
import { openStandIn, skip } from "./target";

type Register = (
  functionConfig: Record<string, unknown>,
) => Promise<{ status: number; error: string }>;

async function registrar(): Promise<Register> {
  const { url } = await openStandIn();
  return async (functionConfig) => {
    const runtime = { type: "http", url: "http://127.0.0.1:1/api/inngest?fnId=a-f&stepId=step" };
    const response = await fetch(`${url}/fn/register`, {
      method: "POST",
      body: JSON.stringify({
        appName: "a",
        functions: [
          {
            id: "a-f",
            triggers: [{ event: "go" }],
            steps: { step: { id: "step", name: "step", runtime } },
            ...functionConfig,
          },
        ],
      }),
    });
    const { error } = (await response.json()) as { error: string };
    return { status: response.status, error };
  };
}

describe.skipIf(skip.refusals)("what the stand-in lacks is refused by name", () => {
  test.each([
    ["batchEvents", { maxSize: 3, timeout: "2s" }],
    ["debounce", { period: "2s" }],
    ["throttle", { limit: 1, period: "2s" }],
    ["rateLimit", { limit: 1, period: "2s" }],
    ["singleton", { mode: "skip" }],
    ["priority", { run: "event.data.p" }],
    ["timeouts", { finish: "1h" }],
    ["somethingNew", true],
  ])("function option %s: 501 at registration", async (option, value) => {
    const register = await registrar();

    const { status, error } = await register({ [option]: value });

    expect(status).toBe(501);
    expect(error).toContain('"a-f"');
    expect(error).toContain(`"${option}"`);
  });

  test("a jitter of a cron trigger and a connect worker: 501 at registration", async () => {
    const register = await registrar();

    const jitter = await register({ triggers: [{ cron: "* * * * *", jitter: "1m" }] });
    const worker = await register({
      steps: { step: { runtime: { type: "ws", url: "ws://127.0.0.1:1" } } },
    });

    expect(jitter).toEqual({ status: 501, error: expect.stringContaining("jitter") });
    expect(worker).toEqual({ status: 501, error: expect.stringContaining('"ws"') });
  });

  test("the app that asked is told, so its developer sees it", async () => {
    const app = await openApp();
    const fn = app.client.createFunction(
      {
        id: "slow",
        triggers: [{ event: app.event("go") }],
        throttle: { limit: 1, period: "1m" },
      },
      () => null,
    );

    const registration = app.serve(fn);

    await expect(registration).rejects.toThrow("throttle");
  });

  test.each([
    ["WaitForSignal", "step.waitForSignal"],
    ["AIGateway", "step.ai.infer"],
    ["parallel mode", "group.parallel"],
    ["request version 1", "optimizeParallelism: false"],
  ])("%s (%s): the run fails and says so", async (name, feature) => {
    const app = await openApp();
    const fn = app.client.createFunction(
      {
        id: "modern",
        triggers: [{ event: app.event("go") }],
        optimizeParallelism: feature !== "optimizeParallelism: false",
      },
      async ({ step, group }) => {
        switch (feature) {
          case "step.waitForSignal":
            return step.waitForSignal("signal", { signal: "s", timeout: "1h", onConflict: "fail" });
          case "step.ai.infer":
            return step.ai.infer("infer", {
              model: step.ai.models.openai({ model: "gpt-4o", apiKey: "none" }),
              body: { messages: [] },
            });
          case "group.parallel":
            return group.parallel(() =>
              Promise.race([step.run("a", () => 1), step.run("b", () => 2)]),
            );
          default:
            return step.run("plain", () => 1);
        }
      },
    );
    await app.serve(fn);

    await app.send("go");

    const { _inngest, error } = await app.firstEnded("modern");
    expect(_inngest.status).toBe("Failed");
    expect(error?.message).toContain("not implemented by the local Inngest engine");
    expect(error?.message).toContain(name);
  });

  test.each([
    ["POST", "/v1/signals"],
    ["POST", "/v1/checkpoint"],
    ["GET", "/v0/runs/x/actions"],
    ["POST", "/v1/realtime/publish"],
    ["POST", "/v0/gql"],
  ])("%s %s: 501", async (method, path) => {
    const { url } = await openStandIn();

    const response = await fetch(`${url}${path}`, { method });

    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      error: `not implemented by the local Inngest engine: ${method} ${path}`,
      status: 501,
    });
  });

  test.each([
    ["an expression that does not compile", { idempotency: "event.data ==" }],
    ["a cron expression with seconds", { triggers: [{ cron: "*/5 * * * * *" }] }],
    ["a shared concurrency limit without a key", { concurrency: { limit: 1, scope: "env" } }],
    ["a cancellation with an impossible timeout", { cancel: [{ event: "x", timeout: "soon" }] }],
  ])("%s: 400 at registration, naming the function", async (_, functionConfig) => {
    const register = await registrar();

    const { status, error } = await register(functionConfig);

    expect(status).toBe(400);
    expect(error).toContain('"a-f"');
  });
});
