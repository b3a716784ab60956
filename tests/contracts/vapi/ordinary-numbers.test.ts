import { describe, expect, test } from "vitest";
import { dialAll, TALK } from "./dial-all";

describe("any other number", () => {
  // Far from every documented number, from three exchanges.
  const numbers = Array.from(
    { length: 48 },
    (_, index) => `+1864${288 + (index % 3)}${1000 + index}`,
  );

  test("the same number gives the same answer again, word for word", async () => {
    // Dates are relative to the day of the call: both calls are made at the same moment.
    const [first, second] = await dialAll(["+18642881234", "+18642881234"]);

    expect(first?.call.artifact?.transcript).toContain("User:");
    expect(second?.call.artifact?.transcript).toBe(first?.call.artifact?.transcript);
    expect(second?.call.analysis).toEqual(first?.call.analysis);
    expect(second?.call.endedReason).toBe(first?.call.endedReason);
  });

  test("different numbers give different people, times and prices; about one in six cannot come", async () => {
    const results = await dialAll(numbers);
    const data = results.map(
      ({ call }) => call.analysis?.structuredData as Record<string, unknown>,
    );
    const field = (name: string) =>
      data.map((item) => item[name]).filter((value) => value !== null);
    const kinds = field("price").map((price) => (price as { kind: string }).kind);
    const unavailable = field("availability").filter((value) => value === "unavailable");

    expect(results.map(({ kinds: webhooks }) => webhooks)).toEqual(numbers.map(() => TALK));
    expect(new Set(kinds)).toEqual(new Set(["flat", "range", "hourly", "visit_needed"]));
    expect(new Set(field("contact_name")).size).toBeGreaterThan(5);
    expect(new Set(field("earliest_text")).size).toBeGreaterThan(20);
    expect(unavailable.length).toBeGreaterThan(3);
    expect(unavailable.length).toBeLessThan(20);
  });

  test("prices are in the money of the country, times on its clock", async () => {
    const results = await dialAll(["+442079460104", "+33145678901", "+13102881001"]);
    const prices = results.map(({ call }) => call.analysis?.structuredData?.price);
    const times = results.map(({ call }) => call.analysis?.structuredData?.earliest_at);

    expect(prices).toMatchObject([{ currency: "GBP" }, { currency: "EUR" }, { currency: "USD" }]);
    expect(times[1]).toMatch(/\+0[12]:00$/);
    expect(times[2]).toMatch(/-0[78]:00$/);
  });
});
