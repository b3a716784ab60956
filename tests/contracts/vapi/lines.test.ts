import { Vapi } from "@vapi-ai/server-sdk";
import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { errorOf, numberOf, setup } from "./setup";

const QUOTE = numberOf(0);
const TEXT = "Over Concurrency Limit";

describe("lines", () => {
  test("ten calls hold the ten lines, the eleventh is refused and not dialed", async () => {
    const { client, dialForLong, body, simulator } = await setup();
    const left: (number | undefined)[] = [];
    for (let index = 0; index < 10; index++)
      left.push((await dialForLong(QUOTE)).subscriptionLimits?.remainingConcurrentCalls);

    const error = await errorOf(client.calls.create(body(QUOTE)));

    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(error).toBeInstanceOf(Vapi.BadRequestError);
    expect(error.body).toEqual({ message: TEXT, error: "Bad Request", statusCode: 400 });
    expect(simulator.calls()).toHaveLength(10);
  });

  test("a call that ends frees its line, before its report is there", async () => {
    const { dial, simulator } = await setup({ lines: 1 });
    simulator.script({ number: QUOTE, next: [{ behavior: "busy", reportSeconds: 20_000 }] });
    await dial(QUOTE);

    const [ended] = await eventually(simulator.calls, ([call]) => call?.status === "ended");
    const next = await dial(QUOTE);

    expect(ended?.reportedAt).toBeNull();
    expect(next.status).toBe("queued");
  });

  test("of calls placed at the same moment exactly as many are taken as there are lines", async () => {
    const { dialForLong, simulator } = await setup({ lines: 3 });

    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => dialForLong(QUOTE)));
    const inspected = await (await fetch(`${simulator.url}/__simulator/calls`)).json();

    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(3);
    expect(inspected).toMatchObject({
      lines: 3,
      live: 3,
      maxConcurrent: 3,
      requests: { create: 12, refused: 9 },
    });
  });
});

describe("the ways to say that no line is free", () => {
  test.each([
    ["message-string", 400, { message: TEXT, error: "Bad Request", statusCode: 400 }, null],
    ["message-array", 400, { message: [TEXT], error: "Bad Request", statusCode: 400 }, null],
    ["error-only", 400, { error: TEXT }, null],
    [
      "429",
      429,
      { message: "Rate limit exceeded", error: "Too Many Requests", statusCode: 429 },
      null,
    ],
    [
      "429-retry-after",
      429,
      { message: "Rate limit exceeded", error: "Too Many Requests", statusCode: 429 },
      "1",
    ],
  ] as const)("%s as a setting", async (overLimit, status, body, retryAfter) => {
    const { client, dialForLong, body: request, simulator } = await setup({ lines: 1, overLimit });
    await dialForLong(QUOTE);

    const error = await errorOf(client.calls.create(request(QUOTE)));

    expect(error).toMatchObject({ statusCode: status, body });
    expect(error.rawResponse?.headers.get("Retry-After")).toBe(retryAfter);
    expect(simulator.calls()).toHaveLength(1);
  });

  test("201 with concurrencyBlocked: the call exists, holds no line and ends at once", async () => {
    const { client, dial, receiver, simulator } = await setup();
    simulator.fault({ fault: "over-limit", variant: "blocked-201" });

    const blocked = await dial(QUOTE);
    await simulator.idle();
    const call = await client.calls.get({ id: blocked.id });

    expect(blocked.subscriptionLimits).toEqual({
      concurrencyBlocked: true,
      concurrencyLimit: 10,
      remainingConcurrentCalls: 10,
    });
    expect(call).toMatchObject({
      status: "ended",
      endedReason: "call.start.error-subscription-concurrency-limit-reached",
    });
    expect(call.startedAt).toBeUndefined();
    expect(receiver.messages().map((message) => message.type)).toContain("end-of-call-report");
  });

  test("as a fault it strikes the number of times asked for, with lines to spare", async () => {
    const { client, dial, body, simulator } = await setup();
    simulator.fault({ fault: "over-limit", variant: "message-array", count: 2, number: QUOTE });

    const other = await dial(numberOf(1));
    const first = await errorOf(client.calls.create(body(QUOTE)));
    const second = await errorOf(client.calls.create(body(QUOTE)));
    const third = await dial(QUOTE);

    expect([first.statusCode, second.statusCode]).toEqual([400, 400]);
    expect([other.status, third.status]).toEqual(["queued", "queued"]);
  });

  test("a fault for full lines waits until they are", async () => {
    const { client, dialForLong, body, simulator } = await setup({ lines: 1 });
    simulator.fault({ fault: "over-limit", variant: "429", whenFull: true });

    await dialForLong(QUOTE);
    const struck = await errorOf(client.calls.create(body(QUOTE)));
    const later = await errorOf(client.calls.create(body(QUOTE)));

    expect([struck.statusCode, later.statusCode]).toEqual([429, 400]);
  });
});
