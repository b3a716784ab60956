import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiRole, createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle } from "./bundle";

/** Every table × role × operation: what each role may do, and that it meets only its own rows. */

const TABLES = [
  "service_requests",
  "providers",
  "batches",
  "attempts",
  "attempt_secrets",
  "do_not_call",
  "calling_stop",
  "heartbeat",
  "deleted_dials",
  "call_events",
  "account_deletions",
  "api_keys",
  "api_key_minutes",
] as const;
type Operation = "select" | "insert" | "update" | "delete";

const ALLOWED: Record<(typeof TABLES)[number], Partial<Record<ApiRole, readonly Operation[]>>> = {
  service_requests: { authenticated: ["select"], service_role: ["select", "insert", "update"] },
  providers: { authenticated: ["select"], service_role: ["select", "insert", "update"] },
  batches: { authenticated: ["select"], service_role: ["select", "insert", "update"] },
  attempts: { authenticated: ["select"], service_role: ["select", "insert", "update"] },
  attempt_secrets: { service_role: ["select", "insert", "update"] },
  do_not_call: { authenticated: ["select"], service_role: ["select", "insert", "delete"] },
  calling_stop: {
    authenticated: ["select"],
    service_role: ["select", "insert", "update", "delete"],
  },
  account_deletions: { authenticated: ["select"], service_role: ["select", "insert"] },
  heartbeat: { service_role: ["select", "insert", "update"] },
  deleted_dials: { service_role: ["select"] },
  // Column grants: see below. Append-only even for the product itself.
  call_events: { service_role: ["select", "insert"] },
  api_keys: { service_role: ["select", "insert", "update"] },
  api_key_minutes: { service_role: ["select", "insert", "update"] },
};

let database: TestDatabase;
let db: Bundle;
let owner: string;
let stranger: string;
let attemptId: string;
let requestId: string;

beforeAll(async () => {
  database = await createDatabase();
  db = bundle(database);
  owner = await db.insertUser();
  stranger = await db.insertUser();
  const attempt = await db.attemptIn("in_progress", { userId: owner });
  attemptId = attempt.id;
  await db.record(attemptId, "status:ringing", {
    callId: attempt.callId,
    payload: { secret: "control" },
  });
  const [row] =
    await db.sql`select service_request_id from public.attempts where id = ${attemptId}`;
  requestId = row?.service_request_id;
});
afterAll(() => database.close());

/** A column of tables whose first is not "id". */
const COLUMNS: Partial<Record<string, string>> = {
  attempt_secrets: "attempt_id",
  call_events: "attempt_id",
  do_not_call: "phone",
  account_deletions: "user_id",
  calling_stop: "is_only",
  api_key_minutes: "api_key_id",
  heartbeat: "is_only",
  deleted_dials: "phone",
};

const STATEMENTS: Record<Operation, (table: string) => string> = {
  select: (table) => `select * from public.${table}`,
  insert: (table) => `insert into public.${table} default values`,
  update: (table) =>
    `update public.${table} set ${COLUMNS[table] ?? "id"} = ${COLUMNS[table] ?? "id"}`,
  delete: (table) => `delete from public.${table}`,
};

describe.each(TABLES)("%s", (table) => {
  const roles: ApiRole[] = ["anon", "authenticated", "service_role"];
  const cases = roles.flatMap((role) =>
    (["select", "insert", "update", "delete"] as const).map(
      (operation) => [role, operation] as const,
    ),
  );

  test.each(cases)("%s may %s only as listed", async (role, operation) => {
    const allowed = ALLOWED[table][role]?.includes(operation) ?? false;
    const run = () =>
      database
        .asRole(role, role === "authenticated" ? owner : null, async (tx) => {
          await tx.unsafe(STATEMENTS[operation](table));
          throw new Error("undo");
        })
        .catch((error: { code?: string; message: string }) => error.code ?? error.message);

    const result = await run();

    if (allowed) expect(result).not.toBe("42501");
    else expect(result).toBe("42501");
  });

  test("has row level security", async () => {
    const [row] =
      await db.sql`select relrowsecurity from pg_class where oid = ${`public.${table}`}::regclass`;
    expect(row?.relrowsecurity).toBe(true);
  });
});

test.each(["service_requests", "providers", "batches", "attempts"])(
  "%s: the owner sees the row, a stranger none",
  async (table) => {
    const count = (userId: string) =>
      database.asRole(
        "authenticated",
        userId,
        async (tx) => (await tx.unsafe(`select 1 from public.${table}`)).length,
      );

    expect(await count(owner)).toBe(1);
    expect(await count(stranger)).toBe(0);
  },
);

