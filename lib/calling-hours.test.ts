import { describe, expect, test } from "vitest";
import { parseCallingHours } from "./calling-hours";

describe("calling hours", () => {
  test.each([
    ["Mon-Sat 08:00-20:00", { days: [1, 2, 3, 4, 5, 6], from: "08:00", until: "20:00" }],
    ["sun 09:30-12:00", { days: [7], from: "09:30", until: "12:00" }],
    [" Tue-Tue 00:00-23:59 ", { days: [2], from: "00:00", until: "23:59" }],
  ])("%j", (text, hours) => {
    expect(parseCallingHours(text)).toEqual(hours);
  });

  test.each([
    "",
    "off",
    "Mon-Sat",
    "Sat-Mon 08:00-20:00",
    "Mon 20:00-08:00",
    "Mon 08:00-08:00",
    "Mon 08:00-24:00",
    "Mon 8-20",
    "Day 08:00-20:00",
  ])("%j are none", (text) => {
    expect(parseCallingHours(text)).toBeNull();
  });
});
