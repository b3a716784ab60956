import { describe, expect, test } from "vitest";
import { allPhones } from "@/lib/phones/parse-phone";
import { editText } from "./edit-text";
import { numbersIn } from "./number-reader";
import { readText } from "./read-text";

const numbers = numbersIn("US", allPhones);
const rows = (text: string) =>
  readText(text, numbers).rows.map(({ line, verdict, name, phone }) =>
    verdict === "call" ? [line, name, phone] : [line, verdict, name],
  );

describe("a business on several lines", () => {
  test.each([
    ["name and number by turns", "Acme\n864-555-0100\nBest\n864-555-0101", 3],
    ["with a label", "Acme\nCall (864) 555-0100\nBest\nPhone: 864-555-0101", 3],
    ["with list marks", "1. Acme\n864-555-0100\n2. Best\n864-555-0101", 3],
    ["paragraphs", "Acme\n4.9 (212)\n864-555-0100\nWebsite\n\nBest\n12 Main St\n864-555-0101", 6],
    ["a fax", "Acme\n864-555-0100\nFax: 864-555-0109\n\nBest\n864-555-0101", 5],
    ["beside one that is on one line", "Acme, 864-555-0100\nBest\n864-555-0101", 2],
    ["hours before the number", "Acme\nOpen 24 hours · 864-555-0100\nBest\n864-555-0101", 3],
  ])("%s", (_, text, line) => {
    expect(rows(text).filter(([, what]) => what !== "ignored")).toEqual([
      [1, "Acme", "+18645550100"],
      [line, "Best", "+18645550101"],
    ]);
  });

  test("blank lines inside belong to it, those between are ignored", () => {
    expect(rows("Acme\n\n864-555-0100\n\nBest\n\n864-555-0101")).toEqual([
      [1, "Acme", "+18645550100"],
      [4, "ignored", undefined],
      [5, "Best", "+18645550101"],
    ]);
  });

  test("the first of two numbers is called", () => {
    const { rows: read } = readText("Acme\n864-555-0100\n864-555-0109\n\nBest", numbers);
    expect(read).toMatchObject([
      { name: "Acme", phone: "+18645550100" },
      { verdict: "ignored" },
      { name: "Best", reason: "There is no phone number." },
    ]);
  });

  test.each([
    ["nothing says where one ends", "Acme\n4.8\n864-555-0100\nWebsite\nBest\n864-555-0101"],
    ["numbers below a heading", "Plumbers\n864-555-0100\n864-555-0101\n\nBest, 864-555-0102\nCo"],
    ["the same words above two", "Sponsored\nAcme\n864-555-0100\n\nSponsored\nBest\n864-555-0101"],
  ])("no name is made up where %s", (_, text) => {
    const called = rows(text).filter(([, , phone]) => phone?.toString().startsWith("+"));
    expect(called.filter(([, name]) => name !== "Best")).toEqual([]);
    expect(called.map(([, , phone]) => phone)).not.toContain("+18645550101");
  });

  test.each(["Call 864-555-0100", "Open 24 hours · 864-555-0100", "Closes 5 PM · 864-555-0100"])(
    "what a page writes before a number is no name: %s",
    (text) => {
      expect(readText(text, numbers).rows).toMatchObject([
        { verdict: "refused", reason: "There is no name." },
      ]);
    },
  );

  test("a change of one leaves the others as they are", () => {
    const text = "Acme\n864-555-0100\nBest\n864-555-0101";
    const edited = editText(text, readText(text, numbers), 0, { name: "Acme Inc" }, numbers);
    expect(rows(edited)).toEqual([
      [1, "Acme Inc", "+18645550100"],
      [2, "Best", "+18645550101"],
    ]);
    expect(rows(editText(text, readText(text, numbers), 1, null, numbers))).toEqual([
      [1, "Acme", "+18645550100"],
    ]);
  });
});

test.each([
  "Acme Fax: 864-555-0109",
  "Fax 864-555-0109",
  "Acme, Fax, 864-555-0109",
  "Müller GmbH – Telefax: 864-555-0109",
  "Acme 864-555-0109 (fax)",
])("a fax in a line is not called: %s", (text) => {
  expect(readText(text, numbers).rows).toMatchObject([{ verdict: "refused" }]);
});

test.each([
  ["Acme Tel: 864-555-0100 Fax: 864-555-0109", "Acme"],
  ["Halifax Plumbing 864-555-0100", "Halifax Plumbing"],
  ["Business 12, 864-555-0100", "Business 12"],
  ["Open Door Locksmith 864-555-0100", "Open Door Locksmith"],
  ["Faxon & Sons, 864-555-0100", "Faxon & Sons"],
])("%s is called", (text, name) => {
  expect(rows(text)).toEqual([[1, name, "+18645550100"]]);
});
