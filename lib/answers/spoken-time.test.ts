import { expect, test } from "vitest";
import { readSpokenTime } from "./spoken-time";

/** Wednesday, 3:00 PM. */
const NEW_YORK = { calledAt: new Date("2026-11-25T20:00:00Z"), timeZone: "America/New_York" };

function read(
  words: string,
  context: { calledAt: Date; timeZone: string | null } = NEW_YORK,
): string {
  const time = readSpokenTime(words, context);
  if (time === null) return "nothing";
  if ("ambiguous" in time) return "ambiguous";
  const shown = time.at
    .toLocaleString("sv-SE", { timeZone: context.timeZone ?? "UTC" })
    .slice(0, 16);
  return [shown, time.precision, time.bound].filter(Boolean).join(" ");
}

test.each([
  ["tomorrow after three", "2026-11-26 15:00 minute after"],
  ["tomorrow at half two", "2026-11-26 14:30 minute"],
  ["half past two tomorrow", "2026-11-26 14:30 minute"],
  ["quarter to four on Friday", "2026-11-27 15:45 minute"],
  ["Friday at two thirty", "2026-11-27 14:30 minute"],
  ["ten thirty a.m. on Monday", "2026-11-30 10:30 minute"],
  ["between two and four tomorrow", "2026-11-26 14:00 minute"],
  ["eleven to one PM tomorrow", "2026-11-26 11:00 minute"],
  ["Saturday, maybe around ten", "2026-11-28 10:00 minute around"],
  ["tomorrow evening at seven", "2026-11-26 19:00 minute"],
  ["tonight at eight", "2026-11-25 20:00 minute"],
  ["call me back after five", "2026-11-25 17:00 minute after"],
  ["the day after tomorrow at noon", "2026-11-27 12:00 minute"],
  ["Tuesday the first at ten o'clock", "2026-12-01 10:00 minute"],
  ["December third at nine thirty", "2026-12-03 09:30 minute"],
  ["the 2nd of December, 2 pm", "2026-12-02 14:00 minute"],
  ["Thursday, December 3rd, 2026 at 2 pm", "2026-12-03 14:00 minute"],
  ["Thursday next week at 8 AM", "2026-12-03 08:00 minute"],
])("%s is a time of day", (words, time) => {
  expect(read(words)).toBe(time);
});

test.each([
  ["first thing Monday", "2026-11-30 08:00 part"],
  ["first thing in the morning", "2026-11-26 08:00 part"],
  ["try tomorrow morning", "2026-11-26 08:00 part"],
  ["Friday afternoon", "2026-11-27 12:00 part"],
  ["he's in on Monday", "2026-11-30 00:00 day"],
  ["next Friday", "2026-12-04 00:00 day"],
  ["a week from Monday", "2026-12-07 00:00 day"],
  ["Monday week", "2026-12-07 00:00 day"],
  ["in two days", "2026-11-27 00:00 day"],
  ["the third", "2026-12-03 00:00 day"],
  ["later today", "2026-11-25 15:00 day"],
  ["in an hour", "2026-11-25 16:00 relative"],
  ["in an hour and a half", "2026-11-25 16:30 relative"],
  ["in about forty-five minutes", "2026-11-25 15:45 relative"],
])("%s is no time of day", (words, time) => {
  expect(read(words)).toBe(time);
});

test.each([
  "next week",
  "in a couple of days",
  "the end of the month",
  "Wednesday",
  "half two",
  "tomorrow at seven",
  "tomorrow by noon",
  "ten to two on Friday",
  "Tuesday the third",
  "Thursday, December 3rd, 2024",
  "February thirtieth",
  "Thursday or Friday",
  "Friday at nine or at two",
])("%s is said to be ambiguous", (words) => {
  expect(read(words)).toBe("ambiguous");
});

test.each(["I would need to see it first", "one second", "one eighty", "we may come", ""])(
  "%s names no time",
  (words) => {
    expect(read(words)).toBe("nothing");
  },
);

test("on a Sunday next week can be either of two, and on a Monday next Friday is not this one", () => {
  const sunday = { ...NEW_YORK, calledAt: new Date("2026-11-29T15:00:00Z") };
  const monday = { ...NEW_YORK, calledAt: new Date("2026-11-30T15:00:00Z") };

  expect(read("next Tuesday", sunday)).toBe("ambiguous");
  expect(read("next Friday", monday)).toBe("2026-12-11 00:00 day");
});

test("the day is that of the callee's clock", () => {
  const night = new Date("2026-11-26T03:00:00Z");

  expect(read("tomorrow at nine", { calledAt: night, timeZone: "America/Los_Angeles" })).toBe(
    "2026-11-26 09:00 minute",
  );
  expect(read("tomorrow at nine", { calledAt: night, timeZone: "Europe/London" })).toBe(
    "2026-11-27 09:00 minute",
  );
});

test("without a zone only spans have an instant", () => {
  const context = { calledAt: new Date("2026-11-25T20:00:00Z"), timeZone: null };

  expect(read("in an hour", context)).toBe("2026-11-25 21:00 relative");
  expect(read("tomorrow at nine", context)).toBe("ambiguous");
});

test("the nights on which clocks change", () => {
  const spring = { calledAt: new Date("2026-03-07T20:00:00Z"), timeZone: "America/New_York" };
  const autumn = { calledAt: new Date("2026-10-31T19:00:00Z"), timeZone: "America/New_York" };
  const at = (words: string, context: typeof spring) => {
    const time = readSpokenTime(words, context);
    return time && "at" in time ? time.at.toISOString() : time;
  };

  expect(at("tomorrow at 9 AM", spring)).toBe("2026-03-08T13:00:00.000Z");
  expect(read("tomorrow at 2:30 AM", spring)).toBe("ambiguous");
  expect(at("tomorrow at 9 AM", autumn)).toBe("2026-11-01T14:00:00.000Z");
  expect(read("tomorrow at 1:30 AM", autumn)).toBe("ambiguous");
});

test("a day that has no midnight begins when it begins", () => {
  // In Cairo clocks go forward at midnight of the last Friday in April.
  const cairo = { calledAt: new Date("2026-04-23T10:00:00Z"), timeZone: "Africa/Cairo" };

  expect(read("tomorrow", cairo)).toBe("2026-04-24 01:00 day");
});
