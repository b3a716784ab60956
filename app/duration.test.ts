import { expect, test } from "vitest";
import { describeDuration, formatClock } from "./duration";

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [90, "90 seconds"],
  [120, "2 minutes"],
  [1800, "30 minutes"],
  [7200, "2 hours"],
  [86_400, "24 hours"],
])("%d seconds are %s", (seconds, words) => {
  expect(describeDuration(seconds)).toBe(words);
});

test.each([
  [-3, "0:00"],
  [7.9, "0:07"],
  [60, "1:00"],
  [750, "12:30"],
])("%d seconds on the clock are %s", (seconds, clock) => {
  expect(formatClock(seconds)).toBe(clock);
});
