import { describe, expect, test } from "vitest";
import type { CallReport } from "@/lib/calls/report";
import { decideFromReports } from "./decide-from-reports";
import type { AttemptFacts } from "./functions";

const ID = "00000000-0000-4000-8000-000000000001";
const ENDED_AT = "2026-11-23T09:00:00Z";

/** A report with so many messages, newest first in the facts. */
function report(messages: number, answer: Record<string, unknown> | null = null): CallReport {
  return {
    callId: "call-1",
    endedReason: "customer-ended-call",
    endedMessage: null,
    startedAt: "2026-11-23T08:59:00Z",
    endedAt: ENDED_AT,
    talkSeconds: 60,
    costUsd: null,
    transcript: null,
    messages: Array.from({ length: messages }, (_, index) => ({
      role: index % 2 ? "provider" : "agent",
      text: `Sentence ${index}.`,
      seconds: index,
    })),
    summary: `Of ${messages} messages.`,
    structuredData: answer,
    isAnswerPending: false,
    userTurns: Math.floor(messages / 2),
  };
}

const facts = (...reports: CallReport[]): AttemptFacts => ({
  attemptId: ID,
  batchId: ID,
  status: "ended",
  outcome: null,
  version: 1,
  callId: "call-1",
  calledAt: "2026-11-23T08:58:00Z",
  dialingAt: "2026-11-23T08:58:00Z",
  ringingAt: null,
  answeredAt: null,
  endedAt: ENDED_AT,
  endedReason: null,
  reportAt: ENDED_AT,
  maxCallSeconds: 240,
  cancelRequestedAt: null,
  firstLookAt: null,
  controlUrl: null,
  country: "US",
  timeZones: ["America/New_York"],
  reports,
});

const AVAILABLE = { availability: "available", summary: "They can come." };
const UNAVAILABLE = { availability: "unavailable", summary: "They cannot come." };

describe("of several reports", () => {
  test("that give the same answer, the one with most messages speaks", () => {
    const { details } = decideFromReports(
      facts(report(2, AVAILABLE), report(6, AVAILABLE), report(4, AVAILABLE)),
    );

    expect(details).toMatchObject({
      summary: "Of 6 messages.",
      result: { availability: "available" },
    });
    expect(details.messages).toHaveLength(6);
  });

  test("that give none, the one with most messages speaks, and of equals the newest", () => {
    expect(decideFromReports(facts(report(0), report(4))).details.messages).toHaveLength(4);

    const newest = { ...report(4), summary: "The newest." };
    expect(decideFromReports(facts(newest, report(4))).details.summary).toBe("The newest.");
  });

  test("an answer counts more than many messages, and the newest answer more than an earlier one", () => {
    const { details } = decideFromReports(
      facts(report(8), report(2, UNAVAILABLE), report(6, AVAILABLE)),
    );

    expect(details).toMatchObject({
      summary: "Of 2 messages.",
      result: { availability: "unavailable" },
    });
  });
});

describe("an answer is held against what was said", () => {
  const said = (answer: Record<string, unknown>, ...replies: string[]): CallReport => ({
    ...report(0, answer),
    messages: [
      { role: "agent", text: "Can you do this, when, and what does it cost?", seconds: 2 },
      ...replies.map((text, index) => ({ role: "provider" as const, text, seconds: 8 + index })),
    ],
    userTurns: replies.length,
  });
  const resultOf = (answer: Record<string, unknown>, ...replies: string[]) =>
    decideFromReports(facts(said(answer, ...replies))).details.result;

  test("a price that they named is confirmed, with its message and second", () => {
    const answer = { availability: "available", price: { kind: "flat", low: 180 } };

    expect(
      resultOf(answer, "Yes, we can do that.", "That is 180 dollars for the job."),
    ).toMatchObject({
      price: { low: 180 },
      confirmed: { availability: true, price: true, earliest: false },
      evidence: { price: { message: 2, second: 9 } },
    });
  });

  test("a price that nobody named is kept, and is not confirmed", () => {
    const answer = { price: { kind: "flat", low: 95, quote: "ninety-five" } };

    expect(resultOf(answer, "That is 180 dollars for the job.")).toMatchObject({
      price: { low: 95, quote: "ninety-five" },
      confirmed: { price: false },
    });
  });

  test.each([
    ["2024-11-25T15:00:00-05:00", null],
    ["2026-11-22T15:00:00-05:00", null],
    ["2026-11-23T08:58:30Z", "2026-11-23T08:58:30Z"],
    ["2026-11-23T15:00:00-05:00", "2026-11-23T15:00:00-05:00"],
  ])("a time before the call keeps its words only: %s", (earliestAt, expected) => {
    expect(resultOf({ earliestAt, earliestText: "at three" }, "At three.")).toMatchObject({
      earliestAt: expected,
      earliestText: "at three",
    });
  });

  test("their sign of money is that of their country", () => {
    const ofCanada = { ...facts(said({ price: "$180" }, "180.")), country: "CA" };

    expect(decideFromReports(ofCanada).details.result).toMatchObject({
      price: { currency: "CAD" },
    });
  });

  test("a wish not to be called again stands against a later answer without it", () => {
    const { outcome, details } = decideFromReports(
      facts(report(6, AVAILABLE), report(4, { doNotCall: "yes" })),
    );

    expect([outcome, details.detail]).toEqual(["completed", "do_not_call"]);
  });
});
