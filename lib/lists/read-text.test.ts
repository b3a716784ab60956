import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allPhones, type CountryCode } from "@/lib/phones/parse-phone";
import { numbersIn } from "./number-reader";
import { readText } from "./read-text";

const US = numbersIn("US", allPhones);
const parse = (text: string, country: CountryCode) => {
  const reading = readText(text, country === "US" ? US : numbersIn(country, allPhones));
  return { ...reading, rows: reading.rows.filter(({ verdict }) => verdict !== "ignored") };
};

const ACME = "+18645550100";

/** name → number as dialed, or the field that is wrong. */
const read = (text: string) =>
  parse(text, "US").rows.map(({ name, verdict, field, phone }) => [
    name,
    verdict === "refused" ? `bad ${field}` : phone,
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
      verdict: "call",
      phone: ACME,
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
    expect(row(text)).toMatchObject({ name, verdict: "call", phone: ACME });
  });

  test("a phone word stays part of the number", () => {
    expect(read("Flowers R Us 1-800-FLOWERS")).toEqual([["Flowers R Us", "+18003569377"]]);
  });

  test.each(["Acme, 864-555-0100 x12", "Acme, 864-555-0100, ext. 12", "Acme 864-555-0100 ext 12"])(
    "keeps the extension of %s",
    (text) => {
      expect(row(text)).toMatchObject({ verdict: "call", phone: ACME, extension: "12" });
    },
  );

  test("a number with a country code is read in that country, others in the chosen one", () => {
    const { rows } = parse("A, 020 7946 0018\nB, +1 864 555 0100", "GB");

    expect(rows).toMatchObject([{ phone: "+442079460018" }, { phone: ACME }]);
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
    expect(row(text)).toMatchObject({
      verdict: "refused",
      written,
      field,
      reason: expect.stringMatching(/\w.*\.$/),
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

    expect(list.counts).toEqual({ called: 2, merged: 1, refused: 0, ignored: 0, lines: 3 });
    expect(list.rows[2]).toMatchObject({
      verdict: "merged",
      phone: ACME,
      into: { line: 1, name: "Acme" },
      reason: "Same number as Acme in line 1.",
    });
  });

  test("a good row is not held up by bad ones", () => {
    expect(parse("A, 8645550100\nB, 12\nC", "US")).toMatchObject({
      counts: { called: 1, refused: 2 },
    });
  });

  test("nothing is nothing", () => {
    expect(parse(" \n\t\n", "US").counts).toEqual({
      called: 0,
      merged: 0,
      refused: 0,
      ignored: 2,
      lines: 2,
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

    const { columns } = list;
    expect(columns?.name.map((index) => columns.titles[index])).toEqual([name]);
    expect(columns?.phone.map((index) => columns.titles[index])).toEqual([phone]);
    expect(read(text)).toEqual([["Acme", ACME]]);
  });

  test("an extension may stand in a column of its own", () => {
    const list = parse("Name,City,Phone,Ext\nAcme,Greenville,8645550100,12", "US");

    expect(list.columns?.extension).toBe(3);
    expect(list.rows[0]).toMatchObject({ verdict: "call", phone: ACME, extension: "12" });
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

describe("any text at all", () => {
  test("every row that is not blank gets a verdict, and the counts add up", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (text) => {
        const { rows, counts } = readText(text, US);
        const { called, merged, refused, ignored, lines } = counts;
        expect(called + merged + refused + ignored).toBe(lines);
        expect(rows.length).toBe(lines);
      }),
      { numRuns: 500, seed: 20_261 },
    );
  });

  test("names are bounded and hold no control characters", () => {
    expect(row(`Ac\u0007me${"x".repeat(500)}, 8645550100`).name).toMatch(/^Ac mex{1,194}…$/);
  });
});
