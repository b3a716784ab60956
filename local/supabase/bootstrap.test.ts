import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { prepareDatabase } from "./database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.close());

describe("what hosted projects refuse to a migration is refused here", () => {
  test.each([
    ["a table in realtime", "create table realtime.mine (id int)"],
    [
      "a function in realtime",
      "create function realtime.mine() returns int language sql as 'select 1'",
    ],
    ["an index on realtime.messages", "create index on realtime.messages (topic)"],
    [
      "a trigger on realtime.messages",
      "create trigger t after insert on realtime.messages execute function realtime.notify_message()",
    ],
    ["dropping realtime.messages", "drop table realtime.messages"],
    ["a column of realtime.messages", "alter table realtime.messages add column mine int"],
    ["a table in auth", "create table auth.mine (id int)"],
    ["a superuser", "create role mine superuser"],
    ["a file of the server", "select pg_read_file('/etc/hostname')"],
  ])("%s", async (_, statement) => {
    await expect(db.sql.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("what hosted projects allow to a migration works here", () => {
  test.each([
    [
      "policies on realtime.messages",
      `create policy mine on realtime.messages for select to authenticated using (false);
       alter policy mine on realtime.messages using (true);
       drop policy mine on realtime.messages`,
    ],
    ["references to auth.users", "create table public.a (id uuid references auth.users (id))"],
    [
      "a trigger on auth.users",
      `create function public.b() returns trigger language plpgsql as 'begin return new; end';
       create trigger b after insert on auth.users for each row execute function public.b()`,
    ],
    ["an extension", "create extension pg_trgm with schema extensions"],
    ["a role", "create role helper; grant helper to authenticated; drop role helper"],
    [
      "publishing a table",
      "create table public.c (id int); alter publication supabase_realtime add table public.c",
    ],
  ])("%s", async (_, statements) => {
    await db.sql.unsafe(statements);
  });
});

test("a new table is closed to the API's roles until a migration grants it", async () => {
  await db.sql`create table public.closed (id int)`;
  const rows = await db.sql`
    select role, has_table_privilege(role, 'public.closed', 'select') as may
    from unnest(array['anon', 'authenticated', 'service_role']) as role`;
  expect(rows.map((row) => row.may)).toEqual([false, false, false]);
});

test("a new function is closed to people once the migrations have said so, and open before, as on hosted projects", async () => {
  const may = async (sql: Sql) => {
    await sql`create function public.open() returns int language sql as 'select 1'`;
    const rows = await sql`
      select has_function_privilege(role, 'public.open()', 'execute') as may
      from unnest(array['anon', 'authenticated', 'service_role']) as role`;
    return rows.map((row) => row.may);
  };

  expect(await may(db.sql)).toEqual([false, false, true]);

  const undone = await db.sql.begin(async (tx) => {
    await tx`alter default privileges grant execute on functions to public`;
    await tx`drop function public.open()`;
    return { before: await may(tx as unknown as Sql) };
  });
  expect(undone.before).toEqual([true, true, true]);
});

test("a broadcast from a role without an insert policy is dropped without an error", async () => {
  const userId = await db.insertUser();
  await db.asRole("authenticated", userId, (tx) => tx`select realtime.send('{}', 'e', 'dropped')`);
  const rows = await db.sql`select from realtime.messages where topic = 'dropped'`;
  expect(rows).toHaveLength(0);
});

test("preparing a database again applies nothing and keeps its rows", async () => {
  await db.insertUser("kept@example.test");
  const migrationsDir = new URL("../../supabase/migrations", import.meta.url).pathname;

  const applied = await prepareDatabase({ databaseUrl: db.url, migrationsDir });

  expect(applied).toEqual([]);
  const rows = await db.sql`select auth.uid() from auth.users where email = 'kept@example.test'`;
  expect(rows).toHaveLength(1);
});
