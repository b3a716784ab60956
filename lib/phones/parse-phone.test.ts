import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CountryCode, isCountryCode, parsePhone } from "./parse-phone";
import { ACCEPTED, REFUSED } from "./written-numbers.fixture";

describe("numbers people write", () => {
  test.each(ACCEPTED)("%j read in %s is %s", (raw, from, e164, country, type) => {
    expect(parsePhone(raw, from)).toMatchObject({ ok: true, e164, country, type });
  });

  test.each([
    ["415-555-2671 x12", "12"],
    ["415 555 2671 ext. 1234", "1234"],
    ["415 555 2671 #7", "7"],
    ["+14155552671,,12", "12"],
    ["tel:+1-415-555-2671;ext=0123456789", "0123456789"],
    ["1-800-FLOWERS x12", "12"],
  ])("%j keeps its extension and dials without it", (raw, extension) => {
    const phone = parsePhone(raw, "US");

    expect(phone).toMatchObject({ ok: true, extension });
    expect(phone.ok && phone.e164).toMatch(/^\+1\d{10}$/);
    expect(phone.ok && phone.national).not.toContain("ext");
  });

  test("the national form is written as in its own country", () => {
    expect(parsePhone("+442079460958", "US")).toMatchObject({ national: "020 7946 0958" });
    expect(parsePhone("4155550123", "US")).toMatchObject({ national: "(415) 555-0123" });
  });

  test("the same text means different numbers in different default countries, never a guess", () => {
    expect(parsePhone("020 7946 0958", "GB")).toMatchObject({ e164: "+442079460958" });
    expect(parsePhone("020 7946 0958", "US")).toMatchObject({ ok: false });
  });
});

describe("numbers that are never dialed", () => {
  test.each(REFUSED)("%j read in %s is refused as %s", (raw, from, code) => {
    expect(parsePhone(raw, from)).toMatchObject({ ok: false, code });
  });

  test("without a default country that we know, only numbers with a country code can be read", () => {
    const nowhere = "ZZ" as CountryCode;

    expect(isCountryCode("ZZ")).toBe(false);
    expect(isCountryCode("GB")).toBe(true);
    expect(parsePhone("415 555 2671", nowhere)).toMatchObject({ code: "country_missing" });
    expect(parsePhone("", nowhere)).toMatchObject({ code: "empty" });
    expect(parsePhone("+1 415 555 2671", nowhere)).toMatchObject({ e164: "+14155552671" });
    expect(parsePhone("+1 988 555 0142", nowhere)).toMatchObject({ country: "US" });
  });

  test("a refusal says what was seen, what is wrong and what to do", () => {
    expect(parsePhone("1.41555E+10", "US")).toEqual({
      ok: false,
      code: "scientific_notation",
      problem:
        'Saw "1.41555E+10": a spreadsheet shortened the number and its last digits are lost.',
      fix: "Format the column as text in the spreadsheet and copy the number again.",
    });
  });

  test("a number that lacks digits is told to be too short, not to be a service number", () => {
    expect(parsePhone("555-12", "US")).toMatchObject({
      problem: 'Saw "555-12": it has too few digits.',
      fix: expect.stringContaining("Include the area code."),
    });
  });

  test("a number that lost its plus is recognized in the advice but not dialed", () => {
    expect(parsePhone("442079460958", "US")).toMatchObject({
      fix: "If this is the GB number +442079460958, write it with the +.",
    });
  });

  test("a very long input is cut in the message", () => {
    const refused = parsePhone("9".repeat(5_000), "US");

    expect(refused.ok).toBe(false);
    expect(!refused.ok && refused.problem.length).toBeLessThan(120);
  });
});

const COUNTRIES: CountryCode[] = ["US", "GB", "DE", "FR", "AU"];

test("whatever is typed, the answer is a refusal with words or an E.164 number that reads back as itself", () => {
  const written = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(..."0123456789+-() .x/"), maxLength: 24 }),
  );
  fc.assert(
    fc.property(written, fc.constantFrom(...COUNTRIES), (raw, from) => {
      const phone = parsePhone(raw, from);

      if (!phone.ok) {
        expect(phone.problem).not.toBe("");
        expect(phone.fix).not.toBe("");
        return;
      }
      expect(phone.e164).toMatch(/^\+[1-9]\d{3,14}$/);
      expect(parsePhone(phone.e164, "US")).toMatchObject({ ok: true, e164: phone.e164 });
      if (!COUNTRIES.includes(phone.country)) return;
      expect(parsePhone(phone.national, phone.country)).toMatchObject({ e164: phone.e164 });
    }),
    { numRuns: 1_000, seed: 20_261 },
  );
});
