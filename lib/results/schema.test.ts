import { Vapi } from "@vapi-ai/server-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasAnswer } from "./has-answer";
import { callResultJsonSchema } from "./json-schema";
import { parseCallResult, unknownResult } from "./schema";

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
  contactName: "Dana",
  callbackRequested: null,
  wrongNumber: false,
  doNotCall: false,
  voicemailOrMenu: false,
  languageBarrier: false,
  summary: "They can come tomorrow for 180 to 220 dollars.",
};

const read = (value: unknown) => {
  const parsed = parseCallResult(value);
  if (parsed.status !== "ok") throw new Error(`Expected a result, got ${JSON.stringify(parsed)}`);
  return parsed.result;
};

describe("reading what was extracted from a call", () => {
  test("a complete result is kept as it is", () => {
    expect(parseCallResult(FULL)).toEqual({ status: "ok", result: FULL });
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

  test.each([
    ["yes", "the result"],
    [[], "the result"],
    [{ availability: 4 }, "availability"],
    [{ price: "cheap" }, "price"],
    [{ conditions: "none of them" }, "conditions"],
    [{ criteria: [{ criterion: "licensed", met: 1 }] }, "criteria.0.met"],
    [{ summary: { text: "x" } }, "summary"],
    [{ doNotCall: "perhaps" }, "doNotCall"],
  ])("%j has the wrong shape and the problem names the field", (value, field) => {
    expect(parseCallResult(value)).toEqual({
      status: "invalid",
      problem: expect.stringMatching(new RegExp(`^${field}:`)),
    });
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
    ["usd", "USD"],
    ["$", null],
    ["dollars", null],
    [5, null],
  ])("the currency %j becomes %j", (given, expected) => {
    expect(read({ ...FULL, price: { low: 5, currency: given } }).price.currency).toBe(expected);
  });

  test.each([
    ["2026-11-24T14:00:00Z", "2026-11-24T14:00:00Z"],
    ["2026-11-24T14:00:00.5-05:00", "2026-11-24T14:00:00.5-05:00"],
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

  test("any JSON at all is ok, empty or invalid, and what is ok reads back unchanged", () => {
    const field = fc.constantFrom(...Object.keys(FULL));
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue()), (value) => {
        const parsed = parseCallResult({ ...FULL, ...value });
        if (parsed.status !== "ok") return;
        expect(parseCallResult(parsed.result)).toEqual(parsed);
      }),
      { numRuns: 1_000, seed: 20_261 },
    );
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

    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(unknownResult()));
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
