import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { createVapiClient, placeCall } from "./client";
import { answer, startTestServer } from "./test-server";

const DTO = { phoneNumberId: "line-1", name: "attempt-1", customer: { number: "+14155550123" } };
const CALL = {
  id: "5f0c6f0e-7c50-4d30-a0d9-6a4f7d3d3a11",
  status: "queued",
  monitor: {
    controlUrl: "https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/x",
  },
  subscriptionLimits: {
    concurrencyBlocked: false,
    concurrencyLimit: 10,
    remainingConcurrentCalls: 9,
  },
};
const DAILY =
  "Couldn't Start Call. Numbers Bought On Vapi Have A Daily Outbound Call Limit. Import Your Own Twilio Numbers To Scale Without Limits.";
const E164 =
  "customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).";
const HTML_522 =
  "<!DOCTYPE html><html><head><title>522</title></head><body><h1>Connection timed out</h1></body></html>";

const badRequest = (message: unknown) => ({ message, error: "Bad Request", statusCode: 400 });

/** Long enough for a slow machine to have sent the request, so that the one request is seen. */
const SILENCE_SECONDS = 1;

async function place(
  handler: (response: ServerResponse) => void,
  timeoutSeconds: number | undefined = undefined,
) {
  const server = await startTestServer((_, response) => handler(response));
  const api = createVapiClient({ baseUrl: server.url, apiKey: "key-1" });
  const result = await placeCall(api, DTO, { timeoutSeconds });
  return { result, server };
}

describe("an accepted call", () => {
  test("is placed, with what is needed to follow and to end it", async () => {
    const { result, server } = await place((response) => answer(response, 201, CALL));

    expect(result).toEqual({
      kind: "placed",
      callId: CALL.id,
      controlUrl: CALL.monitor.controlUrl,
      status: "queued",
    });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/call" });
    expect(server.received[0]?.headers.authorization).toBe("Bearer key-1");
    expect(JSON.parse(server.received[0]?.body ?? "")).toEqual(DTO);
  });

  test("is placed although its body speaks of concurrency limits", async () => {
    const body = {
      ...CALL,
      subscriptionLimits: { concurrencyLimit: 10, remainingConcurrentCalls: 0 },
    };
    const { result } = await place((response) => answer(response, 201, body));

    expect(result).toMatchObject({ kind: "placed", controlUrl: CALL.monitor.controlUrl });
  });

  test("that no line will carry is not placed, and its record is named", async () => {
    const body = {
      ...CALL,
      subscriptionLimits: { concurrencyBlocked: true, concurrencyLimit: 10 },
    };
    const { result } = await place((response) => answer(response, 201, body));

    expect(result).toMatchObject({ kind: "no_line", callId: CALL.id, retryAfterSeconds: null });
  });

  test("without a control URL is placed as well", async () => {
    const { result } = await place((response) => answer(response, 201, { id: CALL.id }));

    expect(result).toEqual({ kind: "placed", callId: CALL.id, controlUrl: null, status: null });
  });
});

/** Rows: status, body, expected result, headers. In every one of them the answer proves that nothing was dialed. */
const REFUSALS: [number, unknown, Record<string, unknown>, Record<string, string>?][] = [
  [400, { error: "Over Concurrency Limit" }, { kind: "no_line", reason: "Over Concurrency Limit" }],
  [400, badRequest("Over Concurrency Limit"), { kind: "no_line" }],
  [400, badRequest(["Over Concurrency Limit"]), { kind: "no_line" }],
  [403, badRequest("Concurrency limit reached"), { kind: "no_line" }],
  [
    429,
    { message: "Rate limit exceeded" },
    { kind: "no_line", retryAfterSeconds: 7 },
    { "retry-after": "7" },
  ],
  [429, "slow down", { kind: "no_line", retryAfterSeconds: null }],
  [429, badRequest(DAILY), { kind: "account_fault", code: "daily_cap" }],
  [400, badRequest([E164]), { kind: "provider_refused", code: "invalid_number", message: E164 }],
  [400, badRequest("customer.extension must be shorter"), { kind: "provider_refused" }],
  [400, badRequest("The 'To' number is not a valid phone number"), { code: "invalid_number" }],
  [
    400,
    badRequest("Couldn't Start Call. Free Vapi Numbers Do Not Support International Calls."),
    { kind: "provider_refused", code: "international" },
  ],
  [400, badRequest("Computer says no"), { kind: "provider_refused", code: "refused" }],
  [422, { detail: "odd" }, { kind: "provider_refused", code: "refused" }],
  [400, badRequest(DAILY), { kind: "account_fault", code: "daily_cap", message: DAILY }],
  [400, badRequest(["property metadata should not exist"]), { code: "configuration" }],
  [400, badRequest(["property concurrencyLimit should not exist"]), { code: "configuration" }],
  [400, badRequest(["customer.property vip should not exist", E164]), { code: "configuration" }],
  [400, badRequest([E164, "assistant.server.url must be a URL"]), { code: "configuration" }],
  [400, badRequest([E164, "assistant.model.model must be one of"]), { code: "assistant" }],
  [400, badRequest("Couldn't Find Voice `Lily`."), { code: "assistant" }],
  [404, badRequest("Transcriber nova-9 not found"), { code: "assistant" }],
  [403, badRequest("The model gpt-4.1 is no longer available"), { code: "assistant" }],
  [401, badRequest("Invalid key for the voice provider"), { code: "credentials" }],
  [402, badRequest("No credit for this model"), { code: "credit" }],
  [400, badRequest("customer.voice must be a string"), { kind: "provider_refused" }],
  [
    400,
    badRequest("Couldn't Get Phone Number. `phoneNumberId` does not exist."),
    { code: "configuration" },
  ],
  [400, badRequest("Free Vapi numbers are for inbound calls only"), { code: "configuration" }],
  [404, badRequest("Cannot POST /v2/call"), { kind: "account_fault", code: "configuration" }],
  [413, "too large", { kind: "account_fault", code: "configuration" }],
  [
    401,
    { message: "Unauthorized", statusCode: 401 },
    { kind: "account_fault", code: "credentials" },
  ],
  [403, "<html><body>Forbidden</body></html>", { code: "credentials", message: "Forbidden" }],
  [402, {}, { kind: "account_fault", code: "credit" }],
  [400, badRequest("Wallet Balance is -0.12. Purchase More Credits."), { code: "credit" }],
];

