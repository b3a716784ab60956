import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Sql, TransactionSql } from "postgres";
import { type SqlStatement, splitSql } from "./split-sql";

/**
 * A statement of a migration or seed that PostgreSQL refused (`cause` is the database's error), or a migration that is
 * not what was applied.
 */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * Applies `*.sql` in name order, each file in one transaction with its row in
 * `supabase_migrations.schema_migrations`, as `supabase db push` does. Recorded versions are skipped; one whose file has
 * changed since, as after a change of branch, would leave the product on tables and functions it does not know.
 *
 * @returns names of the files applied now
 * @throws {MigrationError} naming file, line and statement; earlier files stay applied
 */
export async function applyMigrations(sql: Sql, directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((file) => /^\d+_.+\.sql$/.test(file)).sort();
  const rows = await sql<{ version: string; statements: string[] }[]>`
    select version, statements from supabase_migrations.schema_migrations`;
  const recorded = new Map(rows.map((row) => [row.version, row.statements]));
  const applied: string[] = [];

  for (const file of files) {
    const statements = await splitSql(await readFile(join(directory, file), "utf8"));
    const before = recorded.get(versionOf(file));
    if (before) {
      if (isSame(before, statements)) continue;
      throw new MigrationError(
        `${file} has changed since it was applied to this database. Start from an empty one: npm run dev -- --fresh`,
      );
    }
    await sql.begin(async (tx) => {
      await run(tx, file, statements);
      await tx`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${versionOf(file)}, ${nameOf(file)}, ${statements.map(({ text }) => text)})`;
    });
    applied.push(file);
  }
  return applied;
}

const isSame = (before: readonly string[], statements: readonly SqlStatement[]): boolean =>
  before.length === statements.length && statements.every(({ text }, i) => text === before[i]);

/**
 * Runs the seed file once per database, recorded in `supabase_migrations.seed_files` as the CLI does.
 *
 * @throws {MigrationError} naming line and statement; nothing of the file is kept
 */
export async function applySeed(sql: Sql, file: string) {
  const text = await readFile(file, "utf8");
  const path = join("supabase", basename(file));
  await sql.begin(async (tx) => {
    const hash = createHash("sha256").update(text).digest("hex");
    const added = await tx`
      insert into supabase_migrations.seed_files (path, hash) values (${path}, ${hash})
      on conflict (path) do nothing returning path`;
    if (added.length > 0) await run(tx, path, await splitSql(text));
  });
}

async function run(tx: TransactionSql, file: string, statements: SqlStatement[]) {
  for (const [index, { text, line }] of statements.entries()) {
    try {
      await tx.unsafe(text);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const where = `${file}, statement ${index + 1} of ${statements.length}, line ${lineOf(cause, text, line)}`;
      throw new MigrationError(`${where}: ${reason}`, { cause });
    }
  }
}

/** PostgreSQL counts characters of the statement from 1; without a position the statement's own line serves. */
function lineOf(cause: unknown, text: string, line: number): number {
  const position = Number((cause as { position?: string } | null)?.position);
  return position > 0 ? line + text.slice(0, position - 1).split("\n").length - 1 : line;
}

const versionOf = (file: string) => file.slice(0, file.indexOf("_"));
const nameOf = (file: string) => file.slice(file.indexOf("_") + 1, -".sql".length);
