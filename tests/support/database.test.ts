import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "./database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.close());

test("a clone has the migrations' history", async () => {
  const rows = await db.sql`select version from supabase_migrations.schema_migrations`;
  expect(rows.length).toBeGreaterThan(0);
});

test("clones made at the same time do not see each other's rows", async () => {
  const clones = await Promise.all(Array.from({ length: 4 }, () => createDatabase()));
  const counts = [];
  for (const clone of clones) {
    await clone.insertUser();
    const [row] = await clone.sql`select count(*)::int as users from auth.users`;
    counts.push(row?.users);
  }
  await Promise.all(clones.map((clone) => clone.close()));

  expect(counts).toEqual([1, 1, 1, 1]);
});

test("a transaction as a role has that role and user, and gives both back", async () => {
  const userId = await db.insertUser();

  const inside = await db.asRole("authenticated", userId, async (tx) => {
    const [row] =
      await tx`select current_user::text as role, auth.uid() as user, auth.role() as claim`;
    return row;
  });
  const [outside] = await db.sql`select current_user::text as role, auth.uid() as user`;

  expect(inside).toEqual({ role: "authenticated", user: userId, claim: "authenticated" });
  expect(outside).toEqual({ role: "postgres", user: null });
});

test("the owner that runs migrations is no superuser", async () => {
  const [row] = await db.sql`
    select rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  expect(row).toEqual({ rolsuper: false, rolbypassrls: true });
});
