import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { API_SCOPES } from "@/lib/auth/api-keys";
import { API_LIMITS } from "@/lib/limits";
import { setup } from "./bundle";

type Verdict = {
  verdict: string;
  userId?: string;
  scopes?: string[];
  retryAfterSeconds?: number;
};

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

async function setupKeys() {
  const db = await setup({ connections: 10 });
  const userId = await db.insertUser();
  const create = (overrides: Record<string, unknown> = {}) =>
    db.sql<{ id: string | null }[]>`
      select public.create_api_key(
        ${userId}, ${"Nightly script"}, ${"rr_abc-_9"}, ${String(overrides.hash ?? hashOf(randomUUID()))},
        ${(overrides.scopes ?? ["read"]) as string[]}::public.api_scope[], ${Number(overrides.most ?? API_LIMITS.apiKeys)}
      ) as id`.then(([row]) => row?.id ?? null);
  const authorize = (hash: string, scope: string | null = "read", perMinute = 120) =>
    db.call<Verdict>("authorize_api_key", {
      p_hash: hash,
      p_scope: scope,
      p_per_minute: perMinute,
    });
  const row = async (id: string | null) => {
    const [found] = await db.sql`select * from public.api_keys where id = ${id}`;
    return found;
  };
  return { db, userId, create, authorize, row };
}

test("the scopes are those that the code knows", async () => {
  const { db } = await setupKeys();
  const [row] = await db.sql`select enum_range(null::public.api_scope)::text[] as scopes`;
  expect(row?.scopes).toEqual(API_SCOPES);
});

test("a key is its owner for its scopes, and for no other", async () => {
  const { userId, create, authorize } = await setupKeys();
  const hash = hashOf("one");
  await create({ hash, scopes: ["start", "read"] });

  expect(await authorize(hash, "start")).toEqual({ verdict: "ok", userId });
  expect(await authorize(hash, "read")).toEqual({ verdict: "ok", userId });
  const refusal = { verdict: "scope_missing", scopes: ["start", "read"] };
  expect(await authorize(hash, "cancel")).toEqual(refusal);
  expect(await authorize(hash, null)).toEqual(refusal);
  expect(await authorize(hashOf("two"))).toEqual({ verdict: "unknown" });
});

test("a revoked key is refused from the next request on; revoking is its owner's alone, and final", async () => {
  const { db, userId, create, authorize, row } = await setupKeys();
  const hash = hashOf("one");
  const id = await create({ hash });
  const revoke = (by: string) => db.call("revoke_api_key", { p_user_id: by, p_key_id: id });

  await revoke(await db.insertUser());
  expect(await authorize(hash)).toMatchObject({ verdict: "ok" });
  await revoke(userId);
  expect(await authorize(hash)).toMatchObject({ verdict: "revoked" });
  const { revoked_at: revokedAt } = (await row(id)) ?? {};
  await revoke(userId);
  expect((await row(id))?.revoked_at).toEqual(revokedAt);
});

test("of parallel requests exactly as many get through in a minute as are allowed, then those of the next", async () => {
  const { db, create, authorize } = await setupKeys();
  const hash = hashOf("one");
  const id = await create({ hash });
  // A minute that has just begun would end at some point of the test; the next one does not.
  await db.sql`insert into public.api_key_minutes values (${id}, date_trunc('minute', now()) + interval '1 minute', 0)`;

  const verdicts = await Promise.all(Array.from({ length: 30 }, () => authorize(hash, "read", 20)));

  expect(verdicts.filter(({ verdict }) => verdict === "ok")).toHaveLength(20);
  const refused = verdicts.filter(({ verdict }) => verdict === "too_many");
  expect(refused).toHaveLength(10);
  for (const { retryAfterSeconds } of refused) {
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  }
  await db.sql`update public.api_key_minutes set minute = minute - interval '5 minutes'`;
  expect(await authorize(hash, "read", 20)).toMatchObject({ verdict: "ok" });
  const [count] = await db.sql`select requests from public.api_key_minutes`;
  expect(count?.requests).toBe(1);
});

test("the last use is written once a minute, not with every poll", async () => {
  const { db, create, authorize, row } = await setupKeys();
  const hash = hashOf("one");
  const id = await create({ hash });
  expect((await row(id))?.last_used_at).toBeNull();

  await authorize(hash);
  const first = (await row(id))?.last_used_at;
  expect(Math.abs(Date.now() - first)).toBeLessThan(60_000);
  await db.sql`update public.api_key_minutes set minute = date_trunc('minute', now()) + interval '1 minute'`;
  await authorize(hash);
  expect((await row(id))?.last_used_at).toEqual(first);
  await db.sql`update public.api_key_minutes set minute = minute - interval '5 minutes'`;
  await authorize(hash);
  expect((await row(id))?.last_used_at.getTime()).toBeGreaterThan(first.getTime());
});

test("a person has only so many keys at once; a revoked one makes room", async () => {
  const { db, userId, create } = await setupKeys();
  const first = await create({ most: 2 });
  await create({ most: 2 });

  expect(await create({ most: 2 })).toBeNull();
  await db.call("revoke_api_key", { p_user_id: userId, p_key_id: first });
  expect(await create({ most: 2 })).not.toBeNull();
});

test("the owner reads everything but the hash, a stranger nothing; with the account its keys go", async () => {
  const { db, userId, create, authorize } = await setupKeys();
  const hash = hashOf("one");
  await create({ hash });
  await authorize(hash);
  const read = (by: string, columns: string) =>
    db.asRole("authenticated", by, (tx) => tx.unsafe(`select ${columns} from public.api_keys`));
  const shown = "id, user_id, name, prefix, scopes, created_at, last_used_at, revoked_at";

  expect(await read(userId, shown)).toHaveLength(1);
  expect(await read(await db.insertUser(), shown)).toHaveLength(0);
  await expect(read(userId, "hash")).rejects.toMatchObject({ code: "42501" });
  await db.sql`delete from auth.users where id = ${userId}`;
  expect(await db.sql`select 1 from public.api_key_minutes`).toHaveLength(0);
});
