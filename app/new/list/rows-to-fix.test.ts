import { expect, test } from "vitest";
import { numbersIn } from "@/lib/lists/number-reader";
import { readText } from "@/lib/lists/read-text";
import { allPhones } from "@/lib/phones/parse-phone";
import { LIST_TEMPLATE } from "../template.csv/template";
import { writeRowsToFix } from "./rows-to-fix";

const read = (text: string) => readText(text, numbersIn("US", allPhones));
const cells = (text: string) =>
  read(text)
    .rows.filter(({ verdict }) => verdict !== "ignored")
    .map(({ name, written }) => [name, written]);

test("only the rows that cannot be called are written, each with its line, its reason and what to do", () => {
  const list = read("Acme, 864-555-0100\nBest Pipes, 555-12\nAcme Inc, 8645550100\n864-555-0119");
  const [titles, ...rows] = writeRowsToFix(list.rows, {}).trimEnd().split("\r\n");

  expect(titles).toBe('\ufeff"Line","Name","Phone","What is wrong","How to fix it"');
  expect(rows).toEqual([
    expect.stringMatching(
      /^"2","Best Pipes","555-12","Saw ""555-12"": it has too few digits\.","Check/,
    ),
    expect.stringMatching(
      /^"4","","864-555-0119","There is no name\.","Write the name of the business;/,
    ),
  ]);
});

test("what the server refused is among them, with what it said", () => {
  const list = read("Acme, 864-555-0100\nBest, 864-555-0101");
  expect(writeRowsToFix(list.rows, { 2: "This number asked not to be called." })).toMatch(
    /fix it"\r\n"2","Best","864-555-0101","This number asked not to be called\.",""\r\n$/,
  );
});

test("a file with rows that were put right is read again with its names and numbers", () => {
  const list = read('"Smith, Jones & Sons",555-12\n@Home Pipes,1.41555E+10\nÜber Rohr,+1 555');
  const file = writeRowsToFix(list.rows, {});

  expect(file).toContain("'@Home Pipes");
  expect(cells(file)).toEqual([
    ["Smith, Jones & Sons", "555-12"],
    ["'@Home Pipes", "1.41555E+10"],
    ["Über Rohr", "'+1 555"],
  ]);
  const fixed = read(file.replace("555-12", "864-555-0100").replace("'+1 555", "'+18645550101"));
  expect(fixed).toMatchObject({ counts: { called: 2, refused: 1 } });
});

test("the template is a list that is read without a fault", () => {
  expect(read(LIST_TEMPLATE)).toMatchObject({
    counts: { called: 2, refused: 0 },
    columns: { titles: ["Name", "Phone"], name: [0], phone: [1] },
  });
});
