import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTEMPT_OUTCOMES } from "@/lib/attempts/status";
import { comparablePrice, type RankedRow, rankProviders } from "./rank";
import { type CallResult, type Price, unknownResult } from "./schema";

const price = (low: number | null, more: Partial<Price> = {}): Price => ({
  quote: null,
  kind: "flat",
  low,
  high: low,
  currency: "USD",
  covers: null,
  ...more,
});

type Given = Partial<Omit<RankedRow, "result">> & { says?: Partial<CallResult> | null };

/** A provider named like its id that answered and is available, unless told otherwise. */
const row = (id: string, { says = {}, ...rest }: Given = {}): RankedRow => ({
  providerId: id,
  name: id,
  outcome: "completed",
  ...rest,
  result: says && { ...unknownResult(), availability: "available", ...says },
});

const orderOf = (rows: RankedRow[], criteria?: string[]): string[] =>
  rankProviders(rows, criteria && { criteria }).map(({ providerId }) => providerId);

const met = (criterion: string, answer: "yes" | "no" | "unknown") => ({
  criterion,
  met: answer,
  quote: null,
});

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

describe("ranks, marks and reasons", () => {
  test("ranks count those that answered, and only those", () => {
    const ranked = rankProviders([row("a"), row("b", { outcome: "busy", says: null }), row("c")]);

    expect(ranked.map(({ providerId, rank }) => [providerId, rank])).toEqual([
      ["a", 1],
      ["c", 2],
      ["b", null],
    ]);
  });

  const marksOf = (rows: RankedRow[]) =>
    Object.fromEntries(rankProviders(rows).map(({ providerId, marks }) => [providerId, marks]));

  test("the cheapest is marked within its currency and unit, where there are two to compare", () => {
    expect(
      marksOf([
        row("a", { says: { price: price(180) } }),
        row("b", { says: { price: price(150) } }),
        row("c", { says: { price: price(90, { currency: "EUR" }) } }),
        row("d", { says: { price: price(60, { kind: "hourly" }) } }),
      ]),
    ).toEqual({ a: [], b: ["cheapest"], c: [], d: [] });
  });

  test("equal bests are all marked", () => {
    const says = { price: price(150), earliestAt: "2026-11-24T17:00:00Z" };

    expect(marksOf([row("a", { says }), row("b", { says })])).toEqual({
      a: ["cheapest", "soonest"],
      b: ["cheapest", "soonest"],
    });
  });

  test("the soonest is the same instant in any offset", () => {
    expect(
      marksOf([
        row("a", { says: { earliestAt: "2026-11-24T09:00:00-05:00" } }),
        row("b", { says: { earliestAt: "2026-11-24T13:00:00Z" } }),
        row("c", { says: {} }),
      ]),
    ).toEqual({ a: [], b: ["soonest"], c: [] });
  });

  test("who cannot do the job is neither cheapest nor soonest", () => {
    const says = { price: price(1), earliestAt: "2026-11-24T01:00:00Z" };
    const rows = [
      row("a", { says: { ...says, availability: "unavailable" } }),
      row("b", { says: { ...says, price: price(5) } }),
    ];

    expect(marksOf(rows)).toEqual({ a: [], b: [] });
  });

  test("reasons say in words what the rules looked at", () => {
    const rows = [
      row("a", {
        says: {
          criteria: [met("licensed", "yes"), met("insured", "yes")],
          earliestText: "tomorrow at two",
          earliestAt: "2026-11-24T14:00:00-05:00",
          price: price(180, { kind: "range", high: 220 }),
          callOutFee: { amount: 40, currency: "USD" },
        },
      }),
      row("b", {
        says: {
          availability: "unknown",
          criteria: [met("licensed", "yes")],
          earliestAt: "2026-11-26T14:00:00-05:00",
          price: price(300),
        },
      }),
      row("c", { says: { criteria: [met("insured", "no"), met("licensed", "no")] } }),
      row("d", { outcome: "voicemail", says: null }),
      row("e", { says: null }),
      row("f", { outcome: null, says: null }),
      row("g", { says: { availability: "unavailable", price: price(5) } }),
      row("h", { says: { availability: "unknown", callbackRequested: "after five" } }),
      row("i", { says: { availability: "unknown", doNotCall: true } }),
      row("j", { outcome: "failed", says: { wrongNumber: true } }),
      row("k", { says: { price: price(null, { kind: "visit_needed" }) } }),
    ];
    const reasons = Object.fromEntries(
      rankProviders(rows, { criteria: ["licensed", "insured"] }).map((item) => [
        item.providerId,
        item.reasons,
      ]),
    );

    expect(reasons).toEqual({
      a: [
        "Can do the job",
        "Meets all 2 criteria",
        "Earliest: tomorrow at two (the soonest)",
        "$180–220 + $40 call-out: the lowest comparable price",
      ],
      b: [
        "Did not say whether they can do the job",
        "Confirmed 1 of 2 criteria",
        "Earliest: 2026-11-26 14:00",
        "$300",
      ],
      c: ["Can do the job", "Does not meet: insured, licensed", "Named no time", "No price given"],
      d: ["Not reached: a mailbox answered"],
      e: ["Answered, but gave no information"],
      f: ["Still being called"],
      g: ["Cannot do the job"],
      h: ["Asked to be contacted again: after five"],
      i: ["Asked not to be called again"],
      j: ["Wrong number"],
      k: [
        "Can do the job",
        "Did not say whether they meet the criteria",
        "Named no time",
        "Needs a visit first",
      ],
    });
  });
});

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
          .map((fields): CallResult => ({ ...unknownResult(), ...fields })),
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
