import { fileURLToPath } from "node:url";
import { type CookieMethodsServer, createServerClient } from "@supabase/ssr";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applySeed } from "@/local/supabase/migrations";
import { startTestSupabase, type TestSupabase } from "@/tests/support/supabase";

const DEMO = { email: "demo@ringround.local", password: "ringround-demo" };
const seedFile = fileURLToPath(new URL("../../../supabase/seed.sql", import.meta.url));

let supabase: TestSupabase;
beforeAll(async () => {
  supabase = await startTestSupabase();
  await applySeed(supabase.db.sql, seedFile);
});
afterAll(() => supabase.close());

test("the seeded demo user signs in and is who it says", async () => {
  const { data, error } = await supabase.createClient().auth.signInWithPassword(DEMO);
  expect(error).toBeNull();
  expect(data.user?.email).toBe(DEMO.email);
});

test("a second run of the seed changes nothing", async () => {
  const other = postgres(supabase.db.url, { max: 1 });
  await applySeed(other, seedFile);
  await other.end();
  const [row] = await supabase.db.sql`
    select count(*)::int as users from auth.users where email = ${DEMO.email}`;
  expect(row?.users).toBe(1);
});

test("a wrong password is refused", async () => {
  const { error } = await supabase
    .createClient()
    .auth.signInWithPassword({ ...DEMO, password: "not-this-one" });
  expect(error?.code).toBe("invalid_credentials");
});

test("a new user signs up, is signed in at once and acts as itself", async () => {
  const client = supabase.createClient();
  const { data, error } = await client.auth.signUp({
    email: "somebody@example.test",
    password: "a-long-enough-password",
  });
  expect(error).toBeNull();

  await supabase.db.sql.unsafe(`
    create function public.my_id() returns uuid language sql stable as 'select auth.uid()';
    grant execute on function public.my_id() to authenticated`);
  await supabase.reloadSchema();
  const answer = await client.rpc("my_id");

  expect(answer.data).toBe(data.user?.id);
});

test("a session in cookies lasts over requests, refreshes and ends with sign-out", async () => {
  const jar = new Map<string, string>();

  const signedIn = await serverClient(jar).auth.signInWithPassword(DEMO);
  const inNextRequest = await serverClient(jar).auth.getUser();
  const before = new Map(jar);
  const refreshed = await serverClient(jar).auth.refreshSession();
  const afterRefresh = await serverClient(jar).auth.getUser();
  await serverClient(jar).auth.signOut();
  const afterSignOut = await serverClient(jar).auth.getUser();

  expect(signedIn.error).toBeNull();
  expect(inNextRequest.data.user?.email).toBe(DEMO.email);
  expect(refreshed.data.session?.refresh_token).not.toBe(signedIn.data.session?.refresh_token);
  expect(jar).not.toEqual(before);
  expect(afterRefresh.data.user?.email).toBe(DEMO.email);
  expect(afterSignOut.data.user).toBeNull();
});

test("claims of the session are verified", async () => {
  const jar = new Map<string, string>();
  const signedIn = await serverClient(jar).auth.signInWithPassword(DEMO);

  const { data } = await serverClient(jar).auth.getClaims();

  expect(data?.claims).toMatchObject({ sub: signedIn.data.user?.id, role: "authenticated" });
});

test("an administrator deletes a user, whose session ends and whose rows go along", async () => {
  const client = supabase.createClient();
  const { data } = await client.auth.signUp({
    email: "leaving@example.test",
    password: "a-long-enough-password",
  });
  const userId = data.user?.id ?? "";
  const remove = (as: typeof client) => as.auth.admin.deleteUser(userId);

  expect((await remove(supabase.anonClient)).error).not.toBeNull();
  expect((await client.auth.getUser()).data.user?.id).toBe(userId);
  expect((await remove(supabase.serviceClient)).error).toBeNull();
  expect((await client.auth.getUser()).data.user).toBeNull();
  expect(await supabase.db.sql`select 1 from auth.users where id = ${userId}`).toHaveLength(0);
  expect((await remove(supabase.serviceClient)).error).toMatchObject({
    status: 404,
    code: "user_not_found",
  });
});

/** One request's client, as a server component or route handler makes it. */
function serverClient(jar: Map<string, string>) {
  const cookies: CookieMethodsServer = {
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (changes) => {
      for (const { name, value } of changes) {
        if (value === "") jar.delete(name);
        else jar.set(name, value);
      }
    },
  };
  return createServerClient(supabase.url, supabase.publishableKey, { cookies });
}
