import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCall } from "./read-call";
import { ANSWER_NAME } from "./report";
import { parseWebhook } from "./webhook";

const STARTED = "2026-11-23T15:00:00.000Z";
const ENDED = "2026-11-23T15:01:14.500Z";

const ARTIFACT = {
  transcript:
    "AI: Hello.\nUser: Acme Plumbing.\nAI: Can you come?\nUser: Tomorrow, ninety dollars.\n",
  messages: [
    { role: "system", message: "You are a caller.", time: 1, secondsFromStart: 0 },
    { role: "bot", message: "Hello.", time: 2, secondsFromStart: 0.4 },
    { role: "user", message: "Acme Plumbing.", time: 3, secondsFromStart: 2.1 },
    { role: "tool_calls", message: "", toolCalls: [] },
    { role: "bot", message: "Can you come?", time: 4, secondsFromStart: 3 },
    { role: "user", message: "Tomorrow, ninety dollars.", time: 5, secondsFromStart: 5.5 },
    { role: "user", message: "  ", time: 6, secondsFromStart: 9 },
  ],
};
const ANSWER = { availability: "available", summary: "They can come." };
/** As Vapi gives structured outputs: under ids of its own, each with its name. */
const outputs = (result: unknown, name: string = ANSWER_NAME) => ({
  "550e8400-e29b-41d4-a716-446655440000": { name: "Another", result: "no answer of ours" },
  "550e8400-e29b-41d4-a716-446655440001": { name, result },
});
const READ = { ...ARTIFACT, structuredOutputs: outputs(ANSWER) };

const REPORT = {
  callId: "call-1",
  endedReason: "customer-ended-call",
  endedMessage: null,
  startedAt: STARTED,
  endedAt: ENDED,
  talkSeconds: 74.5,
  costUsd: 0.0921,
  transcript: ARTIFACT.transcript.trim(),
  messages: [
    { role: "agent", text: "Hello.", seconds: 0.4 },
    { role: "provider", text: "Acme Plumbing.", seconds: 2.1 },
    { role: "agent", text: "Can you come?", seconds: 3 },
    { role: "provider", text: "Tomorrow, ninety dollars.", seconds: 5.5 },
  ],
  summary: "They can come.",
  structuredData: ANSWER,
  isAnswerPending: false,
  userTurns: 2,
};

const FACTS = {
  endedReason: "customer-ended-call",
  startedAt: STARTED,
  endedAt: ENDED,
  cost: 0.0921,
  artifact: READ,
};

