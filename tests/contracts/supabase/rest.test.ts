import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { startTestSupabase, type TestSupabase, type TestUser } from "@/tests/support/supabase";

let supabase: TestSupabase;
let user: TestUser;

beforeAll(async () => {
  supabase = await startTestSupabase();
  user = await supabase.createUser();
  await supabase.db.sql.unsafe(`
    create table public.samples (
      id int primary key, at timestamptz, price numeric, note text check (note <> 'forbidden')
    );
    grant select, insert on public.samples to authenticated, service_role;
    create table public.ungranted (id int);
    create table public.revoked (id int);
    alter table public.revoked enable row level security;
    grant select on public.revoked to authenticated;
    revoke select on public.revoked from authenticated;
    create function public.json_kind(p jsonb) returns jsonb language sql as $$
      select jsonb_build_object('kind', jsonb_typeof(p), 'value', p)
    $$;
    create function public.fail_with(code text, message text) returns void language plpgsql as $$
    begin
      raise exception using errcode = code, message = message, detail = 'the detail', hint = 'the hint';
    end $$;
    create function public.fail_plainly() returns void language plpgsql as $$
    begin
      raise exception 'plainly wrong';
    end $$;
  `);
  await supabase.reloadSchema();
});
afterAll(() => supabase.close());

test.each([
  [{ v: "x" }, "object"],
  [["a", 1], "array"],
  [42, "number"],
  [{ deep: [{ list: [null, true, "é"] }] }, "object"],
])("a jsonb argument %j arrives as what it is", async (value, kind) => {
  const { data, error } = await supabase.serviceClient.rpc("json_kind", { p: value });
  expect(error).toBeNull();
  expect(data).toEqual({ kind, value });
});

test("timestamps are ISO 8601 and numerics are numbers", async () => {
  await supabase.db.sql`
    insert into public.samples (id, at, price) values (1, '2026-11-22 22:47:45.135+00', 12.50)`;

  const { data, error } = await supabase.serviceClient
    .from("samples")
    .select()
    .eq("id", 1)
    .single();

  expect(error).toBeNull();
  expect(data).toMatchObject({ at: "2026-11-22T22:47:45.135+00:00", price: 12.5 });
});

test("an exception without a code answers 400 with its message", async () => {
  const { error, status } = await supabase.serviceClient.rpc("fail_plainly");
  expect(status).toBe(400);
  expect(error).toMatchObject({ code: "P0001", message: "plainly wrong", details: null });
});

test.each([
  ["P0001", 400],
  ["PT404", 404],
  ["PT409", 409],
  ["PT422", 422],
  ["40001", 500],
  ["57014", 500],
  ["28000", 403],
  ["53300", 503],
])("an exception with code %s answers %i with code, details and hint", async (code, status) => {
  const answer = await supabase.serviceClient.rpc("fail_with", { code, message: "told_why" });
  expect(answer.status).toBe(status);
  expect(answer.error).toMatchObject({
    code,
    message: "told_why",
    details: "the detail",
    hint: "the hint",
  });
});

test("a broken check constraint answers 400 with its code", async () => {
  const row = { id: 2, note: "forbidden" };
  const { error, status } = await supabase.serviceClient.from("samples").insert(row);
  expect(status).toBe(400);
  expect(error?.code).toBe("23514");
});

test("a unique violation answers 409", async () => {
  await supabase.serviceClient.from("samples").insert({ id: 3 });
  const { error, status } = await supabase.serviceClient.from("samples").insert({ id: 3 });
  expect(status).toBe(409);
  expect(error?.code).toBe("23505");
});

test("a table without grants is closed to every role, the service role included", async () => {
  const answers = [];
  for (const client of [supabase.serviceClient, user.client, supabase.anonClient]) {
    const { error, status } = await client.from("ungranted").select();
    answers.push([status, error?.code]);
  }

  expect(answers).toEqual([
    [403, "42501"],
    [403, "42501"],
    [401, "42501"],
  ]);
});

test("a revoked grant stays revoked after requests", async () => {
  for (const client of [user.client, user.client]) {
    const { error } = await client.from("revoked").select();
    expect(error?.code).toBe("42501");
  }
});

test("a revoked function is closed to the roles it was taken from", async () => {
  await supabase.db.sql.unsafe(`
    create function public.only_service() returns int language sql as 'select 1';
    revoke execute on function public.only_service() from public;
    grant execute on function public.only_service() to service_role;
  `);
  await supabase.reloadSchema();

  const denied = await user.client.rpc("only_service");
  const allowed = await supabase.serviceClient.rpc("only_service");

  expect(denied.error?.code).toBe("42501");
  expect(allowed.data).toBe(1);
});

test("a new table is served soon after, without being asked to reload", async () => {
  await supabase.db.sql.unsafe(`
    create table public.newcomers (id int);
    grant select on public.newcomers to service_role;
  `);
  const answer = await eventually(
    async () => supabase.serviceClient.from("newcomers").select(),
    ({ error }) => error === null,
  );
  expect(answer.data).toEqual([]);
});

test("a request without a key is refused", async () => {
  const response = await fetch(`${supabase.url}/rest/v1/samples`);
  expect(response.status).toBe(401);
});

// supabase#45993: the keys that begin with sb_ are no JWTs.
test("a key where a user's token belongs is refused", async () => {
  for (const key of [supabase.publishableKey, supabase.secretKey])
    for (const apikey of [undefined, supabase.publishableKey]) {
      if (key === apikey) continue;
      const headers = { Authorization: `Bearer ${key}`, ...(apikey ? { apikey } : {}) };
      const response = await fetch(`${supabase.url}/rest/v1/samples`, { headers });
      expect(response.status).toBe(401);
    }
});

test("an expired token is refused", async () => {
  const accessToken = await supabase.signToken(user.id, { expiresInSeconds: -60 });
  const { error, status } = await supabase.createClient({ accessToken }).from("samples").select();
  expect(status).toBe(401);
  expect(error?.code).toBe("PGRST303");
});

test.each(["/storage/v1/bucket", "/functions/v1/hello", "/realtime/v1/api/broadcast"])(
  "%s says that it is not imitated",
  async (path) => {
    const response = await fetch(supabase.url + path, { headers: { apikey: supabase.secretKey } });
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(path) });
  },
);
