import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { LISTS_PAGE, makeListsTable, putListsTable } from "@/docs/lists-table";
import { readList } from "@/lib/lists/read-list";
import { EXPECTED } from "./expected";

const FILES = new URL("files/", import.meta.url);

test("every file is expected, and every expected file is there", async () => {
  expect((await readdir(FILES)).sort()).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))("%s", async (fileName, expected) => {
  const { country, answer, refused = 0, toConfirm = [] } = expected;
  const bytes = new Uint8Array(await readFile(new URL(fileName, FILES)));
  const asked = await readList(bytes, { fileName, country });
  expect(asked.asks).toBe(expected.asks ?? null);
  if (asked.asks) expect(asked.counts).toMatchObject({ called: 0, merged: 0 });

  const { rows, counts, encoding } = answer
    ? await readList(bytes, { fileName, country, columns: answer })
    : asked;
  const called = rows.filter(({ verdict }) => verdict === "call");
  const reasons = rows.flatMap(({ verdict, reason }) => (verdict === "refused" ? [reason] : []));
  expect(
    called.map(({ name, phone, extension }) =>
      extension ? [name, phone, extension] : [name, phone],
    ),
  ).toEqual(expected.called);
  if (Array.isArray(refused))
    expect(reasons).toEqual(refused.map((reason) => expect.stringMatching(reason)));
  expect(counts).toEqual({
    called: called.length,
    merged: expected.merged ?? 0,
    refused: Array.isArray(refused) ? refused.length : refused,
    ignored: expected.ignored,
    lines: rows.length,
  });
  expect(
    rows.flatMap(({ needsConfirmation, phone }) => (needsConfirmation ? [phone] : [])),
  ).toEqual(toConfirm);
  if (expected.encoding) expect(encoding).toBe(expected.encoding);
});

test("docs/lists.md has the table of these files", async () => {
  const page = await readFile(LISTS_PAGE, "utf8");
  expect(putListsTable(page, makeListsTable())).toBe(page);
});
