import { describe, expect, test } from "vitest";
import { formatCallingHours, narrowHours, parseCallingHours } from "./calling-hours";

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

const hours = (text: string) => {
  const parsed = parseCallingHours(text);
  if (!parsed) throw new Error(`${text} cannot be read.`);
  return parsed;
};

test.each([
  ["Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00"],
  ["Sat-Sun 00:00-23:59", "Sat 08:00-20:00"],
  ["Mon 07:00-09:00", "Mon 08:00-09:00"],
  ["Sun 09:00-17:00", null],
  ["Mon-Sat 06:00-08:00", null],
  ["Mon-Sat 20:00-22:00", null],
])("%s within Mon-Sat 08:00-20:00 is %s", (asked, expected) => {
  const narrowed = narrowHours(hours("Mon-Sat 08:00-20:00"), hours(asked));

  expect(narrowed && formatCallingHours(narrowed)).toBe(expected);
});
