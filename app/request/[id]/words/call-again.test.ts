import { describe, expect, test } from "vitest";
import { createLiveBatch, createProvider } from "@/lib/batches/live-batch.fixture";
import type { LiveProvider } from "@/lib/batches/live-state";
import { unknownResult } from "@/lib/results/schema";
import { findRetryable, labelRetry, proposeOutcomes, whyNotAgain } from "../orders/retryable";
import { describeCost, describeLastCall } from "./call-again";

type Given = Partial<LiveProvider["attempt"]>;
const AT = "2026-11-23T09:00:00.000Z";
const ended = (outcome: Given["outcome"], more: Given = {}): Given => ({
  status: "settled",
  outcome,
  dialingAt: AT,
  calledAt: AT,
  ...more,
});
const uncalled = (outcome: Given["outcome"], more: Given = {}): Given =>
  ended(outcome, { dialingAt: null, calledAt: null, ...more });
const OTHER_BATCH = { executionId: "00000000-0000-4000-8000-0000000000ff" };

const labelOf = (attempts: Given[]) => {
  const retryable = findRetryable(createLiveBatch(attempts));
  return retryable && labelRetry(retryable);
};

describe("who is offered to be called again", () => {
  test.each([
    [
      [ended("no_answer"), ended("busy"), ended("voicemail"), ended("completed")],
      "Call the 3 not reached again",
    ],
    [[ended("no_answer"), ended("failed")], "Call the one not reached again"],
    [[ended("canceled"), ended("skipped"), ended("completed")], "Call the 2 left again"],
    [[ended("canceled")], "Call the one left again"],
    [
      [uncalled("canceled"), uncalled("canceled"), uncalled("skipped"), ended("completed")],
      "Call 3 not called yet",
    ],
    [[uncalled("skipped")], "Call the one not called yet"],
    [[uncalled("canceled"), ended("canceled")], "Call the 2 left again"],
    [[uncalled("canceled", { number: 2 })], "Call the one left again"],
    [[ended("unknown")], "Call again…"],
    [[ended("completed")], null],
    [[{ status: "queued" }], null],
  ] as [Given[], string | null][])("case %#", (attempts, label) => {
    expect(labelOf(attempts)).toBe(label);
  });

  test("unclear calls are chosen by the person alone", () => {
    expect(
      proposeOutcomes(
        new Map([
          ["unknown", 2],
          ["no_answer", 1],
        ]),
      ),
    ).toEqual(["no_answer"]);
    expect(proposeOutcomes(new Map([["unknown", 2]]))).toEqual([]);
  });

  test("a business that asked not to be called is left out", () => {
    const never = ended("failed", { result: { ...unknownResult(), doNotCall: true } });
    expect(labelOf([never])).toBeNull();
    expect(whyNotAgain(createProvider(never))).toMatch(/not to be called/);
  });

  test("one order is about one batch: the one with the most left", () => {
    const live = createLiveBatch([
      ended("no_answer"),
      ended("no_answer", OTHER_BATCH),
      ended("busy", OTHER_BATCH),
    ]);
    expect(findRetryable(live)).toMatchObject({ executionId: OTHER_BATCH.executionId, leftOut: 1 });
  });
});

describe("what is said before calling one again", () => {
  test.each<[Given, RegExp]>([
    [ended("unknown"), /may have rung.*Check first; calling again may phone them twice/],
    [ended("completed"), /already spoken with the agent/],
    [ended("failed", { humanHeard: true }), /already spoken with the agent/],
    [ended("no_answer"), /rang and nobody picked up/],
    [ended("no_answer", { answeredAt: AT }), /open, but nobody spoke/],
    [ended("busy"), /line was busy/],
    [ended("voicemail"), /mailbox/],
    [ended("canceled", { ringingAt: AT }), /after their phone had begun to ring/],
    [ended("canceled"), /may have rung/],
    [ended("canceled", { calledAt: null, dialingAt: null }), /not been called before/],
    [ended("failed"), /before their phone rang/],
    [ended("failed", { ringingAt: AT }), /had begun to ring/],
  ])("%j: %s", (attempt, words) => {
    expect(describeLastCall(createProvider(attempt))).toMatch(words);
  });
});

test("the cost is that of the calls so far, and is not made up before there is one", () => {
  expect(describeCost(createLiveBatch([{}]), false)).toBeNull();
  expect(
    describeCost(
      createLiveBatch([ended("completed", { costUsd: 0.1 }), ended("busy", { costUsd: 0.2 })]),
      false,
    ),
  ).toMatch(/about \$0\.15/);
  expect(describeCost(createLiveBatch([ended("busy", { costUsd: 0.001 })]), false)).toMatch(
    /less than a cent/,
  );
  expect(describeCost(createLiveBatch([ended("busy", { costUsd: 0.2 })]), true)).toMatch(/free/);
});
