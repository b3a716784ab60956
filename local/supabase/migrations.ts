import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Sql, TransactionSql } from "postgres";
import { type SqlStatement, splitSql } from "./split-sql";

/** A statement of a migration or seed that PostgreSQL refused; `cause` is the database's error. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * Applies `*.sql` in name order, each file in one transaction with its row in
 * `supabase_migrations.schema_migrations`, as `supabase db push` does. Recorded versions are skipped.
 *
 * @returns names of the files applied now
 * @throws {MigrationError} naming file, line and statement; earlier files stay applied
 */
export async function applyMigrations(sql: Sql, directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((file) => /^\d+_.+\.sql$/.test(file)).sort();
  const rows = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations`;
  const recorded = new Set(rows.map((row) => row.version));
  const pending = files.filter((file) => !recorded.has(versionOf(file)));

  for (const file of pending) {
    const statements = splitSql(await readFile(join(directory, file), "utf8"));
    await sql.begin(async (tx) => {
      await run(tx, file, statements);
      await tx`
        insert into supabase_migrations.schema_migrations (version, name, statements)
        values (${versionOf(file)}, ${nameOf(file)}, ${statements.map(({ text }) => text)})`;
    });
  }
  return pending;
}

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
    if (added.length > 0) await run(tx, path, splitSql(text));
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
