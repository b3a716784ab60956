import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestSupabase } from "@/tests/support/supabase";
import { listen, numbersOf, openRoom, send } from "./room";
import { openTarget } from "./target";

let supabase: TestSupabase;
beforeAll(async () => {
  supabase = await openTarget();
});
afterAll(() => supabase.close());

describe.each(["1.0.0", "2.0.0"])("protocol %s", (vsn) => {
  test("a message that the database sends arrives with its payload and the row's id", async () => {
    const { topic, reader } = await openRoom(supabase);
    const client = supabase.createClient({ accessToken: reader.accessToken, realtime: { vsn } });
    const listener = await listen(client, topic);
    await listener.reached("SUBSCRIBED");

    await send(supabase.db.sql, topic, 7);
    await listener.received(1);

    const [row] = await supabase.db.sql`select id from realtime.messages where topic = ${topic}`;
    expect(listener.messages).toEqual([
      { event: "bump", payload: { n: 7, id: row?.id }, meta: { id: row?.id } },
    ]);
  });
});

test("text beyond ASCII arrives unchanged", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");
  const payload = { text: "Zoë’s Sanitär 🚿 ☎", id: "own-id" };

  const { sql } = supabase.db;
  await sql`select realtime.send(${sql.json(payload)}, 'größer', ${topic})`;
  await listener.received(1);

  expect(listener.messages[0]).toMatchObject({ event: "größer", payload });
});

test("nothing arrives before the transaction commits, and nothing at all when it rolls back", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");
  const { sql } = supabase.db;

  await sql
    .begin(async (tx) => {
      await send(tx, topic, 1);
      throw new Error("changed my mind");
    })
    .catch((error: Error) => expect(error.message).toBe("changed my mind"));
  await sql.begin(async (tx) => {
    await send(tx, topic, 2);
    // Sent and committed later by another connection, yet delivered first.
    await send(sql, topic, 3);
    await listener.received(1);
  });
  await listener.received(2);

  expect(numbersOf(listener)).toEqual([3, 2]);
});

test("300 messages arrive in the order they were committed", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");
  const numbers = Array.from({ length: 300 }, (_, index) => index);

  // A third one by one, a third in one transaction, a third in one statement.
  const { sql } = supabase.db;
  for (const n of numbers.slice(0, 100)) await send(sql, topic, n);
  await sql.begin(async (tx) => {
    for (const n of numbers.slice(100, 200)) await send(tx, topic, n);
  });
  await sql`
    select realtime.send(jsonb_build_object('n', n), 'bump', ${topic})
    from generate_series(200, 299) as n`;
  await listener.received(300);

  expect(numbersOf(listener)).toEqual(numbers);
});

test("private messages reach private channels only, public ones public channels only", async () => {
  const { topic, reader } = await openRoom(supabase);
  const inPrivate = await listen(reader.client, topic);
  const inPublic = await listen(supabase.createClient(), topic, { isPrivate: false });
  await Promise.all([inPrivate.reached("SUBSCRIBED"), inPublic.reached("SUBSCRIBED")]);

  await send(supabase.db.sql, topic, 1, { isPrivate: true });
  await send(supabase.db.sql, topic, 2, { isPrivate: false });
  await send(supabase.db.sql, topic, 3, { isPrivate: true });
  await send(supabase.db.sql, topic, 4, { isPrivate: false });
  await Promise.all([inPrivate.received(2), inPublic.received(2)]);

  expect(numbersOf(inPrivate)).toEqual([1, 3]);
  expect(numbersOf(inPublic)).toEqual([2, 4]);
});

test("a trigger's broadcast_changes carries the operation and both rows", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");
  await supabase.db.sql.unsafe(`
    create table public.contract_rows (id int primary key, room text, state text);
    create function public.contract_announce() returns trigger
    language plpgsql security definer set search_path = '' as $$
    begin
      perform realtime.broadcast_changes(
        coalesce(new.room, old.room), tg_op, tg_op, tg_table_name, tg_table_schema, new, old
      );
      return null;
    end $$;
    create trigger announce after insert or update or delete on public.contract_rows
      for each row execute function public.contract_announce();
  `);

  try {
    await supabase.db.sql`insert into public.contract_rows values (1, ${topic}, 'new')`;
    await supabase.db.sql`update public.contract_rows set state = 'old'`;
    await supabase.db.sql`delete from public.contract_rows`;
    await listener.received(3);
  } finally {
    await supabase.db.sql.unsafe(`
      drop table public.contract_rows;
      drop function public.contract_announce();
    `);
  }

  const fresh = { id: 1, room: topic, state: "new" };
  const changed = { ...fresh, state: "old" };
  const source = { table: "contract_rows", schema: "public" };
  expect(listener.messages.map(({ payload }) => payload)).toMatchObject([
    { ...source, operation: "INSERT", record: fresh, old_record: null },
    { ...source, operation: "UPDATE", record: changed, old_record: fresh },
    { ...source, operation: "DELETE", record: null, old_record: changed },
  ]);
});
