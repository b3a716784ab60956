import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "@/lib/limits";
import { allPhones, type CountryCode } from "@/lib/phones/parse-phone";
import { numbersIn } from "./number-reader";
import { MOST_ROWS, parseProviderList, type RowMemo } from "./parse-list";

const parse = (text: string, country: CountryCode, memo?: RowMemo) =>
  parseProviderList(text, numbersIn(country, allPhones), memo);

const ACME = "+18645550100";

/** name → number as dialed, or the field that is wrong. */
const read = (text: string) =>
  parse(text, "US").rows.map(({ name, verdict }) => [
    name,
    verdict.kind === "bad" ? `bad ${verdict.field}` : "e164" in verdict && verdict.e164,
  ]);

const row = (text: string) => {
  const { rows } = parse(text, "US");
  const [first] = rows;
  if (!first || rows.length !== 1) throw new Error(`Expected one row, got ${rows.length}`);
  return first;
};

describe("one typed line", () => {
  test.each([
    ["Acme Plumbing, 864-555-0100"],
    ["Acme Plumbing,8645550100"],
    ["Acme Plumbing - 864-555-0100"],
    ["Acme Plumbing – (864) 555-0100"],
    ["Acme Plumbing: 864.555.0100"],
    ["Acme Plumbing\t+1 864 555 0100"],
    ["Acme Plumbing; 864 555 0100"],
    ["Acme Plumbing | 1-864-555-0100"],
    ["Acme Plumbing 864 555 0100"],
    ["Acme Plumbing (864) 555-0100"],
    ["Acme Plumbing, tel: 864-555-0100"],
    ["Acme Plumbing phone: 864-555-0100"],
    ["864-555-0100, Acme Plumbing"],
    ["864-555-0100 Acme Plumbing"],
    ["+18645550100 - Acme Plumbing"],
    ["1. Acme Plumbing, 864-555-0100"],
    ["- Acme Plumbing, 864-555-0100"],
    ["• Acme Plumbing – 864-555-0100"],
    ['"Acme Plumbing","864-555-0100"'],
    ["  Acme   Plumbing ,  864-555-0100  "],
  ])("%s", (text) => {
    expect(row(text)).toMatchObject({
      name: expect.stringMatching(/^Acme +Plumbing$/),
      verdict: { kind: "good", e164: ACME },
    });
  });

  test.each([
    ["24/7 Plumbing 864-555-0100", "24/7 Plumbing"],
    ["A-1 Plumbing - 864-555-0100", "A-1 Plumbing"],
    ["Route 66 Diner, 864-555-0100", "Route 66 Diner"],
    ["Route 66 864-555-0100", "Route 66"],
    ["Smith, Jones & Sons, 864-555-0100", "Smith, Jones & Sons"],
    ["Smith, Jones & Sons 864-555-0100", "Smith, Jones & Sons"],
    ["Acme, Greenville - 864-555-0100", "Acme, Greenville"],
    ['"Smith ""The Pipe"" Jones", 864-555-0100', 'Smith "The Pipe" Jones'],
    ["Müller & Söhne – 864-555-0100", "Müller & Söhne"],
    ['12" Pipes, 864-555-0100', '12" Pipes'],
  ])("keeps the name of %s", (text, name) => {
    expect(row(text)).toMatchObject({ name, verdict: { kind: "good", e164: ACME } });
  });

  test("a phone word stays part of the number", () => {
    expect(read("Flowers R Us 1-800-FLOWERS")).toEqual([["Flowers R Us", "+18003569377"]]);
  });

  test.each(["Acme, 864-555-0100 x12", "Acme, 864-555-0100, ext. 12", "Acme 864-555-0100 ext 12"])(
    "keeps the extension of %s",
    (text) => {
      expect(row(text).verdict).toEqual({ kind: "good", e164: ACME, extension: "12" });
    },
  );

  test("a number with a country code is read in that country, others in the chosen one", () => {
    const { rows } = parse("A, 020 7946 0018\nB, +1 864 555 0100", "GB");

    expect(rows.map(({ verdict }) => verdict)).toMatchObject([
      { e164: "+442079460018" },
      { e164: ACME },
    ]);
  });
});

describe("rows that cannot be called", () => {
  test.each([
    ["Acme Plumbing", "phone", ""],
    ["Acme Plumbing, 555-12", "phone", "555-12"],
    ["Acme Plumbing 555-12", "phone", "555-12"],
    ["Acme Plumbing, 911", "phone", "911"],
    ["Acme, 1.41555E+10", "phone", "1.41555E+10"],
    ["Acme 864-555-0100 / 864-555-0111", "phone", "864-555-0100 / 864-555-0111"],
    ["Acme 8645550100 8645550111", "phone", "8645550100 8645550111"],
    ["864-555-0100", "name", "864-555-0100"],
    [", 864-555-0100", "name", "864-555-0100"],
  ])("%s: the %s is wrong and the row says how to fix it", (text, field, written) => {
    const { verdict, ...found } = row(text);

    expect(found.written).toBe(written);
    expect(verdict).toEqual({
      kind: "bad",
      field,
      problem: expect.stringMatching(/\w.*\.$/),
      fix: expect.stringMatching(/\w.*\.$/),
    });
  });
});

