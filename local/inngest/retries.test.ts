import { describe, expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "./retries";

test("the backoff doubles up to its longest", () => {
  expect([0, 1, 2, 3].map((attempt) => backoffMs(100, attempt))).toEqual([100, 200, 400, 800]);
  expect(backoffMs(100, 20)).toBe(10_000);
  expect(backoffMs(100, 5_000)).toBe(10_000);
});

describe("retryAfterMs", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");

  test.each([
    ["3", 3_000],
    ["2026-01-01T00:01:00.000Z", 60_000],
    ["0", 1_000],
    ["2025-01-01T00:00:00.000Z", 1_000],
    ["999999", 86_400_000],
  ])("%s is %d ms", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  test.each([undefined, "", "soon"])("%j asks for nothing", (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });
});
