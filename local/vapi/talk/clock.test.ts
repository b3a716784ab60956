import { expect, test } from "vitest";
import { daysAhead } from "./clock";

// A Wednesday, 23:30 in New York and 05:30 of the next day in Paris.
const now = Date.parse("2026-03-04T23:30:00-05:00");

test("a day is counted on the clock of the callee", () => {
  expect(daysAhead(now, "America/New_York", 1, 9, 0)).toMatchObject({
    text: "tomorrow at 9 AM",
    iso: "2026-03-05T09:00:00-05:00",
  });
  expect(daysAhead(now, "Europe/Paris", 1, 14, 30)).toMatchObject({
    text: "tomorrow at 2:30 PM",
    iso: "2026-03-06T14:30:00+01:00",
  });
});

test("a Sunday becomes the Monday, with the offset after the change of the clocks", () => {
  expect(daysAhead(now, "America/New_York", 4, 12, 0)).toMatchObject({
    text: "Monday at 12 PM",
    iso: "2026-03-09T12:00:00-04:00",
  });
});

test("a day with the same name as today is a week from today", () => {
  expect(daysAhead(now, "Europe/London", 7, 8, 0)).toMatchObject({
    text: "a week from today at 8 AM",
    iso: "2026-03-12T08:00:00+00:00",
  });
});

test("an hour is said in several ways", () => {
  expect(daysAhead(now, "America/New_York", 1, 14, 30).clocks).toEqual([
    "2:30 PM",
    "half past two",
    "two thirty",
  ]);
});