test("people read what happened in their own attempts, but never the phone service's words about it", async () => {
  const read = (userId: string, columns: string) =>
    database.asRole("authenticated", userId, (tx) =>
      tx.unsafe(`select ${columns} from public.call_events`),
    );

  expect(await read(owner, "kind")).toHaveLength(1);
  expect(await read(stranger, "kind")).toHaveLength(0);
  await expect(read(owner, "payload")).rejects.toMatchObject({ code: "42501" });
});

test("snapshot, list and story show the owner's own and nothing to a stranger or to nobody", async () => {
  const ask = (role: ApiRole, userId: string | null, query: string) =>
    database.asRole(role, userId, async (tx) => (await tx.unsafe(query))[0]?.answer);
  const snapshot = `select public.get_request_snapshot('${requestId}') as answer`;
  const story = `select public.get_attempt_story('${attemptId}') as answer`;
  const list = "select public.list_request_summaries(10) as answer";

  expect(await ask("authenticated", owner, snapshot)).toMatchObject({
    serviceRequest: { id: requestId },
  });
  expect(await ask("authenticated", owner, story)).toMatchObject({ attemptId });
  expect(await ask("authenticated", owner, list)).toHaveLength(1);
  expect(await ask("authenticated", stranger, snapshot)).toBeNull();
  expect(await ask("authenticated", stranger, story)).toBeNull();
  expect(await ask("authenticated", stranger, list)).toEqual([]);
  // To name the owner is no way around row level security; the product itself sees only what is the named person's.
  for (const query of [snapshot, story]) {
    const inNameOf = (id: string) => query.replace("') as", `', '${id}') as`);
    expect(await ask("authenticated", stranger, inNameOf(owner))).toBeNull();
    expect(await ask("service_role", null, inNameOf(stranger))).toBeNull();
    expect(await ask("service_role", null, inNameOf(owner))).not.toBeNull();
    expect(await ask("service_role", null, query)).toBeNull();
  }
  for (const query of [snapshot, story, list]) {
    await expect(ask("anon", null, query)).rejects.toMatchObject({ code: "42501" });
  }
  expect(JSON.stringify(await ask("authenticated", owner, snapshot))).not.toContain("control.test");
});

test("the right to dial is in nothing that people read", async () => {
  const token = randomUUID();
  const { id } = await db.attemptIn("claimed", { userId: owner });
  await db.beginDial(id, token);
  const [row] = await db.sql`select service_request_id from public.attempts where id = ${id}`;

  const read = await database.asRole("authenticated", owner, async (tx) => [
    await tx`select * from public.attempts`,
    await tx`select public.get_request_snapshot(${row?.service_request_id})`,
    await tx`select public.get_attempt_story(${id})`,
  ]);
  const told = await db.sql`select payload from realtime.messages`;

  expect(JSON.stringify(read)).toContain(id);
  expect(JSON.stringify(told)).toContain(id);
  expect(JSON.stringify([read, told])).not.toContain(token);
  await db.sql`delete from public.service_requests where id = ${row?.service_request_id}`;
});

test("only readers are open to people; every other function is the product's alone", async () => {
  const rows = await db.sql`
    select p.proname as name,
      has_function_privilege('anon', p.oid, 'execute') as anon,
      has_function_privilege('authenticated', p.oid, 'execute') as authenticated
    from pg_proc p where p.pronamespace = 'public'::regnamespace`;

  const open = rows
    .filter((row) => row.authenticated)
    .map((row) => row.name)
    .sort();
  expect(open).toEqual([
    "describe_attempt",
    "export_account_rows",
    "get_attempt_story",
    "get_request_snapshot",
    "list_request_summaries",
    "shown_attempts",
    "sum_charges",
  ]);
  expect(rows.filter((row) => row.anon)).toEqual([]);
  expect(rows.length).toBeGreaterThan(20);
});

test("every function has a fixed search path, and definers are those that broadcast, remove, or read what no role may", async () => {
  const rows = await db.sql`
    select proname as name, prosecdef as definer, proconfig as config
    from pg_proc where pronamespace = 'public'::regnamespace`;

  expect(
    rows.filter((row) => !row.config?.includes('search_path=""')).map((row) => row.name),
  ).toEqual([]);
  expect(
    rows
      .filter((row) => row.definer)
      .map((row) => row.name)
      .sort(),
  ).toEqual([
    "broadcast_attempts",
    "broadcast_batches",
    "delete_account_rows",
    "deployment_state",
    "may_call",
    "remove_transcripts",
    "send_probe",
    "set_person_limits",
  ]);
});

test("every foreign key has an index that begins with it", async () => {
  const rows = await db.sql`
    select c.conrelid::regclass::text as table, a.attname as column
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      and not exists (
        select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1] and i.indpred is null
      )`;

  expect(rows).toEqual([]);
});
