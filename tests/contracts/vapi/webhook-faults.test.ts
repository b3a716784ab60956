import type { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { kindOf } from "./receiver";
import { numberOf, setup } from "./setup";

const QUOTE = numberOf(0);

// 5 s are 0.1 s at the tests' scale; the SDK types the word as an object.
const backoffPlan = {
  type: "fixed",
  maxRetries: 3,
  baseDelaySeconds: 5,
} as unknown as Vapi.BackoffPlan;

const headers = { "x-signature": "abcdef", "x-other": "same" };

async function setupRetrying() {
  const bundle = await setup();
  const server = { url: bundle.receiver.url, headers, backoffPlan };
  return {
    ...bundle,
    dialRetrying: (number = QUOTE) => bundle.dial(number, { assistant: { server } }),
  };
}

test("a dropped webhook never comes, and the rest does", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-drop", kind: "end-of-call-report" });

  await dialRetrying();
  await simulator.idle();

  expect(receiver.messages().map(kindOf)).toEqual(["queued", "ringing", "in-progress", "ended"]);
  expect(simulator.calls()[0]?.webhooks.at(-1)).toMatchObject({ kind: "report", state: "dropped" });
});

test("all status updates of one number can be dropped, and no other's", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-drop", kind: "status-update", number: QUOTE, count: "always" });

  const silent = await dialRetrying();
  const loud = await dialRetrying(numberOf(4));
  await simulator.idle();

  const kindsOf = (id: string) =>
    receiver
      .messages()
      .filter((message) => message.call?.id === id)
      .map(kindOf);
  expect(kindsOf(silent.id)).toEqual(["report"]);
  expect(kindsOf(loud.id)).toEqual(["queued", "ringing", "ended", "report"]);
});

test("a duplicated webhook comes as often as asked, each time the same", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-duplicate", kind: "ended", copies: 10 });

  await dialRetrying();
  await simulator.idle();

  const ended = receiver.webhooks.filter(({ raw }) =>
    raw.includes('"type":"status-update","status":"ended"'),
  );
  expect(ended).toHaveLength(10);
  expect(new Set(ended.map(({ raw }) => raw)).size).toBe(1);
  expect(receiver.webhooks).toHaveLength(14);
});

test("a delayed webhook comes after those that followed it", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-delay", kind: "ended", delayMs: 3_600_000 });

  await dialRetrying();
  const kinds = await eventually(
    () => receiver.messages().map(kindOf),
    (seen) => seen.includes("report"),
  );

  expect(kinds).toEqual(["queued", "ringing", "in-progress", "report"]);
  expect(simulator.calls()[0]?.webhooks).toContainEqual(
    expect.objectContaining({ kind: "ended", state: "pending", attempts: 0 }),
  );
});

test("a delayed webhook is delivered when its time has come", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-delay", kind: "queued", delayMs: 50 });

  await dialRetrying();
  await simulator.idle();

  expect(receiver.messages().map(kindOf).sort()).toEqual(
    ["queued", "ringing", "in-progress", "ended", "report"].sort(),
  );
});

test("a reordered webhook changes places with the next one", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-reorder", kind: "ended" });

  await dialRetrying();
  await simulator.idle();

  expect(receiver.messages().map(kindOf)).toEqual([
    "queued",
    "ringing",
    "in-progress",
    "report",
    "ended",
  ]);
});

test("with all of them reordered, they come backwards", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  simulator.fault({ fault: "webhook-reorder", count: "always" });

  await dialRetrying();
  await simulator.idle();

  expect(receiver.messages().map(kindOf)).toEqual([
    "report",
    "ended",
    "in-progress",
    "ringing",
    "queued",
  ]);
});

test.each([
  ["truncate", (raw: string) => !isJson(raw) && raw.startsWith('{"message"')],
  ["invalid-json", (raw: string) => !isJson(raw) && raw.startsWith("<html>")],
  ["huge", (raw: string) => raw.length === 2_000_000],
] as const)(
  "a corrupted webhook (%s) is retried whole when it is refused",
  async (how, isDamaged) => {
    const { dialRetrying, simulator, receiver } = await setupRetrying();
    receiver.answer = ({ raw }) => (isDamaged(raw) ? 400 : 200);
    simulator.fault({ fault: "webhook-corrupt", how, kind: "report" });

    await dialRetrying();
    await simulator.idle();

    expect(receiver.webhooks.map(({ raw }) => isDamaged(raw))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(simulator.calls()[0]?.webhooks.at(-1)).toMatchObject({
      state: "delivered",
      attempts: 2,
    });
  },
);

test("a wrong signature differs from the right one in every header that the request set", async () => {
  const { dialRetrying, simulator, receiver } = await setupRetrying();
  receiver.answer = ({ headers: { "x-signature": signature } }) =>
    signature === "abcdef" ? 200 : 401;
  simulator.fault({ fault: "webhook-corrupt", how: "wrong-signature", kind: "queued" });

  await dialRetrying();
  await simulator.idle();

  const [forged, ...genuine] = receiver.webhooks;
  expect(forged?.headers["x-signature"]).toMatch(/^abcde[^f]$/);
  expect(forged?.headers["x-other"]).toMatch(/^sam[^e]$/);
  expect(genuine).toHaveLength(5);
  expect(genuine.every((webhook) => webhook.headers["x-signature"] === "abcdef")).toBe(true);
});

function isJson(raw: string): boolean {
  try {
    JSON.parse(raw);
    return true;
  } catch {
    return false;
  }
}
