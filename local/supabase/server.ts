import { fileURLToPath } from "node:url";
import { startApi } from "./api";
import { ownerUrl, prepareDatabase } from "./database";
import type { Keys } from "./lite";
import { startPostgres } from "./postgres";
import type { Log } from "./quiet-console";

export type SupabaseOptions = {
  /** Folder of this stack's data; one running stack per folder. */
  dataDir: string;
  /** Port of REST, Auth and Realtime; 0 or absent: a free one. */
  port?: number;
  postgresPort?: number;
  /** Starts from an empty database. */
  fresh?: boolean;
  /** false trades crash safety for speed: tests only. */
  durable?: boolean;
  migrationsDir?: string;
  /** null: no seed. */
  seedFile?: string | null;
  /** What the servers would print: answered database errors, mails, lost connections. */
  log?: Log;
};

export type Supabase = Keys & {
  url: string;
  /** Connects as `postgres`, the role that runs migrations. */
  databaseUrl: string;
  /** Settles when PostgreSQL ends, asked or not; the value is the end of its log. */
  postgresExited: Promise<string>;
  /** Stops everything in order; no process is left. */
  close: () => Promise<void>;
};

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Starts an own Supabase: PostgreSQL with the repository's migrations and seed, REST, Auth, Realtime.
 *
 * @throws {PortTakenError} when a given port is in use
 * @throws {MigrationError} when a migration or the seed fails; nothing is left running
 */
export async function startSupabase(options: SupabaseOptions): Promise<Supabase> {
  const { dataDir, fresh, durable = true, log } = options;
  const server = await startPostgres({ dataDir, port: options.postgresPort, fresh, durable });
  try {
    await prepareDatabase({
      databaseUrl: server.url,
      migrationsDir: options.migrationsDir ?? inRepository("supabase/migrations"),
      seedFile:
        options.seedFile === undefined ? inRepository("supabase/seed.sql") : options.seedFile,
    });
    const api = await startApi({ databaseUrl: server.url, port: options.port, log });
    return {
      url: api.url,
      databaseUrl: ownerUrl(server.url),
      publishableKey: api.publishableKey,
      secretKey: api.secretKey,
      jwtSecret: api.jwtSecret,
      postgresExited: server.exited,
      close: async () => {
        await api.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
