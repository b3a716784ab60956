import { describe, expect, test } from "vitest";
import { type LineHistory, linesWereKept } from "./check-lines";

/** Which idle lines count, in histories of one line and two attempts. */

const NO_LINE = "call.start.error-subscription-concurrency-limit-reached";

type Told = [attemptId: string, status: string];

function historyOf(told: Told[], endedReason = "customer-ended-call"): LineHistory {
  return {
    lines: 1,
    maxConcurrent: 1,
    attempts: [
      { id: "first", batchId: "batch", phone: "1", number: 1, refusals: 0, endedReason },
      {
        id: "after first",
        batchId: "batch",
        phone: "1",
        number: 1,
        refusals: 1,
        endedReason: null,
      },
      { id: "second", batchId: "batch", phone: "2", number: 1, refusals: 0, endedReason: null },
    ],
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

  test("rests where it was refused, and so does the row that follows", () => {
    const refused: Told[] = [...CALLED, ["after first", "queued"]];
    expect(linesWereKept(historyOf(refused, NO_LINE))).toEqual([]);
    expect(
      linesWereKept(historyOf([...CALLED, ["first", "ended"], ...refused.slice(-1)], NO_LINE)),
    ).toEqual([]);
  });

  test("rests where its batch was stopped before another row could follow", () => {
    expect(linesWereKept(historyOf([...CALLED, ["first", "settled"]], NO_LINE))).toEqual([]);
  });

  test("is given back by a dial that found none, which only the row after it tells", () => {
    const dialed = CALLED.slice(0, 2);
    const next: Told[] = [...dialed, ["after first", "queued"], ["second", "claimed"]];
    expect(linesWereKept(historyOf(next, NO_LINE))).toEqual([]);
    expect(linesWereKept(historyOf([...dialed, ["second", "claimed"]]))).toEqual([
      expect.stringContaining("2 attempts hold a line at once, of 1 lines"),
    ]);
  });
});
