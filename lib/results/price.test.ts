import { describe, expect, test } from "vitest";
import { formatMoney, formatPrice, formatPriceWithin } from "./price";
import type { CallResult, Price } from "./schema";
import { nothingSaid } from "./test-rows";

const priced = (price: Partial<Price>, callOutFee: CallResult["callOutFee"] = null) => ({
  price: { ...nothingSaid().price, currency: "USD", ...price },
  callOutFee,
  confirmed: nothingSaid().confirmed,
});

describe("formatPrice", () => {
  test.each<[string, ReturnType<typeof priced>]>([
    ["$180", priced({ kind: "flat", low: 180, high: 180 })],
    ["$95.50", priced({ kind: "flat", low: 95.5, high: 95.5 })],
    ["$180–220", priced({ kind: "range", low: 180, high: 220 })],
    ["$1,200–1,500", priced({ kind: "range", low: 1_200, high: 1_500 })],
    ["£80", priced({ kind: "flat", low: 80, high: 80, currency: "GBP" })],
    ["CHF 80–90", priced({ kind: "range", low: 80, high: 90, currency: "CHF" })],
    ["180 (currency not said)", priced({ kind: "flat", low: 180, high: 180, currency: null })],
    ["$95/h", priced({ kind: "hourly", low: 95, high: 95 })],
    [
      "$95/h + $40 call-out",
      priced({ kind: "hourly", low: 95, high: 95 }, { amount: 40, currency: "USD" }),
    ],
    [
      "$180–220 + €40 call-out",
      priced({ kind: "range", low: 180, high: 220 }, { amount: 40, currency: "EUR" }),
    ],
    ["Needs a visit first", priced({ kind: "visit_needed" })],
    ["Needs a visit first ($50)", priced({ kind: "visit_needed", low: 50, high: 50 })],
    [
      "Needs a visit first + $40 call-out",
      priced({ kind: "visit_needed" }, { amount: 40, currency: "USD" }),
    ],
    ["“it depends”", priced({ kind: "unknown", quote: "it depends" })],
    ["No price given", priced({ kind: "unknown" })],
    ["$40 call-out, no price given", priced({}, { amount: 40, currency: "USD" })],
  ])("says %s", (expected, result) => {
    expect(formatPrice(result)).toBe(expected);
  });
});

test.each([
  ["needs a visit first", priced({ kind: "visit_needed" })],
  ["no price given", priced({ kind: "unknown" })],
  ["ZZZ 5", priced({ kind: "flat", low: 5, high: 5, currency: "ZZZ" })],
])("within a sentence it says %s", (expected, result) => {
  expect(formatPriceWithin(result)).toBe(expected);
});

test("a currency code that nobody knows is shown as it is", () => {
  expect(formatMoney(5, "ZZZ")).toBe("ZZZ 5");
});
