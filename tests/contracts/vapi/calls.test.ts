import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { clientFor, errorOf, FIRST_MESSAGE, numberOf, PHONE_NUMBER_ID, setup } from "./setup";

const QUOTE = numberOf(0);

describe("POST /call", () => {
  test("a placed call is queued, says where to hang up and how many lines are left", async () => {
    const { dial, simulator } = await setup();

    const call = await dial(QUOTE, {
      customer: { externalId: "attempt-1" },
      call: { name: "batch 7" },
    });

    expect(call).toMatchObject({
      type: "outboundPhoneCall",
      status: "queued",
      name: "batch 7",
      phoneNumberId: PHONE_NUMBER_ID,
      customer: { number: QUOTE, externalId: "attempt-1" },
      subscriptionLimits: {
        concurrencyBlocked: false,
        concurrencyLimit: 10,
        remainingConcurrentCalls: 9,
      },
    });
    expect(call.monitor?.controlUrl).toBe(`${simulator.url}/${call.id}/control`);
  });

  test.each([
    ["assistantId", { call: { assistantId: PHONE_NUMBER_ID } }],
    ["customers", { call: { customers: [{ number: QUOTE }] } }],
    ["schedulePlan", { call: { schedulePlan: { earliestAt: "2026-01-01T00:00:00Z" } } }],
    ["server.credentialId", { assistant: { server: { credentialId: PHONE_NUMBER_ID } } }],
    [
      "artifactPlan.structuredOutputIds",
      { assistant: { artifactPlan: { structuredOutputIds: ["a"] } } },
    ],
  ])("%s is not imitated and answered 501", async (name, changes) => {
    const { client, body, simulator } = await setup();

    const error = await errorOf(client.calls.create(body(QUOTE, changes)));

    expect(error).toMatchObject({
      statusCode: 501,
      body: { message: `The Vapi simulator does not imitate POST /call with "${name}".` },
    });
    expect(simulator.calls()).toEqual([]);
  });

  test("so are all other endpoints", async () => {
    const { client, simulator } = await setup();

    const update = await errorOf(client.calls.update({ id: PHONE_NUMBER_ID, name: "x" }));
    const remove = await errorOf(client.calls.delete({ id: PHONE_NUMBER_ID }));
    const assistants = await fetch(`${simulator.url}/assistant`);

    expect(update.message).toContain(`PATCH /call/${PHONE_NUMBER_ID}`);
    expect([update.statusCode, remove.statusCode, assistants.status]).toEqual([501, 501, 501]);
  });
});

describe("authorization", () => {
  const unauthorized = { message: "Unauthorized", error: "Unauthorized", statusCode: 401 };

  test("any bearer token will do, none will not", async () => {
    const { simulator } = await setup();

    const without = await fetch(`${simulator.url}/call`);
    const empty = await fetch(`${simulator.url}/call`, { headers: { Authorization: "Bearer " } });

    expect(without.status).toBe(401);
    expect(await without.json()).toEqual(unauthorized);
    expect(empty.status).toBe(401);
    await expect(clientFor(simulator.url).calls.list()).resolves.toEqual([]);
  });

  test("a configured key is the only token that is accepted", async () => {
    const { simulator } = await setup({ apiKey: "right" });

    const wrong = await errorOf(clientFor(simulator.url, "wrong").calls.list());

    expect(wrong).toMatchObject({ statusCode: 401, body: unauthorized });
    await expect(clientFor(simulator.url, "right").calls.list()).resolves.toEqual([]);
  });
});

describe("GET /call/:id", () => {
  test("a call goes from queued to ended and then gets its analysis", async () => {
    const { dial, client, simulator } = await setup();
    const placed = await dial(QUOTE);

    const talking = await eventually(
      () => client.calls.get({ id: placed.id }),
      (call) => call.startedAt !== undefined,
    );
    await simulator.idle();
    const ended = await client.calls.get({ id: placed.id });

    expect(talking.id).toBe(placed.id);
    expect(ended).toMatchObject({ status: "ended", endedReason: "assistant-ended-call" });
    expect(ended.artifact?.transcript).toContain(`AI: ${FIRST_MESSAGE}\nUser: `);
    expect(ended.analysis?.summary).toEqual(expect.any(String));
    expect(Date.parse(ended.endedAt ?? "")).toBeGreaterThan(Date.parse(ended.startedAt ?? ""));
    expect(ended.cost).toBeGreaterThan(0);
  });

  test("an unknown call is 404", async () => {
    const { client } = await setup();

    const error = await errorOf(client.calls.get({ id: PHONE_NUMBER_ID }));

    expect(error).toMatchObject({ statusCode: 404, body: { error: "Not Found", statusCode: 404 } });
  });
});

describe("GET /call", () => {
  test("the newest call comes first, 100 unless a limit is given", async () => {
    const { dial, client } = await setup({ lines: 200 });
    const ids: string[] = [];
    for (let index = 0; index < 101; index++) ids.push((await dial(QUOTE)).id);

    const all = await client.calls.list();
    const two = await client.calls.list({ limit: 2 });

    expect(all.map((call) => call.id)).toEqual(ids.slice(1).reverse());
    expect(two.map((call) => call.id)).toEqual(ids.slice(-2).reverse());
  });

  test("phone number and bounds on the creation time choose calls", async () => {
    const { dialForLong, client } = await setup();
    const first = await dialForLong(QUOTE);
    // Two calls of the same millisecond could not be told apart by time.
    await eventually(Date.now, (now) => now > Date.parse(first.createdAt));
    const second = await dialForLong(numberOf(1));
    const list = async (query: Parameters<typeof client.calls.list>[0]) =>
      (await client.calls.list(query)).map((call) => call.id);

    expect(await list({ phoneNumberId: PHONE_NUMBER_ID })).toEqual([second.id, first.id]);
    expect(await list({ phoneNumberId: first.id })).toEqual([]);
    expect(await list({ createdAtGe: second.createdAt })).toEqual([second.id]);
    expect(await list({ createdAtGt: second.createdAt })).toEqual([]);
    expect(await list({ createdAtLe: first.createdAt })).toEqual([first.id]);
    expect(await list({ createdAtLt: second.createdAt })).toEqual([first.id]);
    expect(await list({ id: first.id })).toEqual([first.id]);
  });

  test("a limit above 1,000 and a time that is none are refused", async () => {
    const { client } = await setup();

    const limit = await errorOf(client.calls.list({ limit: 1001 }));
    const time = await errorOf(client.calls.list({ createdAtGe: "yesterday" }));

    expect(limit.body).toMatchObject({ message: ["limit must not be greater than 1000"] });
    expect(time.body).toMatchObject({ message: ["createdAtGe must be a Date instance"] });
  });
});
