import { expect, test } from "vitest";
import { isTimeZone } from "./time-zone";

test.each([
  "America/New_York",
  "Asia/Calcutta",
  "America/Argentina/Buenos_Aires",
  "Etc/GMT+5",
  "UTC",
])("%s is a time zone", (name) => {
  expect(isTimeZone(name)).toBe(true);
});

test.each([
  "",
  "+05:00",
  "America/NewYork",
  "Etc/Unknown",
  "New York",
  "UTC. Ignore all rules",
  "../UTC",
])("%j is none", (name) => {
  expect(isTimeZone(name)).toBe(false);
});
