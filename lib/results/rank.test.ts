import { describe, expect, test } from "vitest";
import { comparablePrice, type RankedRow } from "./order-providers";
import { rankProviders } from "./rank";
import type { CallResult } from "./schema";
import { met, price, row } from "./test-rows";

const orderOf = (rows: RankedRow[], criteria?: string[]): string[] =>
  rankProviders(rows, criteria && { criteria }).map(({ providerId }) => providerId);

describe("the rules, each deciding where those before it do not", () => {
  test("1. who was reached comes first, and who may have been called comes last", () => {
    const rows = [
      row("a-open", { outcome: null, says: null }),
      row("b-unknown", { outcome: "unknown", says: null }),
      row("c-skipped", { outcome: "skipped", says: null }),
      row("d-failed", { outcome: "failed", says: null }),
      row("e-busy", { outcome: "busy", says: null }),
      row("f-voicemail", { outcome: "voicemail", says: null }),
      row("g-answered", { says: { availability: "unavailable" } }),
    ];

    expect(orderOf(rows)).toEqual([
      "g-answered",
      "e-busy",
      "f-voicemail",
      "d-failed",
      "c-skipped",
      "b-unknown",
      "a-open",
    ]);
  });

  test("2. who can do the job comes before who did not say, and who cannot comes after both", () => {
    const rows = [
      row("a", { says: { availability: "unavailable", price: price(1) } }),
      row("b", { says: null }),
      row("c", { says: { availability: "unknown" } }),
      row("d"),
    ];

    expect(orderOf(rows)).toEqual(["d", "b", "c", "a"]);
  });

  test("3. who meets all criteria comes before who left some open, and who misses one comes last", () => {
    const rows = [
      row("a", { says: { criteria: [met("x", "yes"), met("y", "no")], price: price(1) } }),
      row("b", { says: { criteria: [met("x", "yes"), met("y", "unknown")] } }),
      row("c", { says: { criteria: [met("x", "yes"), met("y", "yes")] } }),
    ];

    expect(orderOf(rows)).toEqual(["c", "b", "a"]);
  });

  test("3. an answer to some of the criteria is not an answer to all", () => {
    const rows = [
      row("a", { says: { criteria: [met("x", "yes")] } }),
      row("b", { says: { criteria: [met("x", "yes"), met("y", "yes")] } }),
    ];

    expect(orderOf(rows, ["x", "y"])).toEqual(["b", "a"]);
    expect(orderOf(rows)).toEqual(["a", "b"]);
  });

  test("4. the earlier day comes first, and no time named comes last", () => {
    const rows = [
      row("a", { says: { price: price(1) } }),
      row("b", { says: { earliestAt: "2026-11-25T08:00:00-05:00" } }),
      row("c", { says: { earliestAt: "2026-11-24T17:00:00-05:00" } }),
    ];

    expect(orderOf(rows)).toEqual(["c", "b", "a"]);
  });

  test("5. on the same day the price decides, and only at the same price the hour", () => {
    const rows = [
      row("a", { says: { earliestAt: "2026-11-24T08:00:00-05:00", price: price(200) } }),
      row("b", { says: { earliestAt: "2026-11-24T17:00:00-05:00", price: price(180) } }),
      row("c", { says: { earliestAt: "2026-11-24T12:00:00-05:00", price: price(180) } }),
    ];

    expect(orderOf(rows)).toEqual(["c", "b", "a"]);
  });

  test("5. a range stands by its lower end, then by its upper", () => {
    const rows = [
      row("a", { says: { price: price(180, { kind: "range", high: 300 }) } }),
      row("b", { says: { price: price(180) } }),
      row("c", { says: { price: price(170, { kind: "range", high: 400 }) } }),
    ];

    expect(orderOf(rows)).toEqual(["c", "b", "a"]);
  });

  test("5. the call-out fee is part of a price for the job", () => {
    const rows = [
      row("a", { says: { price: price(100), callOutFee: { amount: 40, currency: "USD" } } }),
      row("b", { says: { price: price(120) } }),
    ];

    expect(orderOf(rows)).toEqual(["b", "a"]);
  });

  test("5. prices for the job, by the hour and without an amount are three groups", () => {
    const rows = [
      row("a", { says: { price: price(null, { kind: "visit_needed" }) } }),
      row("b", { says: { price: price(50, { kind: "hourly" }) } }),
      row("c", { says: { price: price(900) } }),
      row("d", { says: { price: price(40, { kind: "hourly" }) } }),
    ];

    expect(orderOf(rows)).toEqual(["c", "d", "b", "a"]);
  });

  test("7. the name decides what nothing else does, then the id", () => {
    const rows = [
      row("3", { name: "bob" }),
      row("2", { name: "Alice" }),
      row("1", { name: "bob" }),
      row("4", { name: "Carla" }),
    ];

    expect(orderOf(rows)).toEqual(["2", "1", "3", "4"]);
  });
});

describe("prices that cannot be compared", () => {
  test.each<[string, Partial<CallResult>]>([
    ["has no currency", { price: price(180, { currency: null }) }],
    ["needs a visit", { price: price(50, { kind: "visit_needed" }) }],
    [
      "has a fee in another currency",
      { price: price(180), callOutFee: { amount: 1, currency: "EUR" } },
    ],
    ["has a fee in no currency", { price: price(180), callOutFee: { amount: 1, currency: null } }],
    ["has no amount", { price: price(null) }],
  ])("one that %s", (_, says) => {
    expect(comparablePrice(row("a", { says }).result)).toBeNull();
  });
});
