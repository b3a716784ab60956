import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { PortTakenError } from "./postgres/errors";
import { type Supabase, startSupabase } from "./server";

/**
 * The embedded Supabase as a process of its own.
 *
 * Reads SUPABASE_PORT, POSTGRES_PORT, SUPABASE_DATA_DIR, SUPABASE_MIGRATIONS_DIR (the repository's own when absent) and
 * FRESH=1. Prints one line when ready and, when forked, sends the parent `{ type: "ready", url, databaseUrl, publishableKey, secretKey, jwtSecret }`.
 */
async function main() {
  const dataDir = process.env.SUPABASE_DATA_DIR ?? ".local/supabase";
  await mkdir(dataDir, { recursive: true });
  const logFile = (await open(join(dataDir, "api.log"), "a")).createWriteStream();

  const starting = startSupabase({
    dataDir,
    // The ports of the Supabase CLI's own stack.
    port: portFrom("SUPABASE_PORT", 54321),
    postgresPort: portFrom("POSTGRES_PORT", 54322),
    fresh: process.env.FRESH === "1",
    migrationsDir: process.env.SUPABASE_MIGRATIONS_DIR,
    log: (line) => logFile.write(`${new Date().toISOString()} ${line}\n`),
  });
  stopOnRequest(starting);
  const supabase = await starting;

  void supabase.postgresExited.then((log) => {
    if (isStopping) return;
    process.stderr.write(`PostgreSQL stopped by itself:\n${log}\n`);
    process.exit(1);
  });
  const { url, databaseUrl, publishableKey, secretKey, jwtSecret } = supabase;
  process.stdout.write(`Supabase is ready at ${url}, its database at ${databaseUrl}\n`);
  process.send?.({ type: "ready", url, databaseUrl, publishableKey, secretKey, jwtSecret });
}

let isStopping = false;

function stopOnRequest(starting: Promise<Supabase>) {
  const stop = async () => {
    // Ctrl-C reaches this process from the terminal and again through the parent.
    if (isStopping) return;
    isStopping = true;
    await starting.then((supabase) => supabase.close());
    process.exit(0);
  };
  // "disconnect": the parent that forked this process is gone, however it went.
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
    process.on(event, () => void stop().catch(fail));
  }
}

function portFrom(name: string, fallback: number): number {
  const value = process.env[name];
  if (!value) return fallback;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${name} must be a port number from 0 to 65535, not "${value}".`);
}

function fail(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = error instanceof PortTakenError ? " Set SUPABASE_PORT and POSTGRES_PORT." : "";
  process.stderr.write(`Supabase: ${reason}${advice}\n`);
  process.exit(1);
}

await main().catch(fail);