describe("an end-of-call report", () => {
  const webhook = (message: unknown) => parseWebhook({ message });

  test("is read from the message", () => {
    const read = webhook({
      type: "end-of-call-report",
      timestamp: Date.parse(ENDED),
      ...FACTS,
      call: { id: "call-1" },
    });

    expect(read).toEqual({ type: "end-of-call-report", at: ENDED, ...REPORT });
  });

  test("is read from the call when the message has only the call", () => {
    expect(webhook({ type: "end-of-call-report", call: { id: "call-1", ...FACTS } })).toEqual({
      type: "end-of-call-report",
      at: null,
      ...REPORT,
    });
  });

  test("without a call id is still a report", () => {
    expect(webhook({ type: "end-of-call-report", ...FACTS })).toMatchObject({
      callId: null,
      endedReason: "customer-ended-call",
    });
  });

  test("counts turns in the transcript when there are no messages", () => {
    const artifact = { transcript: ARTIFACT.transcript };

    expect(webhook({ type: "end-of-call-report", ...FACTS, artifact })).toMatchObject({
      messages: [],
      userTurns: 2,
    });
  });

  test("of a call that never connected has no turns, no times and no data", () => {
    expect(
      webhook({
        type: "end-of-call-report",
        endedReason: "customer-busy",
        artifact: { messages: [] },
      }),
    ).toMatchObject({ userTurns: 0, startedAt: null, talkSeconds: null, structuredData: null });
  });

  test("without messages and transcript knows of no turns, which is not the same as none", () => {
    expect(webhook({ type: "end-of-call-report" })).toMatchObject({ userTurns: null });
  });

  test("of the wrong types is read as far as possible", () => {
    expect(
      webhook({
        type: "end-of-call-report",
        call: [],
        endedReason: 7,
        startedAt: "yesterday",
        endedAt: ENDED,
        cost: "free",
        analysis: "none",
        artifact: { transcript: {}, messages: [null, 3, { role: "user" }, { role: "__proto__" }] },
      }),
    ).toEqual({
      type: "end-of-call-report",
      at: null,
      callId: null,
      endedReason: null,
      endedMessage: null,
      startedAt: null,
      endedAt: ENDED,
      talkSeconds: null,
      costUsd: null,
      transcript: null,
      messages: [],
      summary: null,
      structuredData: null,
      isAnswerPending: false,
      userTurns: 0,
    });
  });

  test("of a call that was asked for in Vapi's older way has its answer in the analysis", () => {
    const analysis = { summary: "Come at nine.", structuredData: { availability: "available" } };
    const older = { ...FACTS, artifact: ARTIFACT, analysis };

    expect(webhook({ type: "end-of-call-report", ...older })).toMatchObject({
      summary: "Come at nine.",
      structuredData: { availability: "available" },
      isAnswerPending: false,
    });
  });

  test.each([
    ["no outputs", {}],
    ["null", { structuredOutputs: null }],
    ["nothing in them", { structuredOutputs: {} }],
    ["only those of others", { structuredOutputs: outputs(ANSWER, "Ours in another account") }],
  ])("with %s has an answer to come", (_, parts) => {
    const artifact = { ...ARTIFACT, ...parts };

    expect(webhook({ type: "end-of-call-report", ...FACTS, artifact })).toMatchObject({
      structuredData: null,
      summary: null,
      isAnswerPending: true,
    });
  });

  test.each([
    ["whose reading failed", { structuredOutputs: outputs(null) }],
    ["that was not read", { skippedStructuredOutputs: outputs(undefined) }],
    ["of one sentence", { messages: ARTIFACT.messages.slice(0, 2) }],
  ])("of a call %s has none, now or later", (_, parts) => {
    const artifact = { ...ARTIFACT, ...parts };

    expect(webhook({ type: "end-of-call-report", ...FACTS, artifact })).toMatchObject({
      structuredData: null,
      isAnswerPending: false,
    });
  });

  test("takes a summary of the wrong kind for none", () => {
    const artifact = { ...ARTIFACT, structuredOutputs: outputs({ summary: 42 }) };

    expect(webhook({ type: "end-of-call-report", ...FACTS, artifact })).toMatchObject({
      structuredData: { summary: 42 },
      summary: null,
    });
  });

  test("keeps at most 100 kB of transcript and of messages, and nothing a database refuses", () => {
    const line = `User: yes\u0000 \ud83d${"x".repeat(3_000)}\n`;
    const messages = Array(1_000).fill({ role: "user", message: line });
    const read = webhook({
      type: "end-of-call-report",
      artifact: { transcript: line.repeat(1_000), messages },
    });
    if (read.type !== "end-of-call-report") throw new Error("not a report");

    expect(read.transcript).toHaveLength(100_000);
    expect(read.transcript).toContain("\n");
    expect(read.messages.map((message) => message.text).join("").length).toBeLessThan(100_001);
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud83d/);
    expect(read.userTurns).toBe(1_000);
  });

  test("has structured data that a database can store, at any depth", () => {
    const result = { "a\u0000": ["b\u0000\ud83d", { c: "fine 😀" }], n: 1, no: null };
    const artifact = { structuredOutputs: outputs(result) };
    const read = webhook({ type: "end-of-call-report", artifact });

    expect(read).toMatchObject({
      structuredData: { a: ["b", { c: "fine 😀" }], n: 1, no: null },
    });
  });

  test("has no structured data that no answer to our schema could be", () => {
    const nested = (depth: number): unknown => (depth === 0 ? "deep" : { in: nested(depth - 1) });
    const read = (result: unknown) =>
      webhook({ type: "end-of-call-report", artifact: { structuredOutputs: outputs(result) } });

    expect(read("x".repeat(70_000))).toMatchObject({ structuredData: null });
    expect(JSON.stringify(read(nested(5_000)))).not.toContain("deep");
  });

  test("of a call that ended before it started has no length", () => {
    expect(
      webhook({ type: "end-of-call-report", startedAt: ENDED, endedAt: STARTED }),
    ).toMatchObject({ talkSeconds: null });
  });
});

