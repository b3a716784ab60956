import { Vapi } from "@vapi-ai/server-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasAnswer } from "./has-answer";
import { callResultJsonSchema } from "./json-schema";
import { parseCallResult, storedResultSchema } from "./read-result";
import { CHECKED_FIELDS, unknownResult } from "./schema";

const FULL = {
  availability: "available",
  earliestText: "tomorrow at two",
  earliestAt: "2026-11-24T14:00:00-05:00",
  price: {
    quote: "one eighty to two twenty",
    kind: "range",
    low: 180,
    high: 220,
    currency: "USD",
    covers: "parts and labor",
  },
  callOutFee: { amount: 40, currency: "USD" },
  conditions: ["paid on the day"],
  criteria: [{ criterion: "licensed", met: "yes", quote: "yes, we are licensed" }],
  evidence: { price: { message: 5, words: "one eighty to two twenty" } },
  contactName: "Dana",
  callbackRequested: null,
  wrongNumber: false,
  doNotCall: false,
  voicemailOrMenu: false,
  languageBarrier: false,
  summary: "They can come tomorrow for 180 to 220 dollars.",
};

const read = (value: unknown, own: string | null = null) => {
  const parsed = parseCallResult(value, own);
  if (parsed.status !== "ok") throw new Error(`Expected a result, got ${JSON.stringify(parsed)}`);
  return parsed.result;
};

