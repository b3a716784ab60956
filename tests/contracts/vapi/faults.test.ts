import { VapiError } from "@vapi-ai/server-sdk";
import { describe, expect, test } from "vitest";
import type { FaultInput } from "@/local/vapi/server";
import { eventually } from "@/tests/support/eventually";
import { kindOf } from "./receiver";
import { clientFor, errorOf, numberOf, setup } from "./setup";

const QUOTE = numberOf(0);
const OTHER = numberOf(1);
const BAD_GATEWAY_HTML = "<html><title>522: Connection timed out</title></html>";

const answers: [
  title: string,
  answer: Extract<FaultInput, { fault: "get-fails" }>["answer"],
  status?: number,
][] = [
  ["500", { status: 500 }, 500],
  ["502", { status: 502 }, 502],
  ["503", { status: 503, headers: { "Retry-After": "30" } }, 503],
  ["504", { status: 504 }, 504],
  ["522 in HTML", { status: 522, body: BAD_GATEWAY_HTML }, 522],
  ["401", { status: 401 }, 401],
  ["402", { status: 402, body: { message: "Insufficient wallet balance" } }, 402],
  ["a reset connection", { reset: true }],
  ["a connection closed after a silence", { timeoutMs: 20 }],
];

describe("POST /call", () => {
  test.each(answers)("%s before placing: nobody is dialed", async (_title, answer, status) => {
    const { client, body, simulator } = await setup();
    simulator.fault({ fault: "fail-before-placing", answer });

    const error = await errorOf(client.calls.create(body(QUOTE)));

    expect(error.statusCode).toBe(status);
    expect(simulator.calls()).toEqual([]);
  });

  test.each(answers)("%s after placing: the call still runs", async (_title, answer, status) => {
    const { client, body, simulator, receiver } = await setup();
    simulator.fault({ fault: "fail-after-placing", answer });

    const error = await errorOf(
      client.calls.create(body(QUOTE, { customer: { externalId: "a1" } })),
    );
    await simulator.idle();
    const found = await client.calls.list();

    expect(error.statusCode).toBe(status);
    expect(found.map((call) => [call.customer?.externalId, call.status])).toEqual([
      ["a1", "ended"],
    ]);
    expect(receiver.messages().map(kindOf)).toContain("report");
  });

  test("a silence longer than the client's patience is a timeout there", async () => {
    const { client, body, simulator } = await setup();
    simulator.fault({ fault: "fail-after-placing", answer: { timeoutMs: 60_000 } });

    const error = await errorOf(client.calls.create(body(QUOTE), { timeoutInSeconds: 0.2 }));

    expect(error.message).toMatch(/timeout/i);
    expect(simulator.calls()).toHaveLength(1);
  });

  test("a malformed and a huge success", async () => {
    const { client, body, simulator } = await setup();
    simulator.fault({ fault: "fail-after-placing", answer: { status: 201, body: '{"id":"tor' } });
    simulator.fault({
      fault: "fail-after-placing",
      answer: { status: 201, body: { id: "a" }, bodyBytes: 2_000_000 },
    });

    const malformed = await client.calls.create(body(QUOTE)).withRawResponse();
    const huge = await client.calls.create(body(QUOTE)).withRawResponse();

    expect(malformed.data).not.toHaveProperty("id");
    expect(huge.data).toEqual({ id: "a" });
    expect(Number(huge.rawResponse.headers.get("content-length"))).toBe(2_000_000);
  });

  test("the vendor's client dials three times when its own retries are left on", async () => {
    const { body, simulator } = await setup();
    simulator.fault({
      fault: "fail-after-placing",
      answer: { status: 503, headers: { "Retry-After": "1" } },
      count: 2,
    });
    const { client } = { client: clientFor(simulator.url) };

    await client.calls.create(body(QUOTE), { maxRetries: 2 });

    expect(simulator.calls().map((call) => call.number)).toEqual([QUOTE, QUOTE, QUOTE]);
  });
});

