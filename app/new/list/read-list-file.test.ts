import { expect, test } from "vitest";
import { MOST_FILE_BYTES, readListFile } from "./read-list-file";

const read = (...parts: (string | number[])[]) =>
  readListFile(
    new File(
      parts.map((part) => (typeof part === "string" ? part : new Uint8Array(part))),
      "list.csv",
    ),
  );

test.each<[string, (string | number[])[], string]>([
  ["UTF-8", ["Müller, 1\r\nBest, 2"], "Müller, 1\nBest, 2"],
  ["UTF-8 with a mark", [[0xef, 0xbb, 0xbf], "Müller"], "Müller"],
  ["Windows-1252", ["M", [0xfc], "ller"], "Müller"],
  ["UTF-16, low byte first", [[0xff, 0xfe, 0x4d, 0, 0xfc, 0]], "Mü"],
  ["UTF-16, high byte first", [[0xfe, 0xff, 0, 0x4d, 0, 0xfc]], "Mü"],
])("a file in %s is read", async (_, parts, text) => {
  expect(await read(...parts)).toEqual({ ok: true, text });
});

test.each<[string, (string | number[])[], RegExp]>([
  ["a workbook", [[0x50, 0x4b, 3, 4, 0]], /“list.csv” is a workbook.*Save it as CSV/],
  ["an old workbook", [[0xd0, 0xcf, 0x11, 0xe0]], /old workbook/],
  ["a PDF", ["%PDF-1.7"], /PDF/],
  ["a picture", [[0x89, 0, 0, 1]], /not a text file/],
  ["nothing", [" \n"], /empty/],
  ["too much", ["x".repeat(MOST_FILE_BYTES + 1)], /has 1.0 MB; a list can have 1 MB/],
])("a file with %s is refused with what to do", async (_, parts, problem) => {
  expect(await read(...parts)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
});

test("a file that is gone is refused in words", async () => {
  const gone = { name: "list.csv", size: 3, arrayBuffer: () => Promise.reject(new Error("gone")) };
  expect(await readListFile(gone)).toEqual({
    ok: false,
    problem: "“list.csv” cannot be read. Choose it again.",
  });
});
