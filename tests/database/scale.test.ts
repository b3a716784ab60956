import { expect, test } from "vitest";
import { checkDatabase, MOST_ROWS } from "@/tests/scale/database";
import { LINTS, runLints } from "@/tests/scale/lints";
import { createDatabase } from "@/tests/support/database";
import { isQuick } from "@/tests/support/quick";

/** What `npm run check:database` prints. */

test("no lint of Supabase's advisor has anything to say of the schema", async () => {
  const db = await createDatabase({ connections: 1 });
  const results = await runLints(db.sql);
  await db.close();

  expect(
    results.flatMap(({ lint, findings }) => findings.map((it) => `${lint.name}: ${it}`)),
  ).toEqual([]);
});

const MISTAKES = `
  create table public.mistake (id integer, user_id uuid references auth.users (id), kept text);
  create index mistake_one on public.mistake (kept);
  create index mistake_two on public.mistake (kept);
  create policy "One" on public.mistake for select to authenticated using (auth.uid() = user_id);
  create policy "Two" on public.mistake for select to authenticated using (auth.jwt() -> 'user_metadata' is not null);
  create policy "Three" on public.mistake for update to authenticated using (true);
  create view public.mistaken as select id, email from auth.users;
  create materialized view public.mistaken_too as select 1 as one;
  create table public.forgotten (id integer primary key);
  alter table public.forgotten enable row level security;
  grant select on public.mistaken, public.mistaken_too, public.forgotten to authenticated;
  create function public.mistakes() returns integer language sql security definer as 'select 1';
  grant execute on function public.mistakes() to authenticated;
  create extension if not exists citext schema public`;

test("each of them speaks of the mistake that it is for", async () => {
  const db = await createDatabase({ connections: 2 });
  await db.sql.unsafe(MISTAKES);
  const silent = (await runLints(db.sql)).filter(({ findings }) => findings.length === 0);
  await db.close();

  expect(silent.map(({ lint }) => lint.name)).toEqual([]);
  expect(LINTS.length).toBeGreaterThan(10);
});

test.skipIf(isQuick)(
  "at 100,000 attempts nothing that is asked all day reads more than what it is about",
  async () => {
    const db = await createDatabase({ connections: 1 });
    const { attempts, costs } = await checkDatabase(db.url);
    await db.close();

    expect(attempts).toBe(100_000);
    expect(costs.length).toBeGreaterThan(15);
    expect(
      costs.filter(({ mostRows, wholeReads }) => mostRows > MOST_ROWS || wholeReads.length > 0),
    ).toEqual([]);
    // A scan that was not seen would pass as one that reads nothing.
    expect(costs.find(({ name }) => name === "list_final_answers")?.mostRows).toBe(100);
  },
  180_000,
);
