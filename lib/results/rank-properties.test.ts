import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTEMPT_OUTCOMES } from "@/lib/states/attempt";
import { hasAnswer } from "./has-answer";
import { comparablePrice, type RankedRow } from "./order-providers";
import { rankProviders } from "./rank";
import type { CallResult, Price } from "./schema";
import { met, nothingSaid, row } from "./test-rows";

const orderOf = (rows: RankedRow[]): string[] =>
  rankProviders(rows).map(({ providerId }) => providerId);

const anyPrice: fc.Arbitrary<Price> = fc.record({
  quote: fc.constant(null),
  kind: fc.constantFrom("flat", "range", "hourly", "visit_needed", "unknown"),
  low: fc.option(fc.integer({ min: 0, max: 5 })),
  high: fc.option(fc.integer({ min: 5, max: 9 })),
  currency: fc.constantFrom("USD", "EUR", "GBP", null),
  covers: fc.constant(null),
});

const anyRows: fc.Arbitrary<RankedRow[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom("Acme", "acme", "Bob"),
      outcome: fc.option(fc.constantFrom(...ATTEMPT_OUTCOMES, ...Array(9).fill("completed"))),
      result: fc.option(
        fc
          .record({
            availability: fc.constantFrom("available", "unavailable", "unknown"),
            earliestAt: fc.option(
              fc.constantFrom(
                "2026-11-24T23:00:00-05:00",
                "2026-11-25T01:00:00Z",
                "2026-11-25T09:00:00Z",
              ),
            ),
            price: anyPrice,
            callOutFee: fc.option(
              fc.record({ amount: fc.nat(3), currency: fc.constantFrom("USD", "EUR", null) }),
            ),
            criteria: fc.array(
              fc.constantFrom("yes", "no", "unknown").map((answer) => met("x", answer)),
              {
                maxLength: 2,
              },
            ),
          })
          .map((fields): CallResult => ({ ...nothingSaid(), ...fields })),
        { freq: 9 },
      ),
    }),
    { maxLength: 12 },
  )
  .map((rows) => rows.map((fields, index) => ({ providerId: `p${index}`, ...fields })));

/** Rows that differ in nothing but their prices, so that every comparison comes down to these. */
const rowsByPrice: fc.Arbitrary<RankedRow[]> = fc
  .array(anyPrice, { minLength: 2, maxLength: 8 })
  .map((prices) => prices.map((given, index) => row(`p${index}`, { says: { price: given } })));

const RUNS = { numRuns: 500, seed: 20_261 };

describe("for any rows", () => {
  test("every provider has one place, and the order they came in does not matter", () => {
    fc.assert(
      fc.property(
        anyRows.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          const ranked = rankProviders(rows);

          expect(rankProviders(shuffled)).toEqual(ranked);
          expect(ranked.map(({ providerId }) => providerId).sort()).toEqual(
            rows.map(({ providerId }) => providerId).sort(),
          );
        },
      ),
      RUNS,
    );
  });

  test("the order of two does not depend on who else is there", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const places = orderOf(rows);
        for (const [index, first] of rows.entries()) {
          for (const second of rows.slice(index + 1)) {
            const pair = orderOf([first, second]);
            const inAll = places.filter((id) => pair.includes(id));
            expect(inAll).toEqual(pair);
          }
        }
      }),
      { ...RUNS, numRuns: 200 },
    );
  });

  test("another price in one currency moves nobody of other currencies or units", () => {
    fc.assert(
      fc.property(rowsByPrice, fc.nat(), fc.integer({ min: 0, max: 9 }), (rows, pick, amount) => {
        const changed = rows[pick % Math.max(rows.length, 1)];
        const before = comparablePrice(changed?.result ?? null);
        if (!changed?.result || !before) return;
        const repriced = {
          ...changed,
          result: {
            ...changed.result,
            price: { ...changed.result.price, low: amount, high: amount },
          },
        };
        const isOther = (id: string): boolean => {
          const other = rows.find(({ providerId }) => providerId === id);
          const otherPrice = comparablePrice(other?.result ?? null);
          const isComparable =
            otherPrice?.currency === before.currency && otherPrice.unit === before.unit;
          return id !== changed.providerId && !isComparable;
        };
        const positions = (list: RankedRow[]): [string, boolean][] => {
          const order = orderOf(list);
          const own = order.indexOf(changed.providerId);
          return order
            .map((id, index): [string, boolean] => [id, index < own])
            .filter(([id]) => isOther(id));
        };

        const after = rows.map((item) => (item === changed ? repriced : item));
        expect(positions(after)).toEqual(positions(rows));
      }),
      RUNS,
    );
  });

  test("no mark goes to who misses a criterion while an offer misses none", () => {
    const misses = ({ result }: RankedRow) =>
      (result?.criteria ?? []).some((answer) => answer.met === "no");
    const isOffer = ({ outcome, result }: RankedRow) =>
      outcome === "completed" && hasAnswer(result) && result?.availability !== "unavailable";
    fc.assert(
      fc.property(anyRows, (rows) => {
        const marked = new Set(
          rankProviders(rows).flatMap((item) => (item.marks.length > 0 ? [item.providerId] : [])),
        );
        const markedRows = rows.filter(({ providerId }) => marked.has(providerId));

        expect(markedRows.every(isOffer)).toBe(true);
        if (rows.some((item) => isOffer(item) && !misses(item))) {
          expect(markedRows.filter(misses)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test("unclear and open calls come after all others, and only answers have a rank", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const outcomes = new Map(rows.map(({ providerId, outcome }) => [providerId, outcome]));
        const ranked = rankProviders(rows);
        const isLast = ranked.map(({ providerId }) => {
          const outcome = outcomes.get(providerId) ?? null;
          return outcome === null || outcome === "unknown";
        });

        expect(isLast).toEqual([...isLast].sort());
        for (const { providerId, rank } of ranked) {
          expect(rank !== null).toBe(outcomes.get(providerId) === "completed");
        }
      }),
      RUNS,
    );
  });
});
