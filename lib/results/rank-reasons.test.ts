import { describe, expect, test } from "vitest";
import type { RankedRow } from "./order-providers";
import { rankProviders } from "./rank";
import { CONFIRMED, met, price, row } from "./test-rows";
import { describeOutcome } from "./words";

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

  test("who misses a criterion has no mark beside who misses none, and is nobody's measure", () => {
    const cheapAndSoon = { price: price(50), earliestAt: "2026-11-24T08:00:00Z" };
    const rows = [
      row("a", { says: { ...cheapAndSoon, criteria: [met("licensed", "no")] } }),
      row("b", {
        says: {
          price: price(150),
          earliestAt: "2026-11-25T08:00:00Z",
          criteria: [met("licensed", "yes")],
        },
      }),
      row("c", {
        says: {
          price: price(180),
          earliestAt: "2026-11-26T08:00:00Z",
          criteria: [met("licensed", "unknown")],
        },
      }),
    ];

    expect(marksOf(rows)).toEqual({ a: [], b: ["cheapest", "soonest"], c: [] });
    // One left to compare: nothing is the best of itself.
    expect(marksOf(rows.slice(0, 2))).toEqual({ a: [], b: [] });
  });

  test("where every offer misses a criterion, they are compared with each other", () => {
    const criteria = [met("licensed", "no")];
    const rows = [
      row("a", { says: { price: price(50), criteria } }),
      row("b", { says: { price: price(150), criteria } }),
      row("c", { says: { availability: "unavailable", criteria: [met("licensed", "yes")] } }),
      row("d", { says: { availability: "unknown", callbackRequested: "after five" } }),
    ];

    expect(marksOf(rows)).toEqual({ a: ["cheapest"], b: [], c: [], d: [] });
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
        "All 2 criteria met",
        "Earliest: tomorrow at two (the soonest that meets your criteria)",
        "$180–220 + $40 call-out (the lowest comparable price that meets your criteria)",
      ],
      b: [
        "Did not say whether they can do the job",
        "1 of 2 criteria met",
        "Earliest: 2026-11-26 14:00",
        "$300",
      ],
      c: ["Can do the job", "Not met: insured, licensed", "Named no time", "No price given"],
      d: ["Not reached: a mailbox answered"],
      e: ["Answered, but the answer could not be read"],
      f: ["Still being called"],
      g: ["Cannot do the job"],
      h: ["Asked to be contacted again: after five"],
      i: ["Asked not to be called again"],
      j: ["Wrong number"],
      k: ["Can do the job", "Criteria not discussed", "Named no time", "Needs a visit first"],
    });
  });

  test.each([
    ["failed", "failed_permanent", "Number does not work"],
    ["failed", "failed_transient", "Our line failed"],
    ["failed", "international", "Cannot be called"],
    ["no_answer", "connected_silent", "Not reached: the line was open, but nobody spoke"],
    ["voicemail", null, "Not reached: a mailbox answered"],
    ["canceled", null, "Canceled"],
    ["skipped", "credit", "Not called"],
    ["unknown", "call_lost", "Unclear: the phone service no longer knows this call"],
    ["completed", "language_barrier", "Language barrier"],
    ["completed", "cut_off", "Cut off"],
    ["completed", "no_information", "Answered, no quote"],
  ] as const)("%s (%s) is told in the words of the list of calls: %s", (outcome, detail, words) => {
    const [ranked] = rankProviders([row("a", { outcome, detail, says: null })]);

    expect(ranked?.reasons).toEqual([words]);
    const { label } = describeOutcome({ outcome, detail });
    expect(words.startsWith(label)).toBe(true);
  });
});

describe("what is not confirmed", () => {
  const AT_NINE = { earliestText: "at nine", earliestAt: "2026-11-24T09:00:00-05:00" };
  const AT_TEN = { earliestText: "at ten", earliestAt: "2026-11-24T10:00:00-05:00" };
  const AT_LAST = { earliestText: "Friday", earliestAt: "2026-11-27T10:00:00-05:00" };

  test.each([
    ["price", { price: price(1) }, { price: price(180) }, { price: price(200) }],
    ["earliest", AT_NINE, AT_TEN, AT_LAST],
    ["callOutFee", { price: price(1), callOutFee: { amount: 1, currency: "USD" } }, {}, {}],
  ] as const)("is never the best, and moves nobody: %s", (field, best, second, third) => {
    const confirmed = { ...CONFIRMED, [field]: false };
    const rows = [
      row("a", { says: { ...best, confirmed } }),
      row("b", { says: second }),
      row("c", { says: third }),
    ];
    const ranked = rankProviders(rows);
    const without = rankProviders([row("a"), ...rows.slice(1)]);

    expect(ranked.find(({ providerId }) => providerId === "a")?.marks).toEqual([]);
    expect(ranked.map(({ providerId, marks }) => [providerId, marks])).toEqual(
      without.map(({ providerId, marks }) => [providerId, marks]),
    );
  });

  test("gives no rank by itself, and counts as not said beside what is", () => {
    const confirmed = { availability: false, earliest: false, price: false, callOutFee: false };
    const licensed = { ...met("licensed", "yes"), confirmed: false };
    const ranked = rankProviders(
      [
        row("a", { says: { price: price(1), confirmed } }),
        row("b", { says: { criteria: [licensed] } }),
        row("c", { says: { criteria: [met("licensed", "yes")] } }),
      ],
      { criteria: ["licensed"] },
    );

    expect(ranked.map(({ providerId, rank }) => [providerId, rank])).toEqual([
      ["c", 1],
      ["b", 2],
      ["a", null],
    ]);
  });

  test("is told with that word, and what is confirmed with its passage", () => {
    const said = (words: string, second: number | null) => ({ message: 3, words, second });
    const [reasons] = rankProviders([
      row("a", {
        says: {
          price: price(180),
          ...AT_NINE,
          criteria: [met("licensed", "yes"), { ...met("insured", "yes"), confirmed: false }],
          confirmed: { ...CONFIRMED, price: false },
          evidence: {
            availability: said("Yes, we do that.", 4),
            earliest: said("We could be there at nine.", 75.4),
            price: null,
            callOutFee: null,
            criteria: [said("Licensed, sure.", null), null],
          },
        },
      }),
    ]).map((item) => item.reasons);

    expect(reasons).toEqual([
      "Can do the job: “Yes, we do that.” (at 0:04)",
      "1 of 2 criteria met, 1 more (not confirmed); licensed: “Licensed, sure.”",
      "Earliest: at nine: “We could be there at nine.” (at 1:15)",
      "$180 (not confirmed)",
    ]);
  });
});
