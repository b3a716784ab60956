import { describe, expect, test } from "vitest";
import { documentedNumbers } from "@/local/vapi/behaviors";
import { errorOf, numberOf, setup } from "./setup";

const QUOTE = numberOf(0);

describe("GET /__simulator/calls", () => {
  test("every dial is listed with its number, attempt and times, and every request is counted", async () => {
    const { dial, client, body, simulator } = await setup();
    const call = await dial(numberOf(4), {
      customer: { externalId: "attempt-1" },
      call: { name: "b7" },
    });
    await errorOf(client.calls.create(body("12")));
    await client.calls.list();
    await client.calls.get({ id: call.id });
    await simulator.idle();

    const answer = await (await fetch(`${simulator.url}/__simulator/calls`)).json();

    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(answer).toEqual({
      calls: [
        {
          callId: call.id,
          number: numberOf(4),
          externalId: "attempt-1",
          name: "b7",
          behavior: "busy",
          status: "ended",
          endedReason: "customer-busy",
          dialedAt: call.createdAt,
          startedAt: null,
          endedAt: time,
          reportedAt: time,
          isBlocked: false,
          webhooks: ["queued", "ringing", "ended", "report"].map((kind) => ({
            kind,
            state: "delivered",
            attempts: 1,
            lastAnswer: "HTTP 200",
          })),
        },
      ],
      live: 0,
      maxConcurrent: 1,
      lines: 10,
      requests: { create: 2, refused: 1, list: 1, get: 1, control: 0 },
    });
    expect(simulator.calls()).toEqual(answer.calls);
  });
});

describe("POST /__simulator/script", () => {
  test("a number does what its script says, in order, and then its own again", async () => {
    const { dial, simulator, post } = await setup();
    const answer = await post("/__simulator/script", {
      number: QUOTE,
      next: [
        { behavior: "busy" },
        { behavior: "flat-quote", endedReason: "pipeline-no-longer-known" },
      ],
    });

    for (let call = 0; call < 3; call++) await dial(QUOTE);
    await simulator.idle();

    expect(answer.status).toBe(201);
    expect(simulator.calls().map((call) => call.endedReason)).toEqual([
      "customer-busy",
      "pipeline-no-longer-known",
      "assistant-ended-call",
    ]);
  });

  test("a script can give the structured data itself", async () => {
    const { dial, client, simulator } = await setup();
    const structuredData = { price: { low: -5 } };
    simulator.script({ number: QUOTE, next: [{ behavior: "flat-quote", structuredData }] });
    const structuredDataPlan = { enabled: true, schema: { type: "object" as const } };

    const { id } = await dial(QUOTE, { assistant: { analysisPlan: { structuredDataPlan } } });
    await simulator.idle();

    expect((await client.calls.get({ id })).analysis?.structuredData).toEqual(structuredData);
  });

  test("a script can give the whole conversation, together with what was read from it", async () => {
    const { dial, client, simulator } = await setup();
    const conversation = [
      { role: "assistant" as const, message: "What would it cost?" },
      { role: "user" as const, message: "One eighty." },
    ];
    const structuredData = { price: { low: 1800 } };
    simulator.script({
      number: QUOTE,
      next: [{ behavior: "flat-quote", conversation, structuredData }],
    });
    const structuredDataPlan = { enabled: true, schema: { type: "object" as const } };

    const { id } = await dial(QUOTE, { assistant: { analysisPlan: { structuredDataPlan } } });
    await simulator.idle();

    const { artifact, analysis } = await client.calls.get({ id });
    expect(artifact?.transcript).toBe("AI: What would it cost?\nUser: One eighty.\n");
    expect(analysis?.structuredData).toEqual(structuredData);
  });

  test("a conversation needs somebody who picks up", async () => {
    const { script } = await import("@/local/vapi/inspector/script");
    const conversation = [{ role: "user", message: "Hello?" }];

    const read = script.safeParse({ number: QUOTE, next: [{ behavior: "busy", conversation }] });

    expect(read.error?.issues[0]?.path).toEqual(["next", 0, "conversation"]);
    expect(read.error?.issues[0]?.message).toMatch(/nobody picks up/);
  });

  test("a refused dial does not use up the script", async () => {
    const { client, dial, body, simulator } = await setup();
    simulator.script({ number: QUOTE, next: [{ behavior: "busy" }] });
    simulator.fault({ fault: "over-limit", variant: "message-string" });

    await errorOf(client.calls.create(body(QUOTE)));
    await dial(QUOTE);

    expect(simulator.calls().map((call) => call.behavior)).toEqual(["busy"]);
  });
});