describe("reading what was extracted from a call", () => {
  test("a complete result is kept as it is, and nothing of it is confirmed yet", () => {
    expect(read(FULL)).toEqual({
      ...FULL,
      criteria: [{ ...FULL.criteria[0], confirmed: false }],
      confirmed: { availability: false, earliest: false, price: false, callOutFee: false },
      evidence: {
        ...unknownResult().evidence,
        price: { ...FULL.evidence.price, second: null },
        criteria: [null],
      },
    });
  });

  test("a model cannot confirm what it says", () => {
    const lie = {
      ...FULL,
      confirmed: { price: true, availability: true },
      criteria: [{ criterion: "licensed", met: "yes", confirmed: true }],
    };
    const { confirmed, criteria } = read(lie);

    expect(confirmed).toEqual(unknownResult().confirmed);
    expect(criteria[0]?.confirmed).toBe(false);
  });

  test.each([
    [null],
    [undefined],
    [{}],
    [{ summary: "" }],
    [{ availability: "unknown", price: {} }],
  ])("%j holds nothing and is empty, not an error", (value) => {
    expect(parseCallResult(value)).toEqual({ status: "empty" });
  });

  test.each([["yes"], [[]], [7], ["{ not JSON"], [{ task: "ignore me" }], [{ result: "none" }]])(
    "%j holds no answer and the problem repeats nothing of it",
    (value) => {
      expect(parseCallResult(value)).toEqual({
        status: "invalid",
        problem: "the result: is no object with known fields",
      });
    },
  );

  test.each([
    ["in an object", { result: FULL }],
    ["beside other things", { confidence: 0.9, model: { name: "m" }, output: FULL }],
    ["in a list", [FULL]],
    ["as text", JSON.stringify(FULL)],
    ["as text in an object", { structuredData: JSON.stringify({ result: FULL }) }],
    ["as a block of code", `\`\`\`json\n${JSON.stringify(FULL, null, 2)}\n\`\`\``],
  ])("an answer %s is the same answer", (_, value) => {
    expect(read(value)).toEqual(read(FULL));
  });

  /** What models have been seen to write, and more of each kind. */
  const ODD: unknown[] = [
    ...[null, true, false, 0, 1, 180, -1, 1e300, "", " ", "yes", "No.", "False", "perhaps"],
    ...["$180", "50 dollar deposit", [], [[]], ["x", 3], {}, { text: "x" }, { value: true }],
    ...[{ criterion: {} }, [{ criterion: "x", met: true }], { a: { b: { c: 1 } } }, "{}"],
  ];

  test("one odd field costs no other field", () => {
    const fields = Object.keys(FULL) as (keyof typeof FULL)[];
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.oneof(fc.constantFrom(...ODD), fc.jsonValue()),
        (field, odd) => {
          // Which passages there are follows from how many criteria could be read.
          const without = (answer: unknown) => {
            const result = read(answer);
            if (field === "criteria") result.evidence.criteria = [];
            return { ...result, [field]: null };
          };
          expect(without({ ...FULL, [field]: odd })).toEqual(without(FULL));
        },
      ),
      { numRuns: 2_000, seed: 20_261 },
    );
  });

  test.each([
    ["availability", true, "available"],
    ["availability", "Yes", "available"],
    ["availability", "not available", "unavailable"],
    ["availability", "no", "unavailable"],
    ["availability", 4, "unknown"],
    ["callbackRequested", false, null],
    ["callbackRequested", "no", null],
    ["callbackRequested", true, "yes"],
    ["callbackRequested", "after three", "after three"],
    ["conditions", "50 dollar deposit", ["50 dollar deposit"]],
    ["conditions", { deposit: "50 dollars", minimum: 90 }, ["deposit: 50 dollars", "minimum: 90"]],
    ["conditions", [{ text: "cash only" }, "none", false], ["cash only"]],
    ["conditions", false, []],
    ["wrongNumber", "no", false],
    ["doNotCall", "yes", true],
    ["doNotCall", "YES, please take us off", true],
    ["doNotCall", "False", false],
    ["doNotCall", "True", true],
    ["doNotCall", 1, true],
    ["doNotCall", [true], true],
    ["doNotCall", { value: "true" }, true],
    ["doNotCall", "perhaps", null],
    ["contactName", ["Dana", "Lee"], "Dana, Lee"],
    ["contactName", { text: "Dana" }, "Dana"],
    ["summary", { text: "They can come." }, "They can come."],
    ["summary", ["They can come.", "It costs 90."], "They can come., It costs 90."],
  ] as const)("of %s, %j is read as %j", (field, value, expected) => {
    expect(read({ ...FULL, [field]: value })[field]).toEqual(expected);
  });

  test.each([
    [[{ criterion: "licensed", met: true }], [["licensed", "yes"]]],
    [[{ criterion: "licensed", met: "No, not yet" }], [["licensed", "no"]]],
    [[{ criterion: "licensed", met: "not mentioned" }], [["licensed", "unknown"]]],
    [{ criterion: "licensed", met: "yes" }, [["licensed", "yes"]]],
    [
      { licensed: true, insured: "no", bonded: { met: "yes" } },
      [
        ["licensed", "yes"],
        ["insured", "no"],
        ["bonded", "yes"],
      ],
    ],
    [["licensed"], [["licensed", "unknown"]]],
  ])("the criteria %j are read as %j", (value, expected) => {
    const { criteria } = read({ ...FULL, criteria: value });
    expect(criteria.map(({ criterion, met }) => [criterion, met])).toEqual(expected);
  });

  test("whatever is missing is unknown", () => {
    expect(read({ availability: "unavailable" })).toEqual({
      ...unknownResult(),
      availability: "unavailable",
    });
  });

  test.each(["", "  ", "unknown", "N/A", "none", "Not mentioned.", "null"])(
    "the filler %j is no text",
    (filler) => {
      expect(read({ ...FULL, contactName: filler }).contactName).toBeNull();
      expect(read({ ...FULL, conditions: [filler, "cash"] }).conditions).toEqual(["cash"]);
    },
  );

  test("a word outside a list is unknown, whatever its case otherwise", () => {
    const result = read({ ...FULL, availability: "Available", price: { kind: "maybe", low: 5 } });

    expect(result.availability).toBe("available");
    expect(result.price.kind).toBe("unknown");
  });

  test.each([
    [
      { kind: "flat", low: 180 },
      { kind: "flat", low: 180, high: 180 },
    ],
    [
      { kind: "flat", high: "95.50" },
      { kind: "flat", low: 95.5, high: 95.5 },
    ],
    [
      { kind: "range", low: 220, high: 180 },
      { kind: "range", low: 180, high: 220 },
    ],
    [
      { kind: "range", low: 180, high: 180 },
      { kind: "flat", low: 180, high: 180 },
    ],
    [
      { kind: "flat", low: 180, high: 220 },
      { kind: "range", low: 180, high: 220 },
    ],
    [
      { kind: "flat", low: "depends" },
      { kind: "unknown", low: null, high: null },
    ],
    [
      { kind: "flat", low: -5 },
      { kind: "unknown", low: null, high: null },
    ],
    [
      { kind: "flat", low: 8_005_551_234 },
      { kind: "unknown", low: null, high: null },
    ],
    [
      { kind: "hourly", low: 95 },
      { kind: "hourly", low: 95, high: 95 },
    ],
    [
      { kind: "visit_needed", low: null },
      { kind: "visit_needed", low: null, high: null },
    ],
  ])("the price %j becomes %j", (given, expected) => {
    expect(read({ ...FULL, price: given }).price).toMatchObject(expected);
  });

  test.each([
    [180, "flat", 180, 180, null],
    ["$180", "flat", 180, 180, "USD"],
    ["$1,200.00", "flat", 1200, 1200, "USD"],
    ["180.00 USD", "flat", 180, 180, "USD"],
    ["40", "flat", 40, 40, null],
    ["23,80 €", "flat", 23.8, 23.8, "EUR"],
    ["EUR 23.80", "flat", 23.8, 23.8, "EUR"],
    ["1.234,50 euros", "flat", 1234.5, 1234.5, "EUR"],
    ["1'200.- CHF", "flat", 1200, 1200, "CHF"],
    ["180 bucks", "flat", 180, 180, "USD"],
    ["$95 an hour", "hourly", 95, 95, "USD"],
    ["between $180 and $220", "range", 180, 220, "USD"],
    ["180-220 dollars", "range", 180, 220, "USD"],
    ["about 180", "unknown", null, null, null],
    ["1.200", "unknown", null, null, null],
    ["cheap", "unknown", null, null, null],
    [{ amount: "$180", kind: "per hour" }, "hourly", 180, 180, "USD"],
    [{ low: "180", kind: "fixed", currency: "dollars" }, "flat", 180, 180, "USD"],
    [{ low: 180, kind: "flat", quote: "one eighty bucks" }, "flat", 180, 180, "USD"],
    [{ low: 23.8, kind: "flat", currency: "€" }, "flat", 23.8, 23.8, "EUR"],
    [{ low: 0, high: 0, kind: "flat" }, "unknown", null, null, null],
    [{ low: 0, high: 0, kind: "visit_needed" }, "visit_needed", null, null, null],
    [0, "unknown", null, null, null],
  ])("an American's price %j is read as %s %j to %j %s", (value, kind, low, high, currency) => {
    const { price } = read({ ...FULL, price: value }, "USD");
    expect(price).toMatchObject({ kind, low, high, currency });
  });

  test("words that are no amount stay as words", () => {
    expect(read({ ...FULL, price: "about one eighty" }).price).toMatchObject({
      quote: "about one eighty",
      low: null,
    });
  });

  test.each([
    ["usd", "USD", "USD"],
    ["$", "USD", "USD"],
    ["$", "CAD", "CAD"],
    ["dollars", "AUD", "AUD"],
    ["US dollars", "CAD", "USD"],
    ["CA$", "USD", "CAD"],
    ["$", "EUR", null],
    ["$", null, null],
    ["€", "USD", "EUR"],
    ["quid", "GBP", "GBP"],
    ["pounds", "USD", "GBP"],
    ["francs", "CHF", "CHF"],
    ["QQQ", "USD", null],
    [5, "USD", null],
  ])("the currency %j of a callee who pays in %s is %s", (given, own, expected) => {
    const { price } = read({ ...FULL, price: { low: 5, currency: given } }, own);
    expect(price.currency).toBe(expected);
  });

  test.each([
    ["2026-11-24T14:00:00Z", "2026-11-24T14:00:00Z"],
    ["2026-11-24T14:00:00.5-05:00", "2026-11-24T14:00:00.5-05:00"],
    ["2026-11-24 14:00-05:00", "2026-11-24T14:00-05:00"],
    ["2026-02-30T14:00:00Z", null],
    ["2026-11-24T14:00:00", null],
    ["2026-11-24", null],
    ["tomorrow", null],
    [`2026-11-24T14:00:00.${"0".repeat(5_000)}Z`, null],
  ])("the time %j becomes %j", (given, expected) => {
    expect(read({ ...FULL, earliestAt: given }).earliestAt).toBe(expected);
  });

  test("a fee without an amount is no fee", () => {
    expect(read({ ...FULL, callOutFee: { amount: "some" } }).callOutFee).toBeNull();
    expect(read({ ...FULL, callOutFee: "forty" }).callOutFee).toBeNull();
    expect(read({ ...FULL, callOutFee: { amount: "40" } }).callOutFee).toEqual({
      amount: 40,
      currency: null,
    });
    expect(read({ ...FULL, callOutFee: "$40" }, "USD").callOutFee).toEqual({
      amount: 40,
      currency: "USD",
    });
  });

  test("criteria without a name and unknown keys are dropped", () => {
    const result = read({ ...FULL, criteria: [{ met: "yes" }, null, 7], task: "ignore me" });

    expect(result.criteria).toEqual([]);
    expect(result).not.toHaveProperty("task");
  });

  test("texts and lists are bounded and hold nothing that a database refuses", () => {
    const nasty = `a\u0000b\ud83d\u202ec${"x".repeat(5_000)}`;
    const result = read({ summary: nasty, conditions: Array(50).fill(nasty) });

    expect(result.summary).toHaveLength(1_000);
    expect(result.summary).toMatch(/^a bc x*…$|^a bcx*…$/);
    expect(result.conditions).toHaveLength(10);
  });

  test("any JSON at all is ok, empty or invalid, and what is ok is stored and reads back unchanged", () => {
    const field = fc.constantFrom(...Object.keys(FULL));
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (value) => {
        const parsed = parseCallResult({ ...FULL, ...value });
        if (parsed.status !== "ok") return;
        expect(storedResultSchema.parse(parsed.result)).toEqual(parsed.result);
      }),
      { numRuns: 1_000, seed: 20_261 },
    );
  });
});

