import { describe, expect, test } from "vitest";
import { describeEta, estimateEta } from "./eta";
import { createLiveBatch } from "./live-batch.fixture";
import type { LiveBatch, LiveProvider } from "./live-state";

const START = Date.parse("2026-11-23T09:00:00.000Z");
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

type Given = Partial<LiveProvider["attempt"]>;
const WAITING: Given = { status: "queued", notBefore: at(0) };
const LATER: Given = { status: "queued", number: 2, notBefore: at(1800) };
const TALKING: Given = { status: "in_progress", dialingAt: at(0) };
const READING: Given = { status: "ended", dialingAt: at(0), endedAt: at(60) };
const over = (seconds: number): Given => ({
  status: "settled",
  outcome: "completed",
  dialingAt: at(0),
  endedAt: at(seconds),
});
const times = (count: number, given: Given): Given[] => Array<Given>(count).fill(given);

const wordsOf = (attempts: Given[], batch: Partial<LiveBatch> = {}, now = 0) => {
  const eta = estimateEta(createLiveBatch(attempts, batch), START + now * 1000);
  if (eta?.kind === "next_try") throw new Error("A next try is told by its time.");
  return eta && describeEta(eta);
};

describe("the time that is left", () => {
  test.each([
    ["before the first dial nothing can be said", times(8, WAITING), null],
    [
      "a wave of calls takes as long as a quote usually does",
      times(4, TALKING),
      "About 1–2 minutes left.",
    ],
    [
      "waiting calls come in waves of as many as are on the phone",
      [...times(4, TALKING), ...times(8, WAITING)],
      "About 5–6 minutes left.",
    ],
    ["the last two calls have no time", times(2, TALKING), "Finishing the last 2 calls."],
    ["nor has the last answer that is read", [over(60), READING], "Finishing the last call."],
    [
      "a further try is named beside the calls that are due, and does not count as one of them",
      [...times(5, TALKING), LATER],
      "About 1–2 minutes left; 1 more try in about 30 minutes.",
    ],
    [
      "of several further tries the first has its time",
      [...times(4, TALKING), ...times(8, WAITING), { ...LATER, notBefore: at(7200) }, LATER],
      "About 5–6 minutes left; 2 more tries, the first in about 30 minutes.",
    ],
    [
      "a try far away is told in hours",
      [...times(4, TALKING), { ...LATER, notBefore: at(7200) }],
      "About 1–2 minutes left; 1 more try in about 2 hours.",
    ],
    [
      "calls that end before a further try are not the last",
      [...times(2, TALKING), { ...LATER, notBefore: at(40) }],
      "Finishing 2 calls; 1 more try in about 1 minute.",
    ],
    [
      "a try that is near is not put off by a whole minute",
      [...times(4, TALKING), { ...LATER, notBefore: at(12) }],
      "About 1–2 minutes left; 1 more try in less than a minute.",
    ],
    ["while a call is due and none is under way nothing can be said", [WAITING, LATER], null],
    ["a batch that is over has none", [over(60)], null],
  ])("%s", (_, attempts, words) => {
    expect(wordsOf(attempts)).toBe(words);
  });

  test("while only further tries wait, the moment of the first one is what can be said", () => {
    const live = createLiveBatch([over(60), { ...LATER, notBefore: at(3600) }, LATER]);
    expect(estimateEta(live, START)).toEqual({ kind: "next_try", at: at(1800) });
  });

  test("a further try that only a hint has told of has no moment yet", () => {
    const { providers, ...live } = createLiveBatch([over(60), { ...LATER, notBefore: at(1) }]);
    const hinted = providers.map((provider) => ({ ...provider, isPatched: true }));
    expect(estimateEta({ ...live, providers: hinted }, START)).toBeNull();
  });

  test("follows how long the calls of this batch took", () => {
    const quick = [...times(20, over(12)), ...times(4, TALKING), ...times(4, WAITING)];
    const slow = [...times(20, over(200)), ...times(4, TALKING), ...times(4, WAITING)];

    expect(wordsOf(quick)).toBe("Less than a minute left.");
    expect(wordsOf(slow)).toBe("About 6–7 minutes left.");
  });

  test("shrinks while the calls go on, and never promises less than nothing", () => {
    const calls = times(4, TALKING);

    expect(wordsOf(calls, {}, 100)).toBe("About 1–2 minutes left.");
    const eta = estimateEta(createLiveBatch(calls), START + 900_000);
    expect(eta).toMatchObject({ lowSeconds: 0 });
  });

  test.each(["canceling", "completed", "canceled"] as const)(
    "is not said of a batch that is %s",
    (status) => {
      expect(wordsOf([...times(4, TALKING), over(10)], { status })).toBeNull();
    },
  );

  test("counts only calls of this batch, as earlier ones were other calls", () => {
    const earlier = { ...over(3000), executionId: "00000000-0000-4000-8000-0000000000ff" };
    expect(wordsOf([...times(20, earlier), ...times(4, TALKING)])).toBe("About 1–2 minutes left.");
  });
});
