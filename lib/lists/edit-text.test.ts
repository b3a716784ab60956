import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allPhones } from "@/lib/phones/parse-phone";
import { appendText, editText, type RowEdit, writeRows } from "./edit-text";
import { numbersIn } from "./number-reader";
import { readText } from "./read-text";

const numbers = numbersIn("US", allPhones);
/** The rows that are no titles and no blank lines. */
const read = (text: string) =>
  readText(text, numbers).rows.filter(({ verdict }) => verdict !== "ignored");
const edit = (text: string, index: number, change: RowEdit | null) => {
  const reading = readText(text, numbers);
  const row = read(text)[index];
  const at = reading.rows.findIndex((one) => one.line === row?.line && one.written === row.written);
  return editText(text, reading, at, change, numbers);
};

const rows = (text: string) => read(text).map(({ name, written }) => [name, written]);

describe("a changed row", () => {
  test("is written where it stood, and no other row changes", () => {
    const text = "\nAcme, 864-555-0100\n\nBest - 864-555\nCity Pipes 8645550102\n";

    expect(edit(text, 1, { name: "Best", phone: "864-555-0101" })).toBe(
      "\nAcme, 864-555-0100\n\nBest, 864-555-0101\nCity Pipes 8645550102\n",
    );
  });

  test("of a table keeps its other cells and the order of its columns", () => {
    const text = 'Rating;Phone;Company\n4.5;12;"Smith; Jones\n& Sons"\n3;8645550101;Best';

    const edited = edit(text, 0, { name: "Smith; Jones", phone: "864-555-0100" });

    expect(edited).toBe('Rating;Phone;Company\n4.5;864-555-0100;"Smith; Jones"\n3;8645550101;Best');
    expect(rows(edited)).toEqual([
      ["Smith; Jones", "864-555-0100"],
      ["Best", "8645550101"],
    ]);
  });

  test("of a table with too few cells gets them", () => {
    expect(rows(edit("Name,City,Phone\nAcme", 0, { name: "Acme", phone: "8645550100" }))).toEqual([
      ["Acme", "8645550100"],
    ]);
  });

  test("of a table with extensions does not keep the old one", () => {
    const text = "Name,Phone,Ext\nAcme,8645550100,12";
    const edited = edit(text, 0, { name: "Acme", phone: "8645550100 ext. 34" });
    expect(read(edited)[0]).toMatchObject({ extension: "34" });
  });

  test("of a table without names gets a column for them, and no other row changes", () => {
    const text = "Phone;Ext\n8645550100;12\n8645550101;";
    const edited = edit(text, 1, { name: "Smith; Jones", phone: "8645550101" });
    expect(edited).toBe('Phone;Ext;Name\n8645550100;12\n8645550101;;"Smith; Jones"');
    expect(rows(edited)).toEqual([
      ["", "8645550100 ext. 12"],
      ["Smith; Jones", "8645550101"],
    ]);
    expect(edit(text, 1, { name: "", phone: "8645550102" })).toBe(
      "Phone;Ext\n8645550100;12\n8645550102;",
    );
  });

  test("can be taken out, with all of its lines", () => {
    expect(edit('Name,Phone\n"A\nB",12\nC,8645550101', 0, null)).toBe("Name,Phone\nC,8645550101");
  });

  test("that does not exist changes nothing", () => {
    expect(edit("Acme, 8645550100", 3, { name: "x", phone: "1" })).toBe("Acme, 8645550100");
  });
});

describe("while it is being typed", () => {
  test.each(["", "8", "86", "864", "864-555-0", "864-555-0100", "911", "1.4E+10", "see website"])(
    "the number %j stays the number and the name the name",
    (phone) => {
      for (const name of ["", "Acme", "Smith, Jones & Sons", '12" Pipes', "Route 66", "A-1"]) {
        for (const before of ["Acme, 8645550100", "Acme\t8645550100"]) {
          expect(rows(edit(before, 0, { name, phone }))).toEqual([[name, phone]]);
        }
      }
    },
  );

  test("so it is with any name of letters and any number of digits", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z &,.'"-]{0,20}[A-Za-z]$/);
    const phone = fc.stringMatching(/^[+]?[0-9][0-9 .-]{0,12}[0-9]$/);
    fc.assert(
      fc.property(name, phone, (anyName, anyPhone) => {
        const change = { name: anyName.replace(/ +/g, " "), phone: anyPhone.replace(/ +/g, " ") };
        expect(rows(edit("Acme, 8645550100", 0, change))).toEqual([[change.name, change.phone]]);
      }),
      { numRuns: 500, seed: 20_261 },
    );
  });
});

test("rows of a table written without their titles are the same rows", () => {
  const text = 'City;Phone;Company\nX;8645550100;"Smith; Jones"\nY;12;Best';
  const edits = read(text).map(({ name = "", written = "" }) => ({ name, phone: written }));
  expect(rows(writeRows(edits, numbers))).toEqual(rows(text));
});

test("one of several businesses in a line is changed by itself", () => {
  const text = "Acme, 864-555-0100; Best, 864-555-0101; Co, 864-555-0102";
  expect(edit(text, 1, { name: "Best", phone: "864-555-0111" })).toBe(
    "Acme, 864-555-0100\nBest, 864-555-0111\nCo, 864-555-0102",
  );
  expect(edit(text, 0, null)).toBe("Best, 864-555-0101\nCo, 864-555-0102");
});

test("first and last name are one name to change", () => {
  const text = "First Name,Last Name,Phone\nJane,Doe,8645550100";
  expect(edit(text, 0, { name: "Jane Roe", phone: "8645550100" })).toBe(
    "First Name,Last Name,Phone\nJane Roe,,8645550100",
  );
  expect(edit(text, 0, { name: "Jane Doe", phone: "8645550101" })).toBe(
    "First Name,Last Name,Phone\nJane,Doe,8645550101",
  );
});

test("texts are put together so that both are read as before", () => {
  const table = "City;Phone;Company\nX;8645550100;Acme";
  const both = [
    ["Acme", "8645550100"],
    ["Best", "864-555-0101"],
  ];
  expect(rows(appendText(table, "Best, 864-555-0101", numbers))).toEqual(both);
  expect(rows(appendText("Best, 864-555-0101\n", table, numbers))).toEqual(both.toReversed());
  const same = appendText(table, "City;Phone;Company\nY;8645550102;Co", numbers);
  expect(rows(same)).toEqual([both[0], ["Co", "8645550102"]]);
  expect(same).toContain("X;8645550100;Acme");
});
