import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { PortTakenError } from "../ports";
import { type Postgres, startPostgres } from "./postgres";

// Making a cluster has been seen to take 6 s on two busy cores, starting in one 2 s.
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
let servers: Postgres[] = [];
beforeAll(async () => {
  // mkdtemp makes a folder that only its owner may enter: as root, the server's user may not.
  dataDir = await mkdtemp(join(tmpdir(), "postgres-test-"));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});
afterAll(() => rm(dataDir, { recursive: true }));

async function start(options: Partial<Parameters<typeof startPostgres>[0]> = {}) {
  const server = await startPostgres({ dataDir, durable: false, ...options });
  servers.push(server);
  return server;
}

async function query<Row>(server: Postgres, text: string): Promise<Row[]> {
  const sql = postgres(server.url, { max: 1 });
  const rows = await sql.unsafe(text);
  await sql.end();
  return [...rows] as Row[];
}

const settings = "select current_setting('server_version_num')::int / 10000 as version";

test("it is PostgreSQL 17, reachable from this machine only", async () => {
  const server = await start();
  expect(await query(server, settings)).toEqual([{ version: 17 }]);
  expect(await query(server, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
});

test("rows survive a restart, and durable means fsync", async () => {
  const first = await start();
  await query(first, "create table kept as select 42 as n");
  await first.stop();

  const second = await start({ durable: true });

  expect(await query(second, "select n from kept")).toEqual([{ n: 42 }]);
  expect(await query(second, "show fsync")).toEqual([{ fsync: "on" }]);
});

test("a fresh start forgets the rows", async () => {
  const first = await start();
  await query(first, "create table forgotten ()");
  await first.stop();

  const second = await start({ fresh: true });

  expect(await query(second, "select to_regclass('forgotten') as it")).toEqual([{ it: null }]);
});

test("a folder in use is refused in a plain sentence, and its server goes on", async () => {
  const server = await start();
  for (const fresh of [false, true]) {
    await expect(start({ fresh })).rejects.toThrow(
      `${dataDir} is in use by another running stack (process ${process.pid}).`,
    );
  }
  expect(await query(server, settings)).toHaveLength(1);
});

test("a server whose owner is gone is stopped and replaced, with its rows", async () => {
  const orphan = await start();
  await query(orphan, "create table inherited as select 42 as n");
  const gone = spawn(process.execPath, ["-e", ""]);
  await once(gone, "exit");
  await writeFile(join(dataDir, "owner.pid"), `${gone.pid}\n`);

  const server = await start();

  expect(await orphan.exited).toContain("database system is shut down");
  expect(await query(server, "select n from inherited")).toEqual([{ n: 42 }]);
});

test("a pid file that names somebody else's process does not stop the start", async () => {
  const first = await start();
  await first.stop();
  const cluster = join(dataDir, "cluster");
  const { uid, gid } = await stat(cluster);
  // Same user as the server: PostgreSQL itself would take it for a running server and refuse.
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { uid, gid });
  await writeFile(join(cluster, "postmaster.pid"), `${stranger.pid}\n`);

  try {
    const server = await start();
    expect(await query(server, settings)).toHaveLength(1);
    expect(stranger.exitCode).toBeNull();
  } finally {
    stranger.kill("SIGKILL");
  }
});

test("a port in use is reported as such", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;

  try {
    await expect(start({ port })).rejects.toThrow(PortTakenError);
    await expect(start({ port })).rejects.toThrow(
      `Port ${port} for PostgreSQL (POSTGRES_PORT) is taken.`,
    );
  } finally {
    other.close();
  }
  // The failed starts left nothing that keeps the next one from the folder.
  await start();
});

test("a stopped server leaves no process and no pid file", async () => {
  const server = await start();
  const [row] = await query<{ pid: number }>(
    server,
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  if (!row) throw new Error("PostgreSQL reports no checkpointer.");

  await server.stop();

  expect(() => process.kill(row.pid, 0)).toThrow("ESRCH");
  await expect(access(join(dataDir, "cluster", "postmaster.pid"))).rejects.toThrow("ENOENT");
});