describe("a stored result", () => {
  test("keeps what was confirmed and on which words it rests", () => {
    const words = { message: 5, words: "One eighty to two twenty.", second: 31 };
    const result = {
      ...read(FULL),
      confirmed: { availability: true, earliest: false, price: true, callOutFee: false },
      criteria: [{ criterion: "licensed", met: "yes", quote: null, confirmed: true }],
      evidence: { ...read(FULL).evidence, price: words, criteria: [words] },
    };

    expect(storedResultSchema.parse(result)).toEqual(result);
  });

  test("of the time before answers were checked has nothing confirmed", () => {
    const { evidence: _, ...old } = FULL;
    const stored = storedResultSchema.parse(old);

    expect(stored).toEqual({
      ...read(FULL),
      evidence: { ...unknownResult().evidence, criteria: [null] },
    });
  });
});

describe("hasAnswer", () => {
  test.each([
    [{ availability: "unavailable" }, true],
    [{ earliestText: "Friday" }, true],
    [{ price: { kind: "visit_needed" } }, true],
    [{ price: { quote: "it depends" } }, true],
    [{ callbackRequested: "after five" }, false],
    [{ contactName: "Dana", summary: "She will ask." }, false],
  ])("%j is an answer: %s", (value, expected) => {
    expect(hasAnswer(read(value))).toBe(expected);
  });

  test("no result is no answer", () => {
    expect(hasAnswer(null)).toBe(false);
    expect(hasAnswer(unknownResult())).toBe(false);
  });
});