describe("several rows", () => {
  test("blank lines are left out and lines are counted as in the text", () => {
    const { rows } = parse("\nA, 8645550100\r\n\r\n   \nB, 8645550101\n", "US");
    expect(rows.map(({ line, name }) => [line, name])).toEqual([
      [2, "A"],
      [5, "B"],
    ]);
  });

  test("a number that came before is merged into its first row, however it is written", () => {
    const list = parse("Acme, 864-555-0100\nBest, 8645550101\nAcme Inc, +1 (864) 555 0100", "US");

    expect(list).toMatchObject({ good: 2, merged: 1, bad: 0 });
    expect(list.rows[2]?.verdict).toEqual({
      kind: "merged",
      e164: ACME,
      intoLine: 1,
      intoName: "Acme",
    });
  });

  test("a good row is not held up by bad ones", () => {
    expect(parse("A, 8645550100\nB, 12\nC", "US")).toMatchObject({ good: 1, bad: 2 });
  });

  test("nothing is nothing", () => {
    expect(parse(" \n\t\n", "US")).toEqual({
      rows: [],
      good: 0,
      merged: 0,
      bad: 0,
      waiting: 0,
      columns: null,
      unreadRows: 0,
    });
  });
});

describe("a table with column names", () => {
  test.each([
    ["Name,Phone\nAcme,8645550100", "Name", "Phone"],
    ["phone\tbusiness name\n8645550100\tAcme", "business name", "phone"],
    ["Rating;Company;Phone Number\n4.5;Acme;8645550100", "Company", "Phone Number"],
    ["Business|Tel.\nAcme|8645550100", "Business", "Tel."],
    ['\ufeff"Name","Mobile"\r\n"Acme","8645550100"', "Name", "Mobile"],
    ["sep=;\nName;Phone\nAcme;8645550100", "Name", "Phone"],
    ["Shop title,Phone\nAcme,8645550100", "Shop title", "Phone"],
    ["Ort;Téléphone;Société\nLyon;8645550100;Acme", "Société", "Téléphone"],
    ['\ufeffFirma\tOrt\tTelefon\r\n"Acme"\tUlm\t\'864\u00a0555\u00a00100', "Firma", "Telefon"],
  ])("%j", (text, name, phone) => {
    const list = parse(text, "US");

    expect(list.columns).toMatchObject({ name: { title: name }, phone: { title: phone } });
    expect(read(text)).toEqual([["Acme", ACME]]);
  });

  test("columns that are not used are named", () => {
    const list = parse("Name,City,Phone,Ext\nAcme,Greenville,8645550100,12", "US");

    expect(list.columns?.ignored).toEqual(["City"]);
    expect(list.rows[0]?.verdict).toEqual({ kind: "good", e164: ACME, extension: "12" });
  });

  test("a quoted cell may hold the delimiter and a line break", () => {
    const text = 'Name,Phone\n"Smith, Jones\n& Sons",8645550100\nBest,8645550101';
    expect(read(text)).toEqual([
      ["Smith, Jones & Sons", ACME],
      ["Best", "+18645550101"],
    ]);
    expect(parse(text, "US").rows.map(({ line }) => line)).toEqual([2, 4]);
  });

  test("a quote that is never closed does not swallow the rows after it", () => {
    expect(read('"Acme, 8645550100\nB, 8645550101\nC, 8645550102')).toEqual([
      ['"Acme', ACME],
      ["B", "+18645550101"],
      ["C", "+18645550102"],
    ]);
  });

  test("a row with too few cells has no number", () => {
    expect(read("Name,Phone\nAcme")).toEqual([["Acme", "bad phone"]]);
  });

  test("a first row with a number is a business, whatever it is called", () => {
    expect(read("Phone Doctor, 864-555-0100")).toEqual([["Phone Doctor", ACME]]);
  });
});

test("what decides about a number can be on its way", () => {
  const numbers = { read: () => null, glance: (text: string) => allPhones.glance(text, "US") };
  const memo: RowMemo = new Map();

  expect(parseProviderList("Acme, 8645550100", numbers, memo)).toMatchObject({
    good: 0,
    bad: 0,
    waiting: 1,
    rows: [{ name: "Acme", verdict: { kind: "waiting" } }],
  });
  expect(parse("Acme, 8645550100", "US", memo)).toMatchObject({ good: 1, waiting: 0 });
});

describe("any text at all", () => {
  test("every row that is not blank gets a verdict, and the counts add up", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (text) => {
        const list = parse(text, "US");
        expect(list.good + list.merged + list.bad).toBe(list.rows.length);
      }),
      { numRuns: 500, seed: 20_261 },
    );
  });

  test("names are bounded and hold no control characters", () => {
    expect(row(`Ac\u0007me${"x".repeat(500)}, 8645550100`).name).toMatch(/^Ac mex{1,194}…$/);
  });

  test("a list read again with its memo is read the same", () => {
    const memo = new Map();
    const text = "A, 8645550100\nB, 12\nC, 8645550100";
    const first = parse(text, "US", memo);

    expect(parse(text, "US", memo)).toEqual(first);
  });

  test("rows beyond the most that is read are counted", () => {
    expect(MOST_ROWS).toBe(2 * LIMITS.providers);
    const list = parse("A, 8645550100\n".repeat(MOST_ROWS + 3), "US");
    expect([list.rows.length, list.unreadRows]).toEqual([MOST_ROWS, 3]);
  });
});
