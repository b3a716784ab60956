import type { Vapi } from "@vapi-ai/server-sdk";
import { describe, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { kindOf, startReceiver } from "./receiver";
import { numberOf, setup } from "./setup";

const QUOTE = numberOf(0);

const retrying = (plan: { type: string; maxRetries: number; excludedStatusCodes?: number[] }) =>
  // The SDK types kind and codes as objects; they are a word and numbers. 5 s are 0.1 s at the tests' scale.
  ({ baseDelaySeconds: 5, ...plan }) as unknown as Vapi.BackoffPlan;

describe("webhooks", () => {
  test("an answered call sends its states in order, then the report", async () => {
    const { dial, receiver, simulator } = await setup();

    const call = await dial(QUOTE);
    await simulator.idle();

    const messages = receiver.messages();
    expect(messages.map(kindOf)).toEqual(["queued", "ringing", "in-progress", "ended", "report"]);
    expect(messages.map((message) => message.call?.id)).toEqual(Array(5).fill(call.id));
    expect(messages.map((message) => message.customer?.number)).toEqual(Array(5).fill(QUOTE));
    const times = messages.map((message) => message.timestamp ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("they carry the headers of the request's server and nothing of its token", async () => {
    const { dial, receiver, simulator } = await setup();

    await dial(QUOTE, {
      assistant: {
        server: { url: `${receiver.url}/attempt-1`, headers: { "X-Signature": "abc" } },
      },
    });
    await simulator.idle();

    expect(receiver.webhooks).toHaveLength(5);
    for (const { headers, path } of receiver.webhooks) {
      expect(path).toBe("/hook/attempt-1");
      expect(headers["x-signature"]).toBe("abc");
      expect(headers["content-type"]).toBe("application/json");
      expect(headers.authorization).toBeUndefined();
    }
  });

  test("only the kinds that the request lists are sent", async () => {
    const { dial, receiver, simulator } = await setup();
    const server = { url: receiver.url };

    await dial(QUOTE, { assistant: { server, serverMessages: ["end-of-call-report"] } });
    await simulator.idle();

    expect(receiver.messages().map(kindOf)).toEqual(["report"]);
  });

  test("the server of the overrides goes before the assistant's", async () => {
    const { dial, receiver, simulator } = await setup();

    await dial(QUOTE, {
      assistant: { server: { url: `${receiver.url}/assistant` } },
      call: { assistantOverrides: { server: { url: `${receiver.url}/overrides` } } },
    });
    await simulator.idle();

    expect(new Set(receiver.webhooks.map(({ path }) => path))).toEqual(
      new Set(["/hook/overrides"]),
    );
  });

  test("a request without a server gets no webhook", async () => {
    const { dial, receiver, simulator } = await setup();

    await dial(QUOTE, { assistant: { server: undefined } });
    await simulator.idle();

    expect(receiver.webhooks).toEqual([]);
    expect(simulator.calls()[0]?.webhooks).toEqual([]);
  });
});

describe("delivery", () => {
  test("a webhook that is refused is lost without a backoff plan", async () => {
    const { dial, receiver, simulator } = await setup();
    receiver.answer = () => 500;

    await dial(QUOTE);
    await simulator.idle();

    expect(receiver.webhooks).toHaveLength(5);
    expect(simulator.calls()[0]?.webhooks).toEqual(
      ["queued", "ringing", "in-progress", "ended", "report"].map((kind) => ({
        kind,
        state: "failed",
        attempts: 1,
        lastAnswer: "HTTP 500",
      })),
    );
  });

  test.each(["fixed", "exponential"])(
    "a %s backoff plan retries until it is accepted",
    async (type) => {
      const { dial, receiver, simulator } = await setup();
      let refusals = 2;
      receiver.answer = () => (refusals-- > 0 ? 503 : 200);
      const server = { url: receiver.url, backoffPlan: retrying({ type, maxRetries: 2 }) };

      await dial(QUOTE, { assistant: { server, serverMessages: ["end-of-call-report"] } });
      await simulator.idle();

      expect(receiver.messages().map(kindOf)).toEqual(["report", "report", "report"]);
      expect(new Set(receiver.webhooks.map(({ raw }) => raw)).size).toBe(1);
      expect(simulator.calls()[0]?.webhooks).toMatchObject([{ state: "delivered", attempts: 3 }]);
    },
  );

  test("the retries of a plan are bounded", async () => {
    const { dial, receiver, simulator } = await setup();
    receiver.answer = () => 302;
    const server = { url: receiver.url, backoffPlan: retrying({ type: "fixed", maxRetries: 2 }) };

    await dial(QUOTE, { assistant: { server, serverMessages: ["end-of-call-report"] } });
    await simulator.idle();

    expect(receiver.webhooks).toHaveLength(3);
    expect(simulator.calls()[0]?.webhooks).toMatchObject([{ state: "failed", attempts: 3 }]);
  });

  test("an excluded status is not retried", async () => {
    const { dial, receiver, simulator } = await setup();
    receiver.answer = () => 401;
    const backoffPlan = retrying({ type: "fixed", maxRetries: 5, excludedStatusCodes: [401] });

    await dial(QUOTE, {
      assistant: {
        server: { url: receiver.url, backoffPlan },
        serverMessages: ["end-of-call-report"],
      },
    });
    await simulator.idle();

    expect(receiver.webhooks).toHaveLength(1);
  });

  test("a receiver that does not answer in time, or is not there, counts as a failure", async () => {
    const { dial, receiver, simulator } = await setup();
    receiver.answer = () => null;
    const gone = await startReceiver();
    await gone.close();

    await dial(QUOTE, {
      assistant: {
        server: { url: receiver.url, timeoutSeconds: 1 },
        serverMessages: ["end-of-call-report"],
      },
    });
    await dial(QUOTE, {
      assistant: { server: { url: gone.url }, serverMessages: ["end-of-call-report"] },
    });
    await simulator.idle();

    expect(simulator.calls().map((call) => call.webhooks)).toMatchObject([
      [{ state: "failed", attempts: 1, lastAnswer: expect.stringMatching(/timeout/i) }],
      [{ state: "failed", attempts: 1, lastAnswer: expect.stringContaining("ECONNREFUSED") }],
    ]);
  });

  test("a retry does not hold up the webhooks that follow", async () => {
    const { dial, receiver, simulator } = await setup({ timeScale: 1 });
    receiver.answer = ({ raw }) => (raw.includes('"status":"ringing"') ? 500 : 200);
    const backoffPlan = { ...retrying({ type: "fixed", maxRetries: 1 }), baseDelaySeconds: 10 };
    simulator.script({
      number: QUOTE,
      next: [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 0, reportSeconds: 0 }],
    });

    await dial(QUOTE, { assistant: { server: { url: receiver.url, backoffPlan } } });
    const [call] = await eventually(simulator.calls, ([dialed]) =>
      Boolean(
        dialed?.webhooks.some(({ kind, state }) => kind === "report" && state === "delivered"),
      ),
    );

    expect(receiver.messages().map(kindOf)).toEqual([
      "queued",
      "ringing",
      "in-progress",
      "ended",
      "report",
    ]);
    expect(call?.webhooks).toContainEqual({
      kind: "ringing",
      state: "pending",
      attempts: 1,
      lastAnswer: "HTTP 500",
    });
  });
});