describe("a status update", () => {
  test("says what the call does now", () => {
    const message = { type: "status-update", status: "ringing", timestamp: 1_790_000_000_000 };

    expect(parseWebhook({ message: { ...message, call: { id: "call-1" } } })).toEqual({
      type: "status-update",
      callId: "call-1",
      status: "ringing",
      endedReason: null,
      at: new Date(1_790_000_000_000).toISOString(),
    });
  });

  test("of the end says why", () => {
    const message = { type: "status-update", status: "ended", endedReason: "customer-busy" };

    expect(parseWebhook({ message })).toMatchObject({ endedReason: "customer-busy" });
  });

  test("with a status of next year is passed on", () => {
    const message = { type: "status-update", status: "parked" };

    expect(parseWebhook({ message })).toMatchObject({ type: "status-update", status: "parked" });
  });
});

describe("anything else", () => {
  test("a message that was not asked for is named", () => {
    const message = { type: "speech-update", call: { id: "call-1" } };

    expect(parseWebhook({ message })).toEqual({
      type: "other",
      name: "speech-update",
      callId: "call-1",
    });
  });

  test.each([
    [null],
    ["text"],
    [[]],
    [{}],
    [{ message: null }],
    [{ message: {} }],
    [{ message: { type: 4 } }],
    [{ message: { type: "status-update" } }],
    [{ message: { type: "status-update", status: 3 } }],
  ])("%j is no webhook", (json) => {
    expect(parseWebhook(json)).toEqual({ type: "invalid", problem: expect.any(String) });
  });

  test("no JSON at all breaks the reading", () => {
    const key = fc.constantFrom("type", "call", "artifact", "analysis", "endedReason", "timestamp");
    const message = fc
      .dictionary(key, fc.jsonValue())
      .map((fields) => ({ ...fields, type: "end-of-call-report" }));
    fc.assert(
      fc.property(message, (fields) => {
        const read = parseWebhook({ message: fields });
        expect(read.type).toBe("end-of-call-report");
        expect(readCall({ ...fields, id: "call-1" })).toMatchObject({ ended: false });
      }),
      { numRuns: 500, seed: 20_261 },
    );
  });
});

describe("a call that was asked for", () => {
  const call = { id: "call-1", ...FACTS, status: "ended" };

  test("gives the same report as its webhook", () => {
    expect(readCall(call)).toMatchObject({ ended: true, isAnswerReady: true });
    expect(readCall(call)?.report).toEqual(REPORT);
  });

  test.each(["queued", "ringing", "in-progress", "forwarding"])(
    "has no report while %s",
    (status) => {
      const live = { id: "call-1", status, artifact: ARTIFACT };

      expect(readCall(live)).toMatchObject({ ended: false, report: null, isAnswerReady: false });
    },
  );

  test.each([[undefined], [{}], [{ summary: null }], [{ summary: "Of Vapi's own." }]])(
    "is not ready while there is no output of ours, and its analysis is %j",
    (analysis) => {
      expect(readCall({ ...call, artifact: ARTIFACT, analysis })).toMatchObject({
        ended: true,
        isAnswerReady: false,
      });
    },
  );

  test("is not ready while its messages are missing, though it was connected", () => {
    const bare = { id: "call-1", status: "ended", startedAt: STARTED, endedAt: ENDED };

    expect(readCall(bare)).toMatchObject({ ended: true, isAnswerReady: false });
  });

  test("is ready at once when it never connected", () => {
    const call = { id: "call-1", status: "ended", endedReason: "customer-busy", endedAt: ENDED };

    expect(readCall(call)).toMatchObject({ ended: true, isAnswerReady: true });
  });

  test("is ready at once when it was too short to be read", () => {
    const short = { ...call, artifact: { messages: ARTIFACT.messages.slice(0, 2) } };

    expect(readCall(short)).toMatchObject({ ended: true, isAnswerReady: true });
  });
});
