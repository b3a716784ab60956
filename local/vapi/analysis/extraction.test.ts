import { describe, expect, test } from "vitest";
import { z } from "zod";
import { behaviorNames } from "../behaviors";
import { conversation } from "../talk/conversation";
import { type Facts, factsOf } from "../talk/facts";
import { extract, spoil } from "./extraction";
import { mismatches } from "./json-schema";

const facts: Facts = {
  availability: "available",
  earliestText: "tomorrow at 9 AM",
  earliestAt: "2026-03-05T09:00:00-05:00",
  price: {
    quote: "$95 an hour",
    kind: "hourly",
    low: 95,
    high: 95,
    currency: "USD",
    covers: "labor only",
  },
  callOutFee: { amount: 60, currency: "USD" },
  conditions: ["an adult has to be at home"],
  licensed: { met: "yes", quote: "Licensed yes, but we carry no insurance." },
  insured: { met: "no", quote: "Licensed yes, but we carry no insurance." },
  contactName: "Sarah",
};

const text = { type: "string" };
const object = (properties: Record<string, unknown>) => ({ type: "object", properties });

describe("filling a schema", () => {
  test("names are recognized in any spelling, all else is null", () => {
    const schema = object({
      earliest_at: text,
      callOutFee: object({ amount: { type: "number" } }),
      mood: text,
    });

    expect(extract(facts, schema)).toEqual({
      earliest_at: facts.earliestAt,
      callOutFee: { amount: 60 },
      mood: null,
    });
  });

  test("what was not said is null, a list is empty, a question nobody answered is no", () => {
    const schema = object({
      availability: text,
      price: object({ low: { type: "number" } }),
      conditions: { type: "array", items: text },
      do_not_call: { type: "boolean" },
    });

    expect(extract({}, schema)).toEqual({
      availability: "unknown",
      price: null,
      conditions: [],
      do_not_call: false,
    });
  });

  test("a value that the schema does not allow becomes null", () => {
    const schema = object({
      availability: { type: "string", enum: ["yes", "no"] },
      price: object({ kind: { type: "string", enum: ["flat"] }, low: text, quote: text }),
      contact_name: { type: "integer" },
    });

    expect(extract(facts, schema)).toEqual({
      availability: null,
      price: { kind: null, low: null, quote: "$95 an hour" },
      contact_name: null,
    });
  });

  test("a fee asked for as a number is its amount", () => {
    expect(extract(facts, object({ call_out_fee: { type: "number" } }))).toEqual({
      call_out_fee: 60,
    });
  });

  test("null is written in any of the ways of JSON Schema", () => {
    const schema = object({
      contactName: { type: ["string", "null"] },
      earliestText: { anyOf: [{ type: "null" }, text] },
      price: { oneOf: [object({ quote: { type: "string", nullable: true } }), { type: "null" }] },
    });

    expect(extract(facts, schema)).toEqual({
      contactName: "Sarah",
      earliestText: "tomorrow at 9 AM",
      price: { quote: "$95 an hour" },
    });
  });
});

describe("criteria", () => {
  const item = (criterion: object) =>
    object({ criterion, met: text, quote: { type: ["string", "null"] } });
  const criteriaOf = (list: object) =>
    (
      extract(facts, object({ criteria: list })).criteria as { criterion: string; met: string }[]
    ).map(({ criterion, met }) => [criterion, met]);

  test("their texts are the allowed values of the schema", () => {
    const allowed = {
      type: "string",
      enum: ["must be licensed", "Insured", "licensed and insured", "has a van"],
    };

    expect(criteriaOf({ type: "array", items: item(allowed) })).toEqual([
      ["must be licensed", "yes"],
      ["Insured", "no"],
      ["licensed and insured", "no"],
      ["has a van", "unknown"],
    ]);
  });

  test("else they stand in quotation marks in a description", () => {
    const description = 'One entry each: "licensed", "speaks Spanish".';

    expect(criteriaOf({ type: "array", description, items: item(text) })).toEqual([
      ["licensed", "yes"],
      ["speaks Spanish", "unknown"],
    ]);
  });

  test("else the words licensed and insured count", () => {
    const described = { ...item(text), description: "Is the business insured?" };

    expect(criteriaOf({ type: "array", items: described })).toEqual([["insured", "no"]]);
    expect(criteriaOf({ type: "array", items: item(text) })).toEqual([]);
  });

  test("a question that was never asked is unknown, without words", () => {
    const schema = object({
      criteria: { type: "array", items: item({ type: "string", enum: ["insured"] }) },
    });

    expect(extract({}, schema)).toEqual({
      criteria: [{ criterion: "insured", met: "unknown", quote: null }],
    });
  });
});

test("every behavior fills a schema made by zod with what zod accepts", () => {
  const result = z.object({
    availability: z.enum(["available", "unavailable", "unknown"]),
    earliestAt: z.iso.datetime({ offset: true }).nullable(),
    price: z
      .object({
        quote: z.string(),
        kind: z.enum(["flat", "range", "hourly", "visit_needed", "unknown"]),
        low: z.number().nullable(),
        currency: z.string().length(3).nullable(),
      })
      .nullable(),
    conditions: z.array(z.string()),
    criteria: z.array(
      z.object({
        criterion: z.literal("licensed"),
        met: z.enum(["yes", "no", "unknown"]),
        quote: z.string().nullable(),
      }),
    ),
    summary: z.string(),
    somethingElse: z.string().nullable(),
  });
  const schema = z.toJSONSchema(result);

  for (const behavior of behaviorNames) {
    const said = conversation({
      number: "+18645550123",
      behavior,
      calledAt: Date.parse("2026-03-04T12:00:00Z"),
      firstMessage: "Hello.",
      assistantWaits: false,
      detectsVoicemail: true,
    });
    const filled = extract(factsOf(said), schema);
    expect(result.parse(filled)).toEqual(filled);
  }
});

test("a spoiled analysis breaks the schema in every property", () => {
  const schema = object({
    availability: text,
    price: object({}),
    do_not_call: { type: "boolean" },
  });

  expect(mismatches(spoil(schema), schema)).toHaveLength(3);
});

describe("checking against a schema", () => {
  const schema = object({
    availability: { type: "string", enum: ["yes"] },
    contactName: text,
    conditions: { type: "array", items: text },
  });

  test.each([
    ["a wrong type", { contactName: 1 }, "$.contactName is 1, not of type string"],
    [
      "a value outside of the list",
      { availability: "no" },
      '$.availability is "no", not one of ["yes"]',
    ],
    ["a property too many", { mood: "good" }, "$.mood is not in the schema"],
    ["a wrong item", { conditions: ["a", 2] }, "$.conditions[1] is 2, not of type string"],
  ])("%s is named", (_title, value, message) => {
    expect(mismatches(value, schema)).toEqual([message]);
  });

  test("null fits everywhere", () => {
    expect(mismatches({ availability: null, conditions: null }, schema)).toEqual([]);
  });
});
