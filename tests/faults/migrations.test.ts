import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { applyMigrations } from "@/local/supabase/migrations";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, startProduct } from "@/tests/support/product";

/** A database that becomes that of a later release while phones ring. */

const MIGRATIONS = path.resolve(import.meta.dirname, "../../supabase/migrations");
const LAST_OF_FIRST_RELEASE = "20261128001700_account.sql";

const files = readdirSync(MIGRATIONS)
  .filter((file) => file.endsWith(".sql"))
  .sort();
const firstRelease = files.filter((file) => file <= LAST_OF_FIRST_RELEASE);
const later = files.filter((file) => file > LAST_OF_FIRST_RELEASE);

/** What a later release does to tables and functions that are in use; applied after those that there are. */
const TYPICAL = {
  "29990101000000_add_column.sql":
    "alter table public.attempts add column note text check (char_length(note) <= 100);",
  "29990101000100_replace_function.sql": `
    do $$ begin
      execute (select pg_get_functiondef('public.begin_dial'::regproc));
      execute (select pg_get_functiondef('public.settle_attempt'::regproc));
    end $$;`,
};

test("a batch begun on the tables of the first release finishes, each called once, while every later migration is applied", async () => {
  expect(firstRelease).toContain(LAST_OF_FIRST_RELEASE);
  const migrationsDir = mkdtempSync(path.join(tmpdir(), "ringround-migrations-"));
  onTestFinished(() => rmSync(migrationsDir, { recursive: true, force: true }));
  const add = (file: string) =>
    copyFileSync(path.join(MIGRATIONS, file), path.join(migrationsDir, file));
  firstRelease.forEach(add);
  const next = [
    ...later.map((file) => [file, () => add(file)] as const),
    ...Object.entries(TYPICAL).map(
      ([file, text]) => [file, () => writeFileSync(path.join(migrationsDir, file), text)] as const,
    ),
  ];
  const product = await startProduct({
    timeScale: 0.05,
    lines: 4,
    // Steps are repeated while the site is ahead of its database, and no dial is to be looked for meanwhile.
    env: { PATIENCE: "0.1" },
    migrationsDir,
  });
  onTestFinished(() => product.stop());
  const person = await product.signUp();
  // Enough for one migration after each dial, and for calls that come after the last.
  const numbers = ordinaryNumbers(next.length + 10, 1300);
  const dials = async () => (await product.simulator()).calls.map((call) => call.number);
  const isOpen = async (batchId: string) => {
    const [batch] = await product.sql`select ended_at from public.batches where id = ${batchId}`;
    return batch?.ended_at === null;
  };

  const accepted = await product.call(person, numbers);
  for (const [index, [file, write]] of next.entries()) {
    await eventually(dials, (made) => made.length > index, { timeoutMs: 60_000 });
    write();
    expect(await applyMigrations(product.sql, migrationsDir)).toEqual([file]);
  }
  expect(await isOpen(accepted.executionId)).toBe(true);
  const final = await eventually(
    async () => {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      return product.status(person, accepted.serviceRequestId);
    },
    ({ ranking }) => ranking !== null,
    { timeoutMs: 120_000, intervalMs: 200 },
  );

  expect(final.status).toBe("completed");
  expect(new Set(final.providers.map(({ callStatus }) => callStatus))).toEqual(
    new Set(["completed"]),
  );
  expect((await dials()).sort()).toEqual([...numbers].sort());
  // What the later release brings is there for the site that is running.
  const swept = await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  expect(await swept.json()).toMatchObject({ counts: { failures: 0 } });
}, 300_000);
