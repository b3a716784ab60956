import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { loadLite } from "./load-lite";
import { applyMigrations, applySeed } from "./migrations";

export type PrepareOptions = {
  databaseUrl: string;
  migrationsDir: string;
  /** null or absent: no seed. */
  seedFile?: string | null;
};

const bootstrapFile = fileURLToPath(new URL("./bootstrap.sql", import.meta.url));

/**
 * Makes a database look like a hosted project and applies what the repository brings: system schemas,
 * platform objects, migrations, seed. Safe to repeat; a repeat applies only new migrations.
 *
 * @returns names of the migrations applied now
 */
export async function prepareDatabase(options: PrepareOptions): Promise<string[]> {
  const { databaseUrl } = options;
  await createSystemSchemas(adminUrl(databaseUrl));
  await withConnection(adminUrl(databaseUrl), async (sql) => {
    await sql.unsafe(await readFile(bootstrapFile, "utf8"));
  });
  return withConnection(ownerUrl(databaseUrl), async (sql) => {
    const applied = await applyMigrations(sql, options.migrationsDir);
    if (options.seedFile) await applySeed(sql, options.seedFile);
    return applied;
  });
}

/** The same database as `postgres`, which owns it and runs migrations but is no superuser. */
export function ownerUrl(databaseUrl: string): string {
  return asUser(databaseUrl, "postgres");
}

/** The same database as the superuser, which hosted projects keep to themselves. */
export function adminUrl(databaseUrl: string): string {
  return asUser(databaseUrl, "supabase_admin");
}

function asUser(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.username = name;
  return url.href;
}

async function createSystemSchemas(databaseUrl: string) {
  const { createLite } = await loadLite();
  const lite = createLite({ databaseUrl, poolSize: 1 });
  try {
    await lite.app.ensureSystemSchema();
  } finally {
    await lite.close();
  }
  // The call above only logs what goes wrong, so its result is looked at.
  await withConnection(databaseUrl, async (sql) => {
    const [row] = await sql<{ users: string | null }[]>`
      select to_regclass('auth.users')::text as users`;
    if (!row?.users) throw new Error("@supabase/lite did not create its auth tables.");
  });
}

async function withConnection<Result>(
  url: string,
  use: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
