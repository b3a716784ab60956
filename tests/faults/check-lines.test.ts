import { describe, expect, test } from "vitest";
import { type LineHistory, linesWereKept } from "./check-lines";

/** Which idle lines count, in histories of one line and two attempts. */

const NO_LINE = "call.start.error-subscription-concurrency-limit-reached";

type Told = [attemptId: string, status: string];

function historyOf(told: Told[], endedReason = "customer-ended-call"): LineHistory {
  return {
    lines: 1,
    maxConcurrent: 1,
    attempts: ["first", "second"].map((id) => ({ id, batchId: "batch", number: 1, endedReason })),
    batches: [{ id: "batch", retryDelaySeconds: 1800 }],
    told: told.map(([attemptId, status], version) => ({
      attemptId,
      status,
      version,
      transaction: String(version),
    })),
  };
}

const CALLED: Told[] = [
  ["first", "claimed"],
  ["first", "dialing"],
  ["first", "in_progress"],
  ["first", "ended"],
];

describe("a line that nobody takes when its call has ended", () => {
  test("is idle", () => {
    expect(linesWereKept(historyOf([...CALLED, ["first", "settled"]]))).toEqual([
      expect.stringContaining("a line was left idle after attempt first while second waited"),
    ]);
  });

  test("rests where the call is taken back, also when its report comes before that", () => {
    expect(linesWereKept(historyOf([...CALLED, ["first", "queued"]]))).toEqual([]);
    expect(linesWereKept(historyOf([...CALLED, ["first", "ended"], ["first", "queued"]]))).toEqual(
      [],
    );
  });

  test("rests where its batch was stopped before the call could be taken back", () => {
    expect(linesWereKept(historyOf([...CALLED, ["first", "settled"]], NO_LINE))).toEqual([]);
  });
});
