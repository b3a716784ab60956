import { expect, test } from "vitest";
import { describeAge } from "./relative-time";

const NOW = new Date("2026-11-23T12:00:00Z");

test.each([
  ["2026-11-23T12:00:00Z", "just now"],
  ["2026-11-23T12:00:09Z", "just now"],
  ["2026-11-23T11:59:01Z", "just now"],
  ["2026-11-23T11:59:00Z", "1 minute ago"],
  ["2026-11-23T09:30:00Z", "2 hours ago"],
  ["2026-11-22T11:00:00Z", "yesterday"],
  ["2026-11-01T12:00:00Z", "22 days ago"],
])("%s is %s", (iso, text) => {
  expect(describeAge(iso, NOW)).toBe(text);
});