describe("which requests a fault strikes", () => {
  test("as many as its count says, of its number only, oldest fault first", async () => {
    const { client, body, simulator } = await setup();
    simulator.fault({
      fault: "fail-before-placing",
      answer: { status: 500 },
      number: QUOTE,
      count: 2,
    });
    simulator.fault({ fault: "fail-before-placing", answer: { status: 503 }, number: QUOTE });
    const status = (number: string) =>
      client.calls.create(body(number)).then(
        () => 201,
        (error: unknown) => (error instanceof VapiError ? error.statusCode : error),
      );

    const seen = [];
    for (const number of [QUOTE, OTHER, QUOTE, QUOTE, QUOTE]) seen.push(await status(number));

    expect(seen).toEqual([500, 201, 500, 503, 201]);
  });

  test("every one, where the count is always, until the faults are cleared", async () => {
    const { client, simulator } = await setup();
    simulator.fault({ fault: "list-fails", answer: { status: 500 }, count: "always" });

    for (let request = 0; request < 3; request++)
      expect(await errorOf(client.calls.list())).toMatchObject({ statusCode: 500 });
    await fetch(`${simulator.url}/__simulator/faults`, { method: "DELETE" });

    expect(await client.calls.list()).toEqual([]);
  });
});

describe("GET /call and GET /call/:id", () => {
  test("they fail as asked", async () => {
    const { client, dial, simulator } = await setup();
    const call = await dial(QUOTE);
    simulator.fault({ fault: "list-fails", answer: { status: 502 } });
    simulator.fault({ fault: "get-fails", answer: { reset: true }, number: QUOTE });

    const list = await errorOf(client.calls.list());
    const get = await errorOf(client.calls.get({ id: call.id }));

    expect(list.statusCode).toBe(502);
    expect(get.statusCode).toBeUndefined();
    expect((await client.calls.get({ id: call.id })).id).toBe(call.id);
  });

  test("a young call stays hidden from the list for the time of the lag", async () => {
    const { client, dial, simulator } = await setup();
    const hidden = await dial(QUOTE);
    const shown = await dial(OTHER);
    simulator.fault({ fault: "list-lags", hiddenForMs: 3_600_000, number: QUOTE, count: 2 });
    simulator.fault({ fault: "get-lags", hiddenForMs: 3_600_000 });
    const ids = async () => (await client.calls.list()).map((call) => call.id);

    const lagging = [await ids(), await ids()];
    const missing = await errorOf(client.calls.get({ id: hidden.id }));
    const caughtUp = await ids();

    expect(lagging).toEqual([[shown.id], [shown.id]]);
    expect(missing.statusCode).toBe(404);
    expect(caughtUp).toEqual([shown.id, hidden.id]);
  });

  test("a call older than the lag is in the list", async () => {
    const { client, dial, simulator } = await setup();
    const call = await dial(QUOTE);
    simulator.fault({ fault: "list-lags", hiddenForMs: 50, count: "always" });

    const list = await eventually(
      () => client.calls.list(),
      (calls) => calls.length === 1,
    );

    expect(list[0]?.id).toBe(call.id);
  });

  test("a delayed list comes late, and is complete", async () => {
    const { client, dial, simulator } = await setup();
    await dial(QUOTE);
    simulator.fault({ fault: "list-lags", delayMs: 60_000 });

    const error = await errorOf(client.calls.list({}, { timeoutInSeconds: 0.2 }));
    simulator.fault({ fault: "list-lags", delayMs: 10 });

    expect(error.message).toMatch(/timeout/i);
    expect(await client.calls.list()).toHaveLength(1);
  });
});

test("hanging up fails as asked and leaves the call alone", async () => {
  const { client, dialForLong, simulator } = await setup();
  const call = await dialForLong(QUOTE);
  simulator.fault({ fault: "control-fails", answer: { status: 503 } });

  const answer = await fetch(call.monitor?.controlUrl ?? "", {
    method: "POST",
    body: JSON.stringify({ type: "end-call" }),
  });

  expect(answer.status).toBe(503);
  expect((await client.calls.get({ id: call.id })).status).not.toBe("ended");
});
