import { describe, expect, test } from "vitest";
import { InvalidDurationError, parseDurationMs, resolveDeadlineMs } from "./durations";

describe("parseDurationMs", () => {
  test.each([
    ["1s", 1_000],
    ["1h30m", 5_400_000],
    ["1w2d3h4m5s", 788_645_000],
    ["250ms", 250],
    ["1.5s", 1_500],
    ["0s", 0],
  ])("reads %s as %d ms", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  test.each(["", "5", "5 s", "-1s", "1y", "1s later", "soon"])("refuses %j", (text) => {
    expect(() => parseDurationMs(text)).toThrow(InvalidDurationError);
  });
});

describe("resolveDeadlineMs", () => {
  const now = Date.parse("2026-01-02T03:04:05.000Z");

  test("counts a duration from now", () => {
    expect(resolveDeadlineMs("20s", now)).toBe(now + 20_000);
  });

  test("takes an ISO date as it stands, even a past one", () => {
    expect(resolveDeadlineMs("2025-12-31T00:00:00.000Z", now)).toBe(
      Date.parse("2025-12-31T00:00:00.000Z"),
    );
  });

  test.each(["tomorrow", "2026", "T", "1s2025-12-31T00:00:00Z"])("refuses %j", (text) => {
    expect(() => resolveDeadlineMs(text, now)).toThrow(InvalidDurationError);
  });
});
