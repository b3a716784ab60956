import { describe, expect, test } from "vitest";
import { type LineHistory, linesWereKept } from "./check-lines";

/** Which idle lines count, in histories of one line and two attempts. */

const REFUSED = { endedReason: "call.start.error-subscription-concurrency-limit-reached" };

type Told = [attemptId: string, status: string];

function historyOf(
  told: Told[],
  { endedReason = "customer-ended-call", mayHold = false } = {},
): LineHistory {
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
    batches: [{ id: "batch", retryDelaySeconds: 1800, mayHold }],
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

  test("is not for a batch that a rule may have held", () => {
    const told: Told[] = [...CALLED, ["first", "settled"]];
    expect(linesWereKept(historyOf(told, { mayHold: true }))).toEqual([]);
  });

  test("rests where it was refused, and so does the row that follows", () => {
    const refused: Told[] = [...CALLED, ["after first", "queued"]];
    expect(linesWereKept(historyOf(refused, REFUSED))).toEqual([]);
    expect(
      linesWereKept(historyOf([...CALLED, ["first", "ended"], ...refused.slice(-1)], REFUSED)),
    ).toEqual([]);
  });

  test("rests where its batch was stopped before another row could follow", () => {
    expect(linesWereKept(historyOf([...CALLED, ["first", "settled"]], REFUSED))).toEqual([]);
  });

  test("is given back by a dial that found none, which only the row after it tells", () => {
    const dialed = CALLED.slice(0, 2);
    const next: Told[] = [...dialed, ["after first", "queued"], ["second", "claimed"]];
    expect(linesWereKept(historyOf(next, REFUSED))).toEqual([]);
    expect(linesWereKept(historyOf([...dialed, ["second", "claimed"]]))).toEqual([
      expect.stringContaining("2 attempts hold a line at once, of 1 lines"),
    ]);
  });
});
