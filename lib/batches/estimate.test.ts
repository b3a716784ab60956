import { describe, expect, test } from "vitest";
import { assumeHabits, describeSeconds, describeUsd, estimateBatch, learnHabits } from "./estimate";

const assumed = assumeHabits(0.15);

describe("an estimate", () => {
  test("for eighteen businesses on ten lines", () => {
    const { usd, seconds, atOnce } = estimateBatch(18, 10, assumed);

    // 9 answer for a minute at least; 18 for three at most.
    expect(usd.low).toBeCloseTo(1.35);
    expect(usd.high).toBeCloseTo(8.1);
    expect(seconds).toEqual({ low: 85.5, high: 420 });
    expect(atOnce).toBe(10);
  });

  test("takes no less than one call, however many lines there are", () => {
    expect(estimateBatch(1, 10, assumed).seconds).toEqual({ low: 65, high: 210 });
  });

  test("grows with the list and never has its ends the wrong way round", () => {
    let before = estimateBatch(0, 10, assumed);
    expect(before).toEqual({ usd: { low: 0, high: 0 }, seconds: { low: 0, high: 0 }, atOnce: 0 });
    for (let businesses = 1; businesses <= 1000; businesses++) {
      const now = estimateBatch(businesses, 10, assumed);
      expect(now.usd.low).toBeLessThanOrEqual(now.usd.high);
      expect(now.seconds.low).toBeLessThanOrEqual(now.seconds.high);
      expect(now.usd.high).toBeGreaterThan(before.usd.high);
      expect(now.seconds.high).toBeGreaterThanOrEqual(before.seconds.high);
      before = now;
    }
  });
});

describe("earlier calls", () => {
  const call = (talkSeconds: number, usd: number | null) => ({ talkSeconds, usd });

  test("fewer than five say nothing", () => {
    expect(learnHabits([call(600, 9), call(600, 9), call(0, 0)], assumed)).toBe(assumed);
  });

  test("give the usual length and price, without the odd ones out", () => {
    const calls = [1, 90, 90, 90, 90, 90, 90, 120, 120, 120, 3000].map((seconds) =>
      call(seconds, (seconds / 60) * 0.2),
    );
    const learned = learnHabits(calls, assumed);

    expect(learned).toMatchObject({ talkSeconds: { low: 90, high: 120 }, learnedFrom: 11 });
    expect(learned.usdPerMinute.low).toBeCloseTo(0.2);
    expect(learned.usdPerMinute.high).toBeCloseTo(0.2);
  });

  test("without a price leave the assumed one", () => {
    const calls = Array.from({ length: 6 }, () => call(60, null));
    expect(learnHabits(calls, assumed).usdPerMinute).toEqual(assumed.usdPerMinute);
  });
});

test.each([
  [{ low: 1.35, high: 8.1 }, "$1.30–8.10"],
  [{ low: 1.5, high: 9 }, "$1.50–9.00"],
  [{ low: 2.25, high: 13.5 }, "$2–14"],
  [{ low: 0.075, high: 0.45 }, "$0.05–0.45"],
  [{ low: 0.01, high: 0.04 }, "up to $0.05"],
  [{ low: 0.6, high: 3.6 }, "$0.60–3.60"],
  [{ low: 75, high: 450 }, "$50–450"],
  [{ low: 0, high: 0 }, "up to $0.05"],
  [{ low: 3, high: 3 }, "$3.00"],
  [{ low: 12, high: 12 }, "$12"],
])("%j dollars are %s", (usd, words) => {
  expect(describeUsd(usd)).toBe(words);
});

test.each([
  [{ low: 65, high: 210 }, "1–4 min"],
  [{ low: 5, high: 9 }, "1 min"],
  [{ low: 85.5, high: 420 }, "1–7 min"],
  [{ low: 4750, high: 21_000 }, "1–6 h"],
])("%j seconds are %s", (seconds, words) => {
  expect(describeSeconds(seconds)).toBe(words);
});
