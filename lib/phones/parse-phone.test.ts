import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CountryCode, isCountryCode, type PhoneRefusalCode, parsePhone } from "./parse-phone";

type Accepted = [raw: string, from: CountryCode, e164: string, country: string, type: string];

const ACCEPTED: Accepted[] = [
  ["(415) 555-2671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["415.555.2671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["1 415 555 2671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["14155552671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["+1 415 555 2671", "GB", "+14155552671", "US", "fixed_line_or_mobile"],
  ["'+14155552671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["\u201814155552671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["14155552671.0", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["415\u00a0555\u00a02671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["\u202a+1 415 555 2671\u202c", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["\u200e(415)\u200f 555\u201326\u200b71", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["＋１（４１５）５５５－２６７１", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["۱۴۱۵۵۵۵۲۶۷۱", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["tel:+1-415-555-2671", "GB", "+14155552671", "US", "fixed_line_or_mobile"],
  ["Tel. 415 555 2671", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["\t415-555-2671\r\n", "US", "+14155552671", "US", "fixed_line_or_mobile"],
  ["1-800-FLOWERS", "US", "+18003569377", "US", "toll_free"],
  ["1-800-CONTACTS", "US", "+18002668228", "US", "toll_free"],
  ["(800) GO-FEDEX", "US", "+18004633339", "US", "toll_free"],
  ["+1 800 356 9377", "DE", "+18003569377", "US", "toll_free"],
  ["+1 415 555 0100", "US", "+14155550100", "US", "fictitious"],
  ["+1 416 555 0199", "US", "+14165550199", "CA", "fictitious"],
  ["(555) 555-0123", "US", "+15555550123", "US", "fictitious"],
  ["+1 988 555 0142", "GB", "+19885550142", "US", "fictitious"],
  ["+1 876 926 1234", "US", "+18769261234", "JM", "fixed_line"],
  ["+1 242 322 1234", "US", "+12423221234", "BS", "fixed_line"],
  ["020 7946 0958", "GB", "+442079460958", "GB", "fixed_line"],
  ["+44 (0)20 7946 0958", "US", "+442079460958", "GB", "fixed_line"],
  ["(+44) 20 7946 0958", "US", "+442079460958", "GB", "fixed_line"],
  ["0044 20 7946 0958", "GB", "+442079460958", "GB", "fixed_line"],
  ["0044 20 7946 0958", "US", "+442079460958", "GB", "fixed_line"],
  ["0044 (0)20 7946 0958", "US", "+442079460958", "GB", "fixed_line"],
  ["07400 123456", "GB", "+447400123456", "GB", "mobile"],
  ["030 901820", "DE", "+4930901820", "DE", "fixed_line"],
  ["0151 23456789", "DE", "+4915123456789", "DE", "mobile"],
  ["+49 (0) 30 / 901820", "DE", "+4930901820", "DE", "fixed_line"],
  ["01 42 68 53 00", "FR", "+33142685300", "FR", "fixed_line"],
  ["06.12.34.56.78", "FR", "+33612345678", "FR", "mobile"],
  ["09 72 12 34 56", "FR", "+33972123456", "FR", "voip"],
  ["(02) 5550 1234", "AU", "+61255501234", "AU", "fixed_line"],
  ["0412 345 678", "AU", "+61412345678", "AU", "mobile"],
  ["0011 44 20 7946 0958", "AU", "+442079460958", "GB", "fixed_line"],
  ["0044 20 7946 0958", "AU", "+442079460958", "GB", "fixed_line"],
  ["+34 (0)91 123 45 67", "US", "+34911234567", "ES", "fixed_line"],
  ["+39 (0)2 1234 5678", "US", "+390212345678", "IT", "fixed_line"],
  ["+690 3010", "US", "+6903010", "TK", "fixed_line"],
];

type Refused = [raw: string, from: CountryCode, code: PhoneRefusalCode];

const REFUSED: Refused[] = [
  ["", "US", "empty"],
  [" \u200b ", "US", "empty"],
  ["1.41555E+10", "US", "scientific_notation"],
  ["1,41555E+10", "DE", "scientific_notation"],
  ["4.42E11", "GB", "scientific_notation"],
  ["415-555-2671 / 415-555-2672", "US", "several_numbers"],
  ["4155552671, 4155552672", "US", "several_numbers"],
  ["4155552671 or 4155552672", "US", "several_numbers"],
  ["call Bob", "US", "letters"],
  ["415 555 2671 Bob", "US", "letters"],
  ["415-555-267O", "US", "letters"],
  ["Fax: 415 555 2671", "US", "letters"],
  ["0800-FLOWERS", "GB", "letters"],
  ["()", "US", "unreadable"],
  ["+999 123456789", "US", "unknown_country_code"],
  ["415 555 267", "US", "too_short"],
  ["+44 207946", "US", "too_short"],
  ["415 555 26711", "US", "too_long"],
  ["442079460958", "US", "too_long"],
  ["1".repeat(5_000), "US", "too_long"],
  ["+1 199 234 5678", "US", "not_valid"],
  ["+1 911 555 0123", "US", "not_valid"],
  ["+1 415 911 1234", "US", "not_valid"],
  ["+1 415 555 2671 ext. 12345678901", "US", "extension_too_long"],
  ["911", "US", "emergency_number"],
  ["+1 911", "GB", "emergency_number"],
  ["999", "GB", "emergency_number"],
  ["112", "DE", "emergency_number"],
  ["17", "FR", "emergency_number"],
  ["000", "AU", "emergency_number"],
  ["411", "US", "short_number"],
  ["1-311", "US", "short_number"],
  ["12345", "US", "short_number"],
  ["3631", "FR", "short_number"],
  ["116 117", "DE", "short_number"],
  ["900-555-1234", "US", "premium_rate"],
  ["+1 900 555 0123", "US", "premium_rate"],
  ["415-976-1234", "US", "premium_rate"],
  ["0909 123 4567", "GB", "premium_rate"],
  ["0900 1 123456", "DE", "premium_rate"],
  ["0899 12 34 56", "FR", "premium_rate"],
  ["1900 123 456", "AU", "premium_rate"],
  ["+979 1 1234 1234", "US", "premium_rate"],
  ["0180 5 123456", "DE", "shared_cost"],
  ["0810 12 34 56", "FR", "shared_cost"],
  ["1300 123 456", "AU", "shared_cost"],
  ["+8816 1234 5678", "US", "satellite"],
  ["+882 16 123456", "US", "satellite"],
  ["+883 510 012 345", "US", "satellite"],
  ["+870 773 123456", "US", "satellite"],
  ["00 881 6 1234 5678", "GB", "satellite"],
  ["+800 1234 5678", "US", "not_geographic"],
  ["+1 500 555 0123", "US", "personal_number"],
  ["070 1234 5678", "GB", "personal_number"],
  ["0300 123 4567", "GB", "uan"],
  ["0760 123 4567", "GB", "pager"],
];

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

describe("numbers that are never dialled", () => {
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

  test("a number that lost its plus is recognised in the advice but not dialled", () => {
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
