import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createDatabase } from "../support/database";

const root = fileURLToPath(new URL("../..", import.meta.url));
const docs = join(root, "docs");

test("every query that the operating page offers runs on the schema", async () => {
  const page = await readFile(join(docs, "operating.md"), "utf8");
  const queries = [...page.matchAll(/```sql\n(.+?)```/gs)].flatMap(([, block]) =>
    String(block)
      .replaceAll("<id>", "00000000-0000-4000-8000-000000000000")
      .split(";")
      .map((query) => query.trim())
      .filter((query) => query !== ""),
  );
  const database = await createDatabase({ connections: 1 });

  const failures: string[] = [];
  for (const query of queries) {
    await database.sql.unsafe(query).catch((error: Error) => failures.push(error.message));
  }
  await database.close();

  expect(queries.length).toBeGreaterThan(3);
  expect(failures).toEqual([]);
});

test("every file that a page of the documentation links to or names exists", async () => {
  const files = [
    ...(await readdir(root)),
    ...(await readdir(docs, { recursive: true })).map((file) => join("docs", file)),
  ];
  const pages = files.filter((file) => file.endsWith(".md"));

  const missing: string[] = [];
  for (const page of pages) {
    const text = await readFile(join(root, page), "utf8");
    const paths = [
      ...[...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) =>
        join(dirname(page), `${to}`),
      ),
      ...[...text.matchAll(/`((?:app|inngest|lib|local|tests|docs)\/[^`\s<*]+)`/g)].map(
        ([, to]) => `${to}`,
      ),
    ];
    for (const path of paths) {
      await stat(join(root, path)).catch(() => missing.push(`${page}: ${path}`));
    }
  }

  expect(pages.length).toBeGreaterThan(12);
  expect(missing).toEqual([]);
});
