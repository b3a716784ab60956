import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { checkDatabase } from "@/lib/ops/doctor/database";
import { checkMail } from "@/lib/ops/doctor/mail";
import { becomePerson, checkRealtime } from "@/lib/ops/doctor/realtime";
import { NEWEST_MIGRATION } from "@/lib/supabase/database.types";
import { deploymentOf, statesOf } from "@/tests/support/deployment";
import { startTestSupabase, type TestSupabase } from "@/tests/support/supabase";

/** What the doctor says of a database in which one thing after another is broken, and mended again. */

let supabase: TestSupabase;
let variables: Record<string, string>;
const DEMO = { DEMO_EMAIL: "doctor@example.test", DEMO_PASSWORD: "a-long-enough-password" };

beforeAll(async () => {
  supabase = await startTestSupabase();
  const { error } = await supabase.anonClient.auth.signUp({
    email: DEMO.DEMO_EMAIL,
    password: DEMO.DEMO_PASSWORD,
  });
  expect(error).toBeNull();
  variables = {
    ...DEMO,
    NEXT_PUBLIC_SUPABASE_URL: supabase.url,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
  };
});
afterAll(() => supabase.close());

/** The findings while the database is broken by the first statement; the second mends it. */
async function whileBroken(
  check: typeof checkDatabase,
  [breaks, mends]: readonly [string, string],
): Promise<Record<string, string>> {
  await supabase.db.sql.unsafe(breaks);
  try {
    await supabase.reloadSchema();
    return statesOf(await check(deploymentOf(variables)));
  } finally {
    await supabase.db.sql.unsafe(mends);
    await supabase.reloadSchema();
  }
}

describe("database", () => {
  test("as the migrations made it, it is well", async () => {
    expect(statesOf(await checkDatabase(deploymentOf(variables)))).toEqual({
      reachable: "ok",
      migrations: "ok",
      "policies and grants": "ok",
      "time zones": "ok",
    });
  });

  test.each(["NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"])(
    "%s of another project is named",
    async (variable) => {
      const wrong = { ...variables, [variable]: "sb_secret_of_another_project" };
      const { reachable } = statesOf(await checkDatabase(deploymentOf(wrong)));
      expect(reachable).toContain(`${variable} is refused`);
    },
  );

  test("the publishable key in the place of the secret one is named", async () => {
    const wrong = { ...variables, SUPABASE_SECRET_KEY: supabase.publishableKey };
    const { reachable } = statesOf(await checkDatabase(deploymentOf(wrong)));
    expect(reachable).toContain("SUPABASE_SECRET_KEY is refused");
  });

  test("one that nobody answers for is named", async () => {
    const gone = { ...variables, NEXT_PUBLIC_SUPABASE_URL: "http://127.0.0.1:9" };
    await expect(checkDatabase(deploymentOf(gone))).rejects.toThrow("http://127.0.0.1:9 does not");
  });

  const IS_KNOWN =
    /create function public\.is_known_time_zone[\s\S]+?\$\$;/
      .exec(readFileSync("supabase/migrations/20261128000500_start.sql", "utf8"))?.[0]
      .replace("create", "create or replace") ?? "";
  const RENAME = "update supabase_migrations.schema_migrations set version =";
  test.each([
    [
      "migrations",
      "a migration that was not applied",
      `${RENAME} '1' where version = '${NEWEST_MIGRATION}'`,
      `${RENAME} '${NEWEST_MIGRATION}' where version = '1'`,
      `this code needs ${NEWEST_MIGRATION}`,
    ],
    [
      "migrations",
      "a database before the migration that tells of it",
      "alter function public.deployment_state() rename to deployment_state_off",
      "alter function public.deployment_state_off() rename to deployment_state",
      "migrations are missing",
    ],
    [
      "policies and grants",
      "a table without row level security",
      "alter table public.attempts disable row level security",
      "alter table public.attempts enable row level security",
      "Row level security is off on attempts",
    ],
    [
      "policies and grants",
      "a table that people may write",
      "grant insert on public.batches to authenticated",
      "revoke insert on public.batches from authenticated",
      "authenticated may insert batches",
    ],
    [
      "policies and grants",
      "a table that strangers may read",
      "grant select on public.providers to anon",
      "revoke select on public.providers from anon",
      "anon may select providers",
    ],
    [
      "policies and grants",
      "a function that strangers may run",
      "grant execute on function public.stop_calling to anon",
      "revoke execute on function public.stop_calling from anon",
      "anon may run stop_calling",
    ],
    [
      "policies and grants",
      "a table that nobody may read",
      'alter policy "People read their own batches" on public.batches rename to x; drop policy x on public.batches',
      'create policy "People read their own batches" on public.batches for select to authenticated using ((select auth.uid()) = user_id)',
      "No policy lets people read batches",
    ],
    [
      "policies and grants",
      "people who may send on channels",
      "create policy x on realtime.messages for insert to authenticated with check (true)",
      "drop policy x on realtime.messages",
      "A policy lets people send on channels",
    ],
    [
      "time zones",
      "a server with rules of another year",
      "create or replace function public.is_known_time_zone(p_zone text) returns boolean language sql as $$ select p_zone <> 'America/Chicago' $$",
      IS_KNOWN,
      "has no rules for America/Chicago",
    ],
  ])("%s: %s is named", async (check, _, breaks, mends, words) => {
    const found = await whileBroken(checkDatabase, [breaks, mends]);
    expect(found[check]).toContain(words);
  });
});