describe("POST /__simulator/revise", () => {
  test("a call has cost another sum, and its report says so once more, dated later", async () => {
    const { dial, client, simulator, receiver, post } = await setup();
    const { id } = await dial(QUOTE);
    await simulator.idle();

    const answer = await post("/__simulator/revise", { callId: id, costUsd: 0.2 });
    await simulator.idle();

    expect(answer.status).toBe(201);
    expect(await client.calls.get({ id })).toMatchObject({ cost: 0.2 });
    const [first, second, ...more] = receiver
      .messages()
      .filter((message) => message.type === "end-of-call-report");
    expect(more).toEqual([]);
    expect(second).toMatchObject({ cost: 0.2, artifact: first?.artifact });
    expect(Number(second?.timestamp)).toBeGreaterThan(Number(first?.timestamp));
  });

  test("a call that nobody answered, or that is unknown, has cost nothing to revise", async () => {
    const { dial, simulator, post } = await setup();
    const { id } = await dial(numberOf(4));
    await simulator.idle();

    for (const callId of [id, "unknown"])
      expect((await post("/__simulator/revise", { callId, costUsd: 1 })).status).toBe(404);
  });
});

describe("bodies that make no sense", () => {
  test.each([
    [
      "script",
      { number: QUOTE, next: [{ behavior: "sleeps" }] },
      /^next\.0\.behavior: Invalid option/,
    ],
    ["script", { number: QUOTE, next: [] }, /^next: /],
    ["script", { number: QUOTE, next: [{ behavior: "busy", ring: 3 }] }, /^next\.0: .*"ring"/],
    ["revise", { callId: "a call", costUsd: -1 }, /^costUsd: /],
    ["faults", { fault: "explode" }, /^0\.fault: /],
    ["faults", [{ fault: "webhook-drop" }, { fault: "webhook-delay" }], /^1\.delayMs: /],
    ["faults", { fault: "webhook-drop", kind: "sms" }, /^0\.kind: .*"ended"/],
    ["faults", { fault: "fail-before-placing", answer: { status: 99 } }, /^0\.answer\.status: /],
    [
      "faults",
      { fault: "list-fails", answer: { status: 204 } },
      /must be a status that has a body/,
    ],
    ["faults", { fault: "webhook-drop", count: 0 }, /^0\.count: /],
  ])("%s: the answer names the place of the fault in %j", async (path, body, message) => {
    const { post } = await setup();

    const answer = await post(`/__simulator/${path}`, body);

    expect(answer.status).toBe(400);
    expect((await answer.json()).message).toEqual([expect.stringMatching(message)]);
  });

  test("text that is not JSON is refused", async () => {
    const { simulator } = await setup();

    const answer = await fetch(`${simulator.url}/__simulator/faults`, {
      method: "POST",
      body: "{",
    });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: ["the body must be JSON"] });
  });
});

describe("faults over HTTP", () => {
  test("they are armed one by one or together, listed with what is left, and cleared", async () => {
    const { client, simulator, post } = await setup();
    const url = `${simulator.url}/__simulator/faults`;

    await post("/__simulator/faults", { fault: "list-fails", answer: { status: 500 }, count: 2 });
    await post("/__simulator/faults", [{ fault: "webhook-drop" }, { fault: "webhook-reorder" }]);
    await errorOf(client.calls.list());
    const armed = await (await fetch(url)).json();
    await fetch(url, { method: "DELETE" });

    expect(armed).toEqual({
      faults: [
        { id: 1, fault: "list-fails", answer: { status: 500 }, count: 1 },
        { id: 2, fault: "webhook-drop", count: 1 },
        { id: 3, fault: "webhook-reorder", count: 1 },
      ],
    });
    expect(await (await fetch(url)).json()).toEqual({ faults: [] });
  });
});

test("a reset forgets calls, scripts, faults and counts, and stops what was under way", async () => {
  const { dial, dialForLong, client, simulator, post } = await setup({ lines: 1 });
  await dialForLong(QUOTE);
  simulator.script({ number: QUOTE, next: [{ behavior: "busy" }] });
  simulator.fault({ fault: "fail-before-placing", answer: { status: 500 } });

  await post("/__simulator/reset", {});
  await simulator.idle();

  expect(await client.calls.list()).toEqual([]);
  expect(simulator.calls()).toEqual([]);
  await dial(QUOTE);
  expect(simulator.calls()).toMatchObject([{ behavior: "flat-quote" }]);
});

describe("the page", () => {
  test("it lists calls as text, whatever a request has written into them", async () => {
    const { dial, simulator } = await setup();
    await dial(QUOTE, { customer: { externalId: "<script>alert(1)</script>" } });

    const answer = await fetch(simulator.url);
    const page = await answer.text();

    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script");
    expect(page).toContain(QUOTE);
  });

  test("it shows every number that has a fate", async () => {
    const { simulator } = await setup();

    const page = await (await fetch(simulator.url)).text();

    for (const behavior of documentedNumbers) expect(page).toContain(`<td>${behavior}</td>`);
    expect(page).toContain("555-0119");
  });
});
