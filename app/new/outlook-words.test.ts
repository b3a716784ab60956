import { expect, test } from "vitest";
import { describeClosed, describeOutlook } from "./outlook-words";

// Monday, 6:00 in New York.
const NOW = Date.parse("2026-11-30T11:00:00Z");
const EIGHT = { firstOpensAt: "2026-11-30T13:00:00+00:00", firstTimeZone: "America/New_York" };
const TUESDAY = { firstOpensAt: "2026-12-01T16:00:00+00:00", firstTimeZone: "America/Los_Angeles" };
const NEVER = { firstOpensAt: null, firstTimeZone: null };

test.each([
  [
    40,
    12,
    EIGHT,
    "12 of 40 are outside calling hours now; the first call is made at 8:00 AM their time.",
  ],
  [
    40,
    1,
    TUESDAY,
    "1 of 40 is outside calling hours now; the first call is made at 8:00 AM on Tuesday their time.",
  ],
  [
    2,
    2,
    EIGHT,
    "All 2 are outside calling hours now; the first call is made at 8:00 AM their time.",
  ],
  [1, 1, EIGHT, "It is outside calling hours now; the first call is made at 8:00 AM their time."],
  [3, 1, NEVER, "1 of 3 is never within calling hours in all their time zones."],
  [3, 0, NEVER, null],
])("of %i businesses %i closed", (businesses, closedNow, first, words) => {
  expect(describeClosed({ businesses, closedNow, ...first }, NOW)).toBe(words);
});

test("a limit is told first, with the time at which it resets for the reader", () => {
  const preview = {
    businesses: 40,
    closedNow: 1,
    ...EIGHT,
    businessesLeft: 30,
    refusal: { detail: "30 are left.", resetsAt: new Date(2026, 10, 30, 17, 5).toISOString() },
    usd: { low: 1, high: 2 },
    seconds: { low: 60, high: 120 },
    oneCallUsd: 0.6,
    mostUsd: 10,
  };
  expect(describeOutlook(preview, NOW)).toEqual([
    "30 are left. This resets at 5:05 PM.",
    "1 of 40 is outside calling hours now; the first call is made at 8:00 AM their time.",
  ]);
  const never = { detail: "At most 30.", resetsAt: null };
  expect(describeOutlook({ ...preview, closedNow: 0, refusal: never }, NOW)).toEqual([
    "At most 30.",
  ]);
  expect(describeOutlook({ ...preview, closedNow: 0, refusal: null }, NOW)).toEqual([]);
});
