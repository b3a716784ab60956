import { describe, expect, test } from "vitest";
import { readFileOfNumbers } from "./do-not-call";

describe("a file of numbers that nobody calls", () => {
  test.each([
    ["+18645550100\n+18645550101", null],
    ["864-555-0100,Asked twice\n864-555-0101,", "US"],
    ["Reason;Phone\nAsked twice;864-555-0100\n;(864) 555-0101", "US"],
    // As the export writes it, with what keeps a spreadsheet from running a cell.
    [
      "\ufeffphone,reason,source,added at\r\n'+18645550100,Asked twice,call,2026-11-28T10:00:00Z\r\n'+18645550101,,import,2026-11-28T10:00:00Z\r\n",
      null,
    ],
  ])("case %#", (text, country) => {
    const numbers = readFileOfNumbers(text, country);

    expect(numbers.map(({ phone }) => phone)).toEqual(["+18645550100", "+18645550101"]);
    expect(numbers[0]?.reason ?? "Asked twice").toBe("Asked twice");
    expect(numbers[1]?.reason).toBeNull();
  });

  test("every line that cannot be read is named, and nothing is read", () => {
    const read = () =>
      readFileOfNumbers(
        `phone,reason\n864-555-0100\n+18645550101\n12\n+1864555010,x\n+18645550102,${"x".repeat(301)}`,
        null,
      );

    expect(read).toThrow(/^Nothing was stored.*--country US/);
    expect(read).toThrow(
      /line 2: "864-555-0100" has no country.*\n.*line 4: .*\n.*line 5: .*\n.*line 6: the reason/,
    );
  });

  test("without a number it says so", () => {
    expect(() => readFileOfNumbers("phone,reason\n", null)).toThrow("The file has no number.");
  });
});
