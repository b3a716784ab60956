import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { applyMigrations } from "./migrations";

let db: TestDatabase;
let directory: string;
beforeEach(async () => {
  db = await createDatabase({ connections: 2 });
  directory = await mkdtemp(join(tmpdir(), "migrations-"));
});
afterEach(async () => {
  await db.close();
  await rm(directory, { recursive: true });
});

const write = (file: string, sql: string) => writeFile(join(directory, file), sql);

test("files are applied in order, once, and recorded with their statements", async () => {
  await write("90000000000002_second.sql", "insert into public.steps values (2);");
  await write("90000000000001_first.sql", "create table public.steps (n int); -- made\n");
  await write("notes.md", "not a migration");

  const first = await applyMigrations(db.sql, directory);
  const again = await applyMigrations(db.sql, directory);

  expect(first).toEqual(["90000000000001_first.sql", "90000000000002_second.sql"]);
  expect(again).toEqual([]);
  const history = await db.sql`
    select version, name, statements from supabase_migrations.schema_migrations
    where version like '9%' order by version`;
  expect([...history]).toEqual([
    {
      version: "90000000000001",
      name: "first",
      statements: ["create table public.steps (n int)"],
    },
    {
      version: "90000000000002",
      name: "second",
      statements: ["insert into public.steps values (2)"],
    },
  ]);
});

test("a file that has changed since it was applied is refused with the way out", async () => {
  await write("90000000000001_first.sql", "create table public.steps (n int);");
  await applyMigrations(db.sql, directory);

  await write(
    "90000000000001_first.sql",
    "-- said differently\ncreate table public.steps (n int);\n",
  );
  expect(await applyMigrations(db.sql, directory)).toEqual([]);

  await write("90000000000001_first.sql", "create table public.steps (n bigint);");
  await expect(applyMigrations(db.sql, directory)).rejects.toThrow(
    "90000000000001_first.sql has changed since it was applied to this database. Start from an empty one: npm run dev -- --fresh",
  );
});

test("a failing statement is named with file, number and line, and its file leaves nothing", async () => {
  await write("90000000000001_good.sql", "create table public.kept (n int);");
  await write(
    "90000000000002_bad.sql",
    "create table public.lost (n int);\n\n-- the next one is wrong\nselect\n  1,\n  missing;\n",
  );

  await expect(applyMigrations(db.sql, directory)).rejects.toThrow(
    'bad.sql, statement 2 of 2, line 6: column "missing" does not exist',
  );

  const [row] = await db.sql`
    select to_regclass('public.kept') is not null as kept, to_regclass('public.lost') as lost`;
  expect(row).toEqual({ kept: true, lost: null });
});

test("an error without a position is placed at its statement", async () => {
  await write("90000000000001_bad.sql", "select 1;\ndo $$ begin raise 'no'; end $$;\n");
  await expect(applyMigrations(db.sql, directory)).rejects.toThrow("statement 2 of 2, line 2: no");
});
