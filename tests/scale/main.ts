import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import { prepareDatabase } from "@/local/supabase/database";
import { startPostgres } from "@/local/supabase/postgres";
import { checkDatabase, MOST_ROWS } from "./database";

/**
 * `npm run check:database`: the schema's lints, and what its functions read at 100,000 attempts. Exits with 1 where
 * something is to be mended.
 */
const dataDir = await mkdtemp(join(tmpdir(), "check-database-"));
const server = await startPostgres({ dataDir, durable: false });
try {
  const migrationsDir = fileURLToPath(new URL("../../supabase/migrations", import.meta.url));
  await prepareDatabase({ databaseUrl: server.url, migrationsDir });
  const { attempts, lints, costs } = await checkDatabase(server.url);

  const findings = new Table({ head: ["Lint", "Findings"], style: { head: [], border: [] } });
  findings.push(
    ...lints.map(({ lint, findings }) => [
      lint.name,
      findings.length === 0 ? "none" : `${lint.about}\n${findings.join("\n")}`,
    ]),
  );
  const reads = new Table({
    head: [`At ${attempts} attempts`, "ms", "Most rows of a scan", "Whole reads"],
    colAligns: ["left", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  reads.push(
    ...costs.map(({ name, ms, mostRows, wholeReads }) => [
      name,
      ms.toFixed(1),
      mostRows,
      wholeReads.join(", ") || "none",
    ]),
  );
  process.stdout.write(`${findings}\n${reads}\n`);

  const isSound =
    lints.every(({ findings }) => findings.length === 0) &&
    costs.every(({ mostRows, wholeReads }) => mostRows <= MOST_ROWS && wholeReads.length === 0);
  process.exitCode = isSound ? 0 : 1;
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
