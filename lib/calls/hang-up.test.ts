import { describe, expect, test } from "vitest";
import { hangUp, isControlUrl } from "./hang-up";
import { answer, startTestServer } from "./test-server";

describe("hanging up", () => {
  test.each([
    [200, "hung_up"],
    [204, "hung_up"],
    [404, "already_over"],
    [410, "already_over"],
    [400, "failed"],
    [500, "failed"],
    [302, "failed"],
  ])("the answer %i means %s", async (status, kind) => {
    const server = await startTestServer((_, response) => {
      response.writeHead(status, { location: "/elsewhere" });
      response.end();
    });

    const result = await hangUp({ baseUrl: server.url, fetch }, `${server.url}/control/1`);

    expect(result.kind).toBe(kind);
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/control/1" });
    expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({ type: "end-call" });
    expect(server.received[0]?.headers.authorization).toBeUndefined();
  });

  test("a refusal that says the call has ended is no failure", async () => {
    const server = await startTestServer((_, response) =>
      answer(response, 400, { message: "Call Has Ended.", statusCode: 400 }),
    );

    expect(await hangUp({ baseUrl: server.url, fetch }, `${server.url}/c`)).toEqual({
      kind: "already_over",
    });
  });

  test("fails after its time when nobody answers", async () => {
    const server = await startTestServer(() => undefined);
    const api = { baseUrl: server.url, fetch };

    expect(await hangUp(api, `${server.url}/control/1`, { timeoutMs: 200 })).toEqual({
      kind: "failed",
      message: "TimeoutError",
    });
  });

  test("fails when the service is gone", async () => {
    const server = await startTestServer((_, response) => answer(response, 200, {}));
    await server.close();

    expect(await hangUp({ baseUrl: server.url, fetch }, `${server.url}/c`)).toMatchObject({
      kind: "failed",
    });
  });

  test("sends nothing to an address that is not the phone service's", async () => {
    const server = await startTestServer((_, response) => answer(response, 200, {}));
    const api = { baseUrl: "https://api.vapi.ai", fetch };

    expect(await hangUp(api, `${server.url}/control/1`)).toMatchObject({ kind: "failed" });
    expect(server.received).toEqual([]);
  });
});

describe("isControlUrl", () => {
  test.each([
    [
      "https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/1/control",
      "https://api.vapi.ai",
      true,
    ],
    ["https://api.vapi.ai/1/control", "https://api.vapi.ai", true],
    ["http://api.vapi.ai/1/control", "https://api.vapi.ai", false],
    ["https://vapi.ai.evil.example/1", "https://api.vapi.ai", false],
    ["https://evilvapi.ai/1", "https://api.vapi.ai", false],
    ["https://api.vapi.ai@evil.example/1", "https://api.vapi.ai", false],
    ["https://user:pass@api.vapi.ai/1", "https://api.vapi.ai", false],
    ["https://x.vapi.ai:8443/1", "https://api.vapi.ai", false],
    ["http://169.254.169.254/latest/meta-data", "https://api.vapi.ai", false],
    ["http://localhost:4020/control/1", "http://127.0.0.1:4020", true],
    ["http://127.0.0.1:9999/control/1", "http://127.0.0.1:4020", false],
    ["http://localhost:4020/control/1", "https://api.vapi.ai", false],
    ["file:///etc/passwd", "https://api.vapi.ai", false],
    ["not a url", "https://api.vapi.ai", false],
    ["", "https://api.vapi.ai", false],
  ])("%j of a service at %j: %s", (controlUrl, baseUrl, expected) => {
    expect(isControlUrl(controlUrl, baseUrl)).toBe(expected);
  });
});
