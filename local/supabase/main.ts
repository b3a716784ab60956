import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { PORTS, readWantedPorts } from "../ports";
import { runStandIn } from "../run-stand-in";
import { startSupabase } from "./server";

await runStandIn(async () => {
  const ports = readWantedPorts(process.env);
  const dataDir = process.env.SUPABASE_DATA_DIR ?? ".local/supabase";
  await mkdir(dataDir, { recursive: true });
  const logFile = (await open(join(dataDir, "api.log"), "a")).createWriteStream();

  const { close, postgresExited, ...ready } = await startSupabase({
    dataDir,
    port: ports.supabase ?? PORTS.supabase.usual,
    postgresPort: ports.postgres ?? PORTS.postgres.usual,
    fresh: process.env.FRESH === "1",
    migrationsDir: process.env.SUPABASE_MIGRATIONS_DIR,
    log: (line) => logFile.write(`${new Date().toISOString()} ${line}\n`),
  });
  const says = `Supabase is ready at ${ready.url}, its database at ${ready.databaseUrl}`;
  const failed = postgresExited.then((log) => `PostgreSQL stopped by itself:\n${log}`);
  return { ready, says, close, failed };
});
