import { expect, test } from "vitest";
import { readReadiness } from "@/lib/health";
import { createServiceClient } from "@/lib/supabase/clients";
import { NEWEST_MIGRATION } from "@/lib/supabase/database.types";
import { startServices } from "@/tests/support/services";

const NO_PHONE = () => undefined;
const unknown = { migrations: "unknown", sweep: "unknown", calling: "unknown" };

test("a database that nobody has swept is not ready; one that was swept is", async () => {
  const { services, db } = await startServices(NO_PHONE);
  const never = await readReadiness(services.db, true);
  await db.sweep();

  expect(never).toMatchObject({ status: "not_ready", sweep: "late" });
  expect(await readReadiness(services.db, true)).toEqual({
    status: "ready",
    database: "ok",
    migrations: "ok",
    sweep: "ok",
    calling: "on",
  });
});

test.each([
  [false, "170 seconds", "ok"],
  [false, "60 minutes", "ok"],
  [false, "66 minutes", "late"],
  [true, "170 seconds", "ok"],
  [true, "190 seconds", "late"],
])("with an open batch %s, a sweep %s ago is %s", async (isBusy, age, sweep) => {
  const { services, db } = await startServices(NO_PHONE);
  if (isBusy) await db.attemptIn("queued");
  await db.sweep();
  await db.sql`update public.heartbeat set swept_at = now() - ${age}::interval`;

  expect(await readReadiness(services.db, true)).toMatchObject({ sweep });
});

test("a database that lacks a migration is not ready; a newer one is", async () => {
  const { services, db } = await startServices(NO_PHONE);
  await db.sweep();
  const [row] = await db.sql`
    delete from supabase_migrations.schema_migrations where version = ${NEWEST_MIGRATION} returning *`;
  const behind = await readReadiness(services.db, true);
  await db.sql`insert into supabase_migrations.schema_migrations ${db.sql([{ ...row, version: "99990101000000" }])}`;
  const ahead = await readReadiness(services.db, true);
  await db.sql`
    update supabase_migrations.schema_migrations set version = ${NEWEST_MIGRATION} where version = '99990101000000'`;

  expect(behind).toMatchObject({ status: "not_ready", migrations: "behind" });
  expect(ahead).toMatchObject({ status: "ready", migrations: "ok" });
});

test("what an operator has stopped or never switched on is told, and is no fault", async () => {
  const { services, db } = await startServices(NO_PHONE);
  await db.sweep();
  const off = await readReadiness(services.db, false);
  await db.call("stop_calling", { p_why: "A test." });

  expect(off).toMatchObject({ status: "ready", calling: "off" });
  expect(await readReadiness(services.db, true)).toMatchObject({
    status: "ready",
    calling: "stopped",
  });
});

test("a database that does not answer is told without a word of why", async () => {
  const gone = createServiceClient({ url: "http://127.0.0.1:9", secretKey: "sb_secret_x" });

  expect(await readReadiness(gone, true)).toEqual({
    status: "not_ready",
    database: "unavailable",
    ...unknown,
  });
});

test("the sweep notes whose it was", async () => {
  const { services, db } = await startServices(NO_PHONE);
  await db.call("sweep", { p_rails: services.rails, p_patience: 1 });

  expect(await db.sql`select deployment from public.heartbeat`).toEqual([
    { deployment: "http://localhost:3000" },
  ]);
});
