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