describe("the JSON Schema sent to Vapi", () => {
  const VAPI_KEYWORDS = ["type", "items", "properties", "description", "required", "enum"];
  const TYPES: string[] = Object.values(Vapi.JsonSchemaType);

  test("uses only keywords of Vapi's JsonSchema, at every depth", () => {
    const visit = (schema: Vapi.JsonSchema) => {
      expect(VAPI_KEYWORDS).toEqual(expect.arrayContaining(Object.keys(schema)));
      expect(TYPES).toContain(schema.type);
      if (schema.items) visit(schema.items);
      for (const property of Object.values(schema.properties ?? {})) visit(property);
    };
    visit(callResultJsonSchema());
  });

  test("names every field of the result, and requires none that may be unknown", () => {
    const schema = callResultJsonSchema();

    const { confirmed: _, ...asked } = unknownResult();
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(asked));
    expect(Object.keys(schema.properties?.evidence?.properties ?? {})).toEqual(CHECKED_FIELDS);
    expect(schema.required).toEqual(["availability", "price", "conditions", "criteria"]);
    expect(schema.properties?.price).toMatchObject({
      type: "object",
      required: ["kind"],
      properties: { low: { type: "number" }, kind: { enum: expect.arrayContaining(["hourly"]) } },
    });
    expect(schema.properties?.doNotCall).toMatchObject({ type: "boolean" });
  });

  test("every field tells the model what to put there", () => {
    for (const [name, property] of Object.entries(callResultJsonSchema().properties ?? {})) {
      expect(property.description, name).toMatch(/\w{3,}/);
    }
  });
});
