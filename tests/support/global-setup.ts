import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { prepareDatabase } from "@/local/supabase/database";
import { type Postgres, startPostgres } from "@/local/supabase/postgres";

/** What a test file needs to clone its database, or why there is nothing to clone. */
export type TemplateDatabase = { serverUrl: string; template: string } | { error: string };

declare module "vitest" {
  interface ProvidedContext {
    database: TemplateDatabase;
    isQuick: boolean;
  }
}

const TEMPLATE = "template_app";
const migrationsDir = fileURLToPath(new URL("../../supabase/migrations", import.meta.url));

/** One PostgreSQL for the whole run, with a template database that each test file clones. */
export default async function setup(project: TestProject) {
  project.provide("isQuick", project.vite.config.mode === "quick");
  if (project.vitest.projects.every(({ name }) => name === "unit")) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), "app-tests-"));
  process.env.TEST_RUN_DIR = dataDir;
  const server = await startPostgres({ dataDir, durable: false });
  // A broken migration fails the suites that need a database, with its reason, and no others.
  const database = await createTemplate(server).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
  project.provide("database", database);

  return async () => {
    await server.stop();
    // The stacks that workers have left are just ending.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  };
}

async function createTemplate(server: Postgres): Promise<TemplateDatabase> {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  try {
    await sql`create database ${sql(TEMPLATE)}`;
    const templateUrl = new URL(server.url);
    templateUrl.pathname = TEMPLATE;
    await prepareDatabase({ databaseUrl: templateUrl.href, migrationsDir });
    // PostgreSQL copies a database only while nobody is connected to it.
    await sql`alter database ${sql(TEMPLATE)} with is_template true allow_connections false`;
    return { serverUrl: server.url, template: TEMPLATE };
  } finally {
    await sql.end();
  }
}
