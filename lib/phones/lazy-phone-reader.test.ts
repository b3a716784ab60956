import fc from "fast-check";
import { expect, test } from "vitest";
import { createLazyPhoneReader, type LazyPhoneReader } from "./lazy-phone-reader";
import { CALLING_CODES, planOf } from "./numbering-plans";
import { type CountryCode, parsePhone } from "./parse-phone";
import { ACCEPTED, REFUSED } from "./written-numbers.fixture";

const PLAN_OF: Record<string, string> = { US: "1", GB: "44", DE: "49", FR: "33", AU: "61" };

function addPlan(reader: LazyPhoneReader, code: string) {
  const plan = planOf(code);
  if (!plan) throw new Error(`Nobody has the calling code ${code}.`);
  // As it comes over the network.
  reader.add(JSON.parse(JSON.stringify(plan)));
}

/** Reads as the browser does: what the reading asked for is fetched, and the text read again. */
function readWithPlans(raw: string, country: CountryCode) {
  const reader = createLazyPhoneReader(CALLING_CODES);
  addPlan(reader, PLAN_OF[country] ?? "");
  // A text can ask for one plan per way to read it, of which there are five.
  for (let round = 0; round < 6; round++) {
    const reading = reader.read(raw, country);
    if (reading) return reading;
    for (const code of reader.missing()) addPlan(reader, code);
  }
  throw new Error(`${raw} asks for plans without end.`);
}

const WRITTEN = [...ACCEPTED, ...REFUSED].map(([raw, country]) => [raw, country] as const);

test.each(WRITTEN)("%j in %s is read with the plans it asks for as with all", (raw, country) => {
  expect(readWithPlans(raw, country)).toEqual(parsePhone(raw, country));
});

test("so is any text at all", () => {
  const written = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(..."0123456789+-() .x/"), maxLength: 20 }),
    fc
      .tuple(fc.constantFrom("+", "00", "011 ", ""), fc.bigInt(1000n, 10n ** 14n))
      .map(([a, b]) => `${a}${b}`),
  );
  const countries = Object.keys(PLAN_OF) as CountryCode[];
  fc.assert(
    fc.property(written, fc.constantFrom(...countries), (raw, country) => {
      expect(readWithPlans(raw, country)).toEqual(parsePhone(raw, country));
    }),
    { numRuns: 1_000, seed: 20_261 },
  );
});

test("a number of the chosen country asks for no further plan", () => {
  const reader = createLazyPhoneReader(CALLING_CODES);
  addPlan(reader, "1");

  expect(reader.read("864-555-0100", "US")).toMatchObject({ e164: "+18645550100" });
  expect(reader.missing()).toEqual([]);
  expect(reader.read("+44 20 7946 0958", "US")).toBeNull();
  expect(reader.missing()).toEqual(["44"]);
});

test("the plans of every calling code are there, and of no other", () => {
  expect(CALLING_CODES.length).toBeGreaterThan(200);
  expect(CALLING_CODES.map(planOf)).not.toContain(null);
  expect(planOf("999")).toBeNull();
  expect(planOf("constructor")).toBeNull();
});
