import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { setup } from "./bundle";

test("a new batch stores its request and queues every provider in the order given", async () => {
  const db = await setup();
  const userId = await db.insertUser();

  const batch = await db.startBatch({ userId, count: 3 });

  expect(batch.replayed).toBe(false);
  expect(batch.providers.map((provider) => provider.name)).toEqual([
    "Provider 0",
    "Provider 1",
    "Provider 2",
  ]);
  const attempts =
    await db.sql`select status, number, version from public.attempts order by position`;
  expect(attempts.map((row) => [row.status, row.number])).toEqual([
    ["queued", 1],
    ["queued", 1],
    ["queued", 1],
  ]);
});

test("the same key answers the same batch for ever, also when twenty arrive at once", async () => {
  const db = await setup({ connections: 20 });
  const userId = await db.insertUser();
  const send = () => db.startBatch({ userId, count: 5, key: "order-1", body: "same" });

  const batches = await Promise.all(Array.from({ length: 20 }, send));
  await db.sql`update public.attempts set status = 'settled', outcome = 'completed', settled_at = now()`;
  await db
    .call("close_batch_if_done", { p_batch_id: batches[0]?.executionId })
    .catch(() => undefined);
  const later = await send();

  expect(new Set([...batches, later].map((batch) => batch.executionId)).size).toBe(1);
  expect(batches.filter((batch) => !batch.replayed)).toHaveLength(1);
  expect(later.providers).toEqual(batches[0]?.providers);
  const [count] = await db.sql`select (select count(*)::int from public.batches) as batches,
    (select count(*)::int from public.service_requests) as requests, (select count(*)::int from public.attempts) as attempts`;
  expect(count).toEqual({ batches: 1, requests: 1, attempts: 5 });
});

test("a key used for another body is refused and stores nothing", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  await db.startBatch({ userId, key: "order-1", body: "one" });

  await expect(db.startBatch({ userId, key: "order-1", body: "two" })).rejects.toMatchObject({
    code: "PT422",
    message: "idempotency_key_reused",
  });
  expect(await db.sql`select 1 from public.service_requests`).toHaveLength(1);
});

test("keys of different people do not meet", async () => {
  const db = await setup();
  const [one, two] = [await db.insertUser(), await db.insertUser()];

  const first = await db.startBatch({ userId: one, key: "k", body: "same" });
  const second = await db.startBatch({ userId: two, key: "k", body: "same" });

  expect(second.replayed).toBe(false);
  expect(second.executionId).not.toBe(first.executionId);
});

test("without a key, an equal body is the same batch while that one is open, and a new one after", async () => {
  const db = await setup({ connections: 10 });
  const userId = await db.insertUser();
  const send = () => db.startBatch({ userId, key: null, body: "same" });

  const batches = await Promise.all(Array.from({ length: 8 }, send));
  const attempts = await db.sql`select id from public.attempts`;
  await db.claim(10);
  await db.settle(attempts[0]?.id, "completed");
  const later = await send();

  expect(new Set(batches.map((batch) => batch.executionId)).size).toBe(1);
  expect(attempts).toHaveLength(1);
  expect(later.replayed).toBe(false);
});

test("a request is called again only after its open batch has ended, and only by its owner", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const first = await db.startBatch({ userId, count: 2 });
  const again = (by: string) =>
    db.startBatch({ userId: by, serviceRequestId: first.serviceRequestId, count: 2 });

  await expect(again(userId)).rejects.toMatchObject({ code: "PT409", message: "batch_open" });
  await expect(again(await db.insertUser())).rejects.toMatchObject({ code: "PT404" });
  await db.cancel(userId, first.executionId);
  const second = await again(userId);

  expect(second.executionId).not.toBe(first.executionId);
  expect(second.providers).toEqual(first.providers);
});

test("a provider id of somebody else is refused and nothing is stored", async () => {
  const db = await setup();
  const id = randomUUID();
  const row = { ...db.providers(1)[0], id };
  await db.startBatch({ userId: await db.insertUser(), rows: [row] });
  const other = await db.insertUser();

  await expect(db.startBatch({ userId: other, rows: [row] })).rejects.toMatchObject({
    message: "provider_id_taken",
  });
  expect(await db.sql`select 1 from public.batches where user_id = ${other}`).toHaveLength(0);
});

test("a number listed twice cannot enter a batch twice, whatever the caller sends", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const [row] = db.providers(1);

  await expect(
    db.startBatch({ userId, rows: [{ ...row }, { ...row, name: "Other" }] }),
  ).rejects.toThrow();
  expect(await db.sql`select 1 from public.attempts`).toHaveLength(0);
});

test("a thousand providers are stored by as many statements as one", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  await db.sql`create table public.statements (at text)`;
  await db.sql`create function public.count_statement() returns trigger language plpgsql as
    'begin insert into public.statements values (tg_table_name); return null; end'`;
  await db.sql`grant insert on public.statements to service_role`;
  for (const table of ["service_requests", "batches", "providers", "attempts"]) {
    await db.sql.unsafe(
      `create trigger count after insert on public.${table} execute function public.count_statement()`,
    );
  }

  await db.startBatch({ userId, count: 1 });
  const one = await db.sql`delete from public.statements returning at`;
  await db.startBatch({ userId, count: 1000 });
  const thousand = await db.sql`delete from public.statements returning at`;

  expect(thousand.map((row) => row.at).sort()).toEqual(one.map((row) => row.at).sort());
  expect(thousand).toHaveLength(4);
});

test("equal orders for an earlier request, without a key and all at once, are one batch", async () => {
  const db = await setup({ connections: 8 });
  const userId = await db.insertUser();
  const first = await db.startBatch({ userId });
  await db.cancel(userId, first.executionId);

  const batches = await Promise.all(
    Array.from({ length: 6 }, () =>
      db.startBatch({ userId, serviceRequestId: first.serviceRequestId, key: null, body: "again" }),
    ),
  );

  expect(new Set(batches.map((batch) => batch.executionId)).size).toBe(1);
});

test("calling again with another extension dials the new one", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const first = await db.startBatch({ userId });
  await db.cancel(userId, first.executionId);

  await db.startBatch({
    userId,
    serviceRequestId: first.serviceRequestId,
    rows: [{ ...db.providers(1)[0], name: "New", phone_extension: "12" }],
  });

  const rows = await db.sql`select name, phone_extension from public.providers`;
  expect(rows).toEqual([{ name: "New", phone_extension: "12" }]);
});

test("an equal body under another key is the same batch while it is being called: a way back in the browser", async () => {
  const db = await setup({ connections: 6 });
  const userId = await db.insertUser();
  const send = (key: string) => db.startBatch({ userId, key, body: "same" });

  const batches = await Promise.all(["one", "two", "three"].map(send));
  const [attempt] = await db.sql`select id from public.attempts`;
  await db.claim(10);
  await db.settle(attempt?.id, "completed");
  const later = await send("four");

  expect(new Set(batches.map((batch) => batch.executionId)).size).toBe(1);
  expect(later.replayed).toBe(false);
});