describe("a refused call", () => {
  test.each(REFUSALS)("%i %j is %j, after one request", async (status, body, expected, headers) => {
    const { result, server } = await place((response) => answer(response, status, body, headers));

    expect(result).toMatchObject(expected);
    expect(server.received).toHaveLength(1);
  });

  test("keeps its reason short, for an answer of any size", async () => {
    const { result } = await place((response) =>
      answer(response, 400, badRequest(Array(500).fill("customer.number is odd ".repeat(50)))),
    );

    expect(result).toMatchObject({ kind: "provider_refused" });
    expect(JSON.stringify(result).length).toBeLessThan(500);
  });

  test("whose JSON is broken is still known by its status", async () => {
    const { result } = await place((response) =>
      answer(response, 401, '{"message":"Unauth', { "content-type": "application/json" }),
    );

    expect(result).toMatchObject({ kind: "account_fault", code: "credentials" });
  });

  test("by a redirect is a wrong address, and the second address gets no request", async () => {
    const { result, server } = await place((response) =>
      answer(response, 307, "", { location: "/elsewhere" }),
    );

    expect(result).toMatchObject({ kind: "account_fault", code: "configuration" });
    expect(server.received).toHaveLength(1);
  });
});

describe("a call that may or may not exist", () => {
  test.each([
    [500, badRequest("Internal server error")],
    [500, { error: "Over Concurrency Limit" }],
    [502, "<html>Bad gateway</html>"],
    [503, { message: "Service Unavailable" }],
    [504, ""],
    [522, HTML_522],
    [408, "Request Timeout"],
    [201, ""],
    [201, "<html>Thank you</html>"],
    [201, { ok: true }],
    [201, { id: 7 }],
    [201, []],
    [202, { results: [], errors: [] }],
  ])("%i %j is ambiguous, and is asked for once", async (status, body) => {
    const { result, server } = await place((response) => answer(response, status, body));

    expect(result.kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is ambiguous when the connection breaks after the request", async () => {
    const { result, server } = await place((response) => response.destroy());

    expect(result.kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is ambiguous when the answer breaks off", async () => {
    const { result, server } = await place((response) => {
      response.writeHead(201, { "content-type": "application/json", "content-length": "500" });
      response.write('{"id":"5f0c');
      setImmediate(() => response.destroy());
    });

    expect(result.kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is ambiguous when no answer comes in time", async () => {
    const { result, server } = await place(() => undefined, SILENCE_SECONDS);

    expect(result.kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is ambiguous when an answer begins and never ends", async () => {
    const { result, server } = await place((response) => {
      response.writeHead(201, { "content-type": "application/json" });
      response.write('{"id":"5f0c');
    }, SILENCE_SECONDS);

    expect(result.kind).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
  });

  test("is ambiguous when the answer has no end of size", async () => {
    const { result } = await place((response) => answer(response, 201, "x".repeat(1_100_000)));

    expect(result.kind).toBe("ambiguous");
  });
});

describe("a phone service that cannot be reached", () => {
  test("was not asked: a closed port proves that nothing was dialed", async () => {
    const server = await startTestServer(() => undefined);
    await server.close();
    const api = createVapiClient({ baseUrl: server.url, apiKey: "key-1" });

    expect(await placeCall(api, DTO)).toMatchObject({ kind: "unreachable", retryAfterSeconds: 15 });
  });

  test.each([
    ["ENOTFOUND", "unreachable"],
    ["EAI_AGAIN", "unreachable"],
    ["UND_ERR_CONNECT_TIMEOUT", "unreachable"],
    ["CERT_HAS_EXPIRED", "unreachable"],
    ["ECONNRESET", "ambiguous"],
    ["UND_ERR_SOCKET", "ambiguous"],
    ["UND_ERR_HEADERS_TIMEOUT", "ambiguous"],
    ["EPIPE", "ambiguous"],
  ])("a request that failed by %s is %s", async (code, kind) => {
    let requests = 0;
    const failing: typeof fetch = async () => {
      requests += 1;
      const cause = Object.assign(new Error("x"), { code });
      throw new TypeError("fetch failed", { cause });
    };
    const api = createVapiClient({ baseUrl: "https://vapi.invalid", apiKey: "k", fetch: failing });

    expect((await placeCall(api, DTO)).kind).toBe(kind);
    expect(requests).toBe(1);
  });

  test("of several addresses all must have been closed", async () => {
    const refused = Object.assign(new Error("x"), { code: "ECONNREFUSED" });
    const reset = Object.assign(new Error("x"), { code: "ECONNRESET" });
    const place = (errors: Error[]) =>
      placeCall(
        createVapiClient({
          baseUrl: "https://vapi.invalid",
          apiKey: "k",
          fetch: async () => {
            throw new TypeError("fetch failed", { cause: new AggregateError(errors) });
          },
        }),
        DTO,
      );

    expect((await place([refused, refused])).kind).toBe("unreachable");
    expect((await place([refused, reset])).kind).toBe("ambiguous");
  });
});
