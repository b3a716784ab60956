import { describe, expect, test } from "vitest";
import { type ExportRow, toCsv, toJson, toMarkdown, toTsv } from "./export-rows";
import { met, nothingSaid, price } from "./test-rows";

const createRow = (given: Partial<ExportRow> = {}): ExportRow => ({
  rank: 1,
  name: "Acme Plumbing",
  phone: "+18645550100",
  state: "Answered",
  happened: "Quoted $180.",
  marks: ["cheapest"],
  result: {
    ...nothingSaid(),
    availability: "available",
    price: price(180, { quote: "one eighty" }),
    earliestText: "tomorrow at nine",
    conditions: ["deposit", "cash only"],
    criteria: [met("licensed", "yes")],
  },
  attempts: 1,
  talkSeconds: 61,
  costUsd: 0.12,
  isSimulated: false,
  consentBasis: "listed_publicly",
  isLate: false,
  ...given,
});

/** Reads RFC 4180 back, by its own grammar: quoted cells hold anything, other cells neither comma nor break. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    const [, quoted, plain, end] = match;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

const readCsv = (rows: ExportRow[]) => parseCsv(toCsv(rows, 1).replace(/^\ufeff/, ""));

describe("the CSV file", () => {
  test("begins with a byte order mark, ends each line with CR LF and has one width", () => {
    const text = toCsv([createRow(), createRow({ result: null })], 1);

    expect(text.startsWith('\ufeff"Rank","Business","Phone",')).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(
      new Set(readCsv([createRow(), createRow({ result: null })]).map(({ length }) => length)).size,
    ).toBe(1);
  });

  test("holds one fact per column", () => {
    const [head = [], line = []] = readCsv([createRow()]);
    const read = Object.fromEntries(head.map((title, index) => [title, line[index]]));

    expect(read).toMatchObject({
      Rank: "1",
      Business: "Acme Plumbing",
      "Price from": "180",
      Currency: "USD",
      "Priced by": "job",
      "Price in their words": "one eighty",
      "Earliest in their words": "tomorrow at nine",
      Criteria: "Criterion met",
      Conditions: "deposit; cash only",
      Best: "Lowest price that meets your criteria",
      "Call cost in USD": "0.12",
    });
  });

  test("holds nothing that is not confirmed without that word", () => {
    const { result } = createRow();
    const confirmed = { availability: false, earliest: false, price: false, callOutFee: false };
    const open = createRow({
      marks: [],
      happened: "",
      result: result && {
        ...result,
        confirmed,
        callOutFee: { amount: 40, currency: "USD" },
        criteria: result.criteria.map((item) => ({ ...item, confirmed: false })),
      },
    });
    const [head = [], line = []] = readCsv([open]);
    const said = head.flatMap((title, index) => {
      const cell = line[index] ?? "";
      return /pric|currency|fee|available|earliest|criteria/i.test(title) && cell ? [cell] : [];
    });

    expect(said.length).toBeGreaterThanOrEqual(9);
    for (const cell of said) expect(cell).toMatch(/not confirmed/);
    for (const text of [toTsv([open], 1), toMarkdown([open], 1)])
      expect(text.match(/not confirmed/g)).toHaveLength(4);
  });

  test.each(["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])(
    "runs nothing: %j becomes text",
    (name) => {
      expect(readCsv([createRow({ name })])[1]?.[1]).toBe(`'${name}`);
    },
  );

  test.each([
    ["Acme;=1+1;x", "Acme;'=1+1;x"],
    ["Acme\t@SUM(A1)", "Acme\t'@SUM(A1)"],
    ["Acme\n-1", "Acme\n'-1"],
  ])("runs nothing where the file is split at another sign: %j", (name, safe) => {
    const text = toCsv([createRow({ name })], 1);
    expect(readCsv([createRow({ name })])[1]?.[1]).toBe(safe);
    // A semicolon ends no cell that is quoted.
    expect(text).toContain(`"${safe}"`);
  });

  test("keeps phone numbers as text", () => {
    expect(readCsv([createRow()])[1]?.[2]).toBe("'+18645550100");
  });

  test.each(['say "hi"', "a,b", "two\nlines", "two\r\nlines", '"', "", "Zoë – 北京"])(
    "gives %j back as it was",
    (name) => {
      expect(readCsv([createRow({ name })])[1]?.[1]).toBe(name);
    },
  );
});

describe("what is copied", () => {
  test("is lines of cells between tabs, whatever the cells hold", () => {
    const [head = "", line = "", ...more] = toTsv([createRow({ name: "=A\tB\nC" })], 1).split("\n");

    expect(more).toEqual([]);
    expect(line.split("\t")).toHaveLength(head.split("\t").length);
    expect(line.split("\t")[0]).toBe("'=A B C");
  });

  test("is a Markdown table that no cell can break out of", () => {
    const lines = toMarkdown([createRow({ name: "A|B [x](y) <b>" })], 1).split("\n");

    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^\| --- (\| --- )+\|$/);
    expect(lines[2]).toMatch(/^\| A\\\|B \\\[x\\\]\(y\) \\<b\\> \| /);
  });
});

test("the JSON file gives the rows back", () => {
  expect(JSON.parse(toJson([createRow()]))).toEqual([createRow()]);
});