describe("realtime", () => {
  test("a person hears the probe, a stranger is kept out", async () => {
    expect(statesOf(await checkRealtime(deploymentOf(variables)))).toEqual({
      "private channel": "ok",
      strangers: "ok",
      "public channels": "off",
    });
  });

  const POLICY = '"People listen to their own requests" on realtime.messages';
  test.each([
    [
      "private channel",
      "a policy that lets nobody in",
      `alter policy ${POLICY} to service_role`,
      `alter policy ${POLICY} to authenticated`,
      "cannot join theirs",
    ],
    [
      "strangers",
      "a policy that lets everybody in",
      "create policy x on realtime.messages for select to anon using (true)",
      "drop policy x on realtime.messages",
      "can join the channel of a person",
    ],
    [
      "private channel",
      "a database that says nothing",
      "create or replace function public.send_probe(p_user_id uuid) returns void language sql as ''",
      `create or replace function public.send_probe(p_user_id uuid) returns void language sql volatile
       security definer set search_path = '' as $$
         select realtime.send('{}'::jsonb, 'probe', 'probe:' || p_user_id::text, true) $$`,
      "did not arrive",
    ],
  ])("%s: %s is named", async (check, _, breaks, mends, words) => {
    const found = await whileBroken(checkRealtime, [breaks, mends]);
    expect(found[check]).toContain(words);
  });

  test("channels that are open to the public are named where the project is hosted", async () => {
    // Not a loopback name to the doctor, and this machine all the same.
    const hosted = {
      ...variables,
      NEXT_PUBLIC_SUPABASE_URL: supabase.url.replace("127.0.0.1", "0.0.0.0"),
    };
    const found = statesOf(await checkRealtime(deploymentOf(hosted)));
    expect(found["public channels"]).toContain("Anybody can open a channel");
  });

  test("a person is made where there is no demo user, and is gone after it", async () => {
    const id = "00000000-0000-4000-8000-00000000000d";
    const auth = await startTestServer(({ url }, response) => {
      const user = { id, aud: "authenticated" };
      if (url.startsWith("/auth/v1/admin/users")) return answer(response, 200, user);
      answer(response, 200, {
        access_token: "t",
        refresh_token: "r",
        expires_in: 60,
        token_type: "bearer",
        user,
      });
    });
    const person = await becomePerson(deploymentOf({ NEXT_PUBLIC_SUPABASE_URL: auth.url }));
    await person.leave();

    expect(person).toMatchObject({ id, token: "t" });
    const changes = auth.received.filter(({ method }) => method !== "GET");
    expect(changes.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /auth/v1/admin/users",
      "POST /auth/v1/token?grant_type=password",
      `DELETE /auth/v1/admin/users/${id}`,
    ]);
  });
});

describe("mail", () => {
  test("sign-in by mail is on; who sends it cannot be seen", async () => {
    expect(statesOf(await checkMail(deploymentOf(variables)))).toEqual({
      "sign-in by mail": "ok",
      sender: "off",
    });
  });

  test("sign-in by mail that is off is named", async () => {
    const auth = await startTestServer((_, response) =>
      answer(response, 200, { external: { email: false } }),
    );
    const found = await checkMail(deploymentOf({ NEXT_PUBLIC_SUPABASE_URL: auth.url }));
    expect(statesOf(found)["sign-in by mail"]).toContain("nobody can sign in");
  });
});
