import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** The first release of the database: one set of files, read in order, in which every function stands once. */

const MIGRATIONS = path.resolve(import.meta.dirname, "../../supabase/migrations");
const LAST_OF_BASELINE = "20261128001700_account.sql";

const files = readdirSync(MIGRATIONS).filter(
  (file) => file.endsWith(".sql") && file <= LAST_OF_BASELINE,
);
const functions = files.flatMap((file) =>
  [
    ...readFileSync(path.join(MIGRATIONS, file), "utf8").matchAll(
      /create (?<replaces>or replace )?function (?<name>[\w.]+)\(/g,
    ),
  ].map(({ groups }) => groups ?? {}),
);

test("every function of the baseline stands once", () => {
  const names = functions.map(({ name }) => name);

  expect(files).toContain(LAST_OF_BASELINE);
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("none of them replaces another", () => {
  expect(functions.filter(({ replaces }) => replaces)).toEqual([]);
});
