import { describe, expect, test } from "vitest";
import { createVapiClient, findCall, getCall } from "./client";
import { answer, startTestServer } from "./test-server";

type StoredCall = {
  id: string;
  createdAt: string;
  name?: string;
  customer?: { externalId?: string; number?: string };
  endedReason?: string;
};

const ATTEMPT = "0d9f1c9e-6a44-4b4f-9a53-5c1f8a7f2b10";
const START = Date.parse("2026-11-23T15:00:00.000Z");

const at = (milliseconds: number): string => new Date(START + milliseconds).toISOString();

const SEARCH = {
  externalId: ATTEMPT,
  createdAfter: new Date(START),
  createdBefore: new Date(START + 120_000),
};

/** Answers `GET /call` as Vapi does: newest first, both bounds included, at most `limit`. */
async function listOf(calls: StoredCall[]) {
  const server = await startTestServer((request, response) => {
    const query = new URL(request.url, "http://x").searchParams;
    const from = Date.parse(query.get("createdAtGe") ?? "");
    const until = Date.parse(query.get("createdAtLe") ?? "");
    const page = calls
      .filter((call) => Date.parse(call.createdAt) >= from && Date.parse(call.createdAt) <= until)
      .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
      .slice(0, Number(query.get("limit")));
    answer(response, 200, page);
  });
  return { server, api: createVapiClient({ baseUrl: server.url, apiKey: "key-1" }) };
}

const other = (index: number): StoredCall => ({
  id: `other-${index}`,
  createdAt: at(index),
  name: `attempt-${index}`,
  customer: { externalId: `attempt-${index}`, number: "+14155550123" },
});

describe("looking for a call whose answer was lost", () => {
  test.each([
    ["its external id", { customer: { externalId: ATTEMPT } }],
    ["its name", { name: ATTEMPT }],
  ])("finds it by %s, never by the number", async (_, identity) => {
    const call = { id: "call-1", createdAt: at(2_000), ...identity };
    const { api, server } = await listOf([other(1), call, other(3_000)]);

    expect(await findCall(api, SEARCH)).toMatchObject({ callId: "call-1", createdAt: at(2_000) });
    expect(server.received).toHaveLength(1);
    // Among the calls of all our numbers: which one it was dialed from may have changed since.
    expect(server.received[0]?.url).not.toContain("phoneNumberId");
  });

  test("finds nothing when there is nothing", async () => {
    const { api } = await listOf([other(1), other(2)]);

    expect(await findCall(api, SEARCH)).toBeNull();
  });

  test("turns pages until it is found, over calls of the same millisecond too", async () => {
    const crowd = Array.from({ length: 250 }, (_, index) => other(10_000 + Math.floor(index / 60)));
    const calls = crowd.map((call, index) => ({ ...call, id: `other-${index}` }));
    const { api, server } = await listOf([
      ...calls,
      { id: "call-1", createdAt: at(5), name: ATTEMPT },
    ]);

    expect(await findCall(api, SEARCH)).toMatchObject({ callId: "call-1" });
    expect(server.received.length).toBeGreaterThan(2);
  });

  test("gives up on a list that has no end", async () => {
    const full = Array.from({ length: 3_000 }, (_, index) => ({
      ...other(index * 40),
      id: `n-${index}`,
    }));
    const { api, server } = await listOf(full);

    expect(await findCall(api, SEARCH)).toBeNull();
    expect(server.received).toHaveLength(20);
  });

  test("gives up on a page of one moment that cannot be turned", async () => {
    const crowd = Array.from({ length: 200 }, (_, index) => ({ ...other(7), id: `n-${index}` }));
    const { api, server } = await listOf(crowd);

    expect(await findCall(api, SEARCH)).toBeNull();
    expect(server.received).toHaveLength(2);
  });

  test("of two takes the newer, and not one that found no line", async () => {
    const blocked = "call.start.error-subscription-concurrency-limit-reached";
    const { api } = await listOf([
      { id: "blocked", createdAt: at(30_000), name: ATTEMPT, endedReason: blocked },
      { id: "newer", createdAt: at(20_000), name: ATTEMPT },
      { id: "older", createdAt: at(10_000), name: ATTEMPT },
    ]);

    expect(await findCall(api, SEARCH)).toMatchObject({ callId: "newer" });
  });

  test("takes one that found no line when there is no other", async () => {
    const endedReason = "call.start.error-subscription-concurrency-limit-reached";
    const refused = { id: "refused", createdAt: at(30_000), name: ATTEMPT, endedReason };
    const lost = { id: "lost", createdAt: at(20_000), name: ATTEMPT };

    const { api: both } = await listOf([refused, lost]);
    expect(await findCall(both, SEARCH)).toMatchObject({ callId: "lost" });
    const { api: alone } = await listOf([refused]);
    expect(await findCall(alone, SEARCH)).toMatchObject({ callId: "refused" });
  });

  test("an unreadable list is an error, not an absence", async () => {
    const server = await startTestServer((_, response) => answer(response, 200, { results: [] }));
    const api = createVapiClient({ baseUrl: server.url, apiKey: "key-1" });

    await expect(findCall(api, SEARCH)).rejects.toThrow("not a list");
  });

  test("a refused list is an error, not an absence", async () => {
    const server = await startTestServer((_, response) => answer(response, 401, {}));
    const api = createVapiClient({ baseUrl: server.url, apiKey: "key-1" });

    await expect(findCall(api, SEARCH)).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe("asking for one call", () => {
  const ask = async (status: number, body: unknown) => {
    const server = await startTestServer((_, response) => answer(response, status, body));
    return getCall(createVapiClient({ baseUrl: server.url, apiKey: "key-1" }), "call-1");
  };

  test("a live call has no end yet", async () => {
    const body = {
      id: "call-1",
      status: "in-progress",
      createdAt: at(0),
      startedAt: at(4_000),
      name: ATTEMPT,
      customer: { externalId: ATTEMPT },
      monitor: { controlUrl: "https://control.vapi.ai/call-1" },
    };

    expect(await ask(200, body)).toEqual({
      callId: "call-1",
      status: "in-progress",
      createdAt: at(0),
      ended: false,
      endedAt: null,
      endedReason: null,
      controlUrl: "https://control.vapi.ai/call-1",
      isAnswerReady: false,
      externalId: ATTEMPT,
      name: ATTEMPT,
      isBlocked: false,
      report: null,
    });
  });

  test("an ended call says when and why", async () => {
    const body = {
      id: "call-1",
      status: "ended",
      endedReason: "customer-busy",
      updatedAt: at(9_000),
    };

    expect(await ask(200, body)).toMatchObject({
      ended: true,
      endedAt: at(9_000),
      endedReason: "customer-busy",
      isAnswerReady: true,
    });
  });

  test("a call that is not known is null", async () => {
    expect(await ask(404, { message: "Not Found" })).toBeNull();
  });

  test("a call that cannot be asked for is an error", async () => {
    await expect(ask(401, {})).rejects.toMatchObject({ statusCode: 401 });
  });

  test("is repeated after a passing fault, since asking changes nothing", async () => {
    const server = await startTestServer((_, response, count) =>
      count === 1
        ? answer(response, 429, {}, { "retry-after": "1" })
        : answer(response, 200, { id: "call-1" }),
    );
    const api = createVapiClient({ baseUrl: server.url, apiKey: "key-1" });

    expect(await getCall(api, "call-1")).toMatchObject({ callId: "call-1" });
    expect(server.received).toHaveLength(2);
  });
});
