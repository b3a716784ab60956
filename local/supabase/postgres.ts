import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import getPort from "get-port";
import { PortTakenError } from "../ports";
import { findBinaries, type PostgresBinaries } from "./postgres/binaries";
import { clearLeftover, writeOwner } from "./postgres/leftover";
import { findServerUser, type OsUser } from "./postgres/os-user";

export type PostgresOptions = {
  /** Folder that belongs to this server alone; created when missing. */
  dataDir: string;
  /** 0 or absent: a free port. */
  port?: number;
  /** Deletes what the folder holds first. */
  fresh?: boolean;
  /** false trades crash safety for speed (fsync off): tests only. */
  durable: boolean;
};

export type Postgres = {
  /** Connects as the cluster's superuser `supabase_admin`. */
  url: string;
  port: number;
  /** Settles when the server ends, by `stop` or by itself; the value is the end of its log. */
  exited: Promise<string>;
  /** Fast shutdown: aborts open transactions, writes a checkpoint, resolves when the process is gone. */
  stop: () => Promise<void>;
};

type Cluster = { dataDir: string; path: string; user: OsUser | null; binaries: PostgresBinaries };

// Crash recovery after kill -9 replays the log first; a development database needs seconds.
const READY_TIMEOUT_MS = 120_000;

// The API's pool (20), one LISTEN connection, and the pools of test files that run side by side.
const MAX_CONNECTIONS = 200;

// Another program can take a free port between looking and listening; five in a row cannot be chance.
const FREE_PORT_ATTEMPTS = 5;

/**
 * Starts PostgreSQL 17 from npm on 127.0.0.1, without a password: anybody on this machine may connect.
 *
 * @throws {PortTakenError} when a given port is in use
 * @throws a plain sentence when another stack uses the folder or the server does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const path = join(dataDir, "cluster");
  await mkdir(dataDir, { recursive: true });
  await clearLeftover(dataDir, path);
  if (options.fresh) await rm(path, { recursive: true, force: true });
  const cluster = await openCluster(dataDir, path, options.durable);
  await writeOwner(dataDir);

  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(cluster, options.port || (await getPort()), options.durable);
    } catch (error) {
      const retry = error instanceof PortTakenError && !options.port;
      if (!retry || attempt === FREE_PORT_ATTEMPTS) throw error;
    }
  }
}

async function openCluster(dataDir: string, path: string, durable: boolean): Promise<Cluster> {
  const existing = await stat(path).catch(() => null);

  let user = await findServerUser();
  // A cluster keeps the owner it was made by, so running as root later does not lock its owner out.
  if (user && existing && existing.uid !== user.uid) {
    user = { name: `user ${existing.uid}`, uid: existing.uid, gid: existing.gid };
  }
  const binaries = await findBinaries(user);
  if (!existing) await initCluster({ dataDir, path, user, binaries }, durable);
  return { dataDir, path, user, binaries };
}

async function initCluster({ dataDir, path, user, binaries }: Cluster, durable: boolean) {
  // Made aside and renamed: a kill in the middle must not leave half a cluster that looks whole.
  const draft = join(dataDir, "cluster.new");
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (user) await chown(draft, user.uid, user.gid);

  const initdb = spawn(
    binaries.initdb,
    [
      ...["-D", dataDirArgument(draft, user), "--username=supabase_admin", "--auth=trust"],
      // The built-in provider sorts the same on every machine, whatever locales it has.
      ...[
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      ...["--no-instructions", ...(durable ? [] : ["--no-sync"])],
    ],
    { ...childOptions(draft, user), stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  initdb.stdout.on("data", (chunk: Buffer) => (output += chunk));
  initdb.stderr.on("data", (chunk: Buffer) => (output += chunk));
  const [code] = await once(initdb, "close");
  if (code !== 0) throw new Error(`PostgreSQL could not create its data folder:\n${output.trim()}`);
  await rename(draft, path);
}

async function launch(cluster: Cluster, port: number, durable: boolean): Promise<Postgres> {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(MAX_CONNECTIONS),
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const logFile = join(cluster.dataDir, "postgres.log");
  const log = await open(logFile, "w");
  const server = spawn(
    cluster.binaries.postgres,
    [
      ...["-D", dataDirArgument(cluster.path, cluster.user), "-p", String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...childOptions(cluster.path, cluster.user), stdio: ["ignore", log.fd, log.fd] },
  );
  await once(server, "spawn").finally(() => log.close());
  const exited = once(server, "exit").then(() => tail(logFile));
  const watchdog = watchOver(server);

  try {
    await untilReady(server, cluster.path, exited, port);
  } catch (error) {
    server.kill("SIGQUIT");
    watchdog?.kill("SIGKILL");
    throw error;
  }
  void exited.then(() => watchdog?.kill("SIGKILL"));
  return {
    url: `postgres://supabase_admin:postgres@127.0.0.1:${port}/postgres`,
    port,
    exited,
    stop: async () => {
      server.kill("SIGINT");
      await exited;
    },
  };
}

/** As pg_ctl does it: the server writes its state into the eighth line of its pid file. */
async function untilReady(
  server: ChildProcess,
  path: string,
  exited: Promise<string>,
  port: number,
) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const lines = (await readFile(join(path, "postmaster.pid"), "utf8").catch(() => "")).split(
      "\n",
    );
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === "ready") return;
    if (server.exitCode !== null || server.signalCode !== null) {
      const log = await exited;
      if (/could not bind/.test(log)) throw new PortTakenError("postgres", port);
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await delay(10);
  }
  throw new Error(`PostgreSQL was not ready after ${READY_TIMEOUT_MS / 1000} s.`);
}

/**
 * A shell that reads from this process and stops the server when the pipe breaks, so that even
 * kill -9 here leaves no server behind. Windows has no such shell; the next start finds the leftover.
 */
function watchOver(server: ChildProcess): ChildProcess | null {
  if (process.platform === "win32" || !server.pid) return null;
  const script = 'read -r _; kill -INT "$0"';
  return spawn("/bin/sh", ["-c", script, String(server.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
}

/** A session of its own: Ctrl-C in the terminal reaches this process, which stops the server in order. */
function childOptions(cwd: string, user: OsUser | null) {
  const account = user ? { uid: user.uid, gid: user.gid } : {};
  return { ...account, cwd, detached: true, env: { ...process.env, LC_ALL: "C" } };
}

/** Root may start the server below a folder only root can enter; the working directory needs no path. */
function dataDirArgument(path: string, user: OsUser | null): string {
  return user && process.platform === "linux" ? "/proc/self/cwd" : path;
}

async function tail(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, "utf8").catch(() => "")).trimEnd().split("\n");
  return lines.slice(-20).join("\n");
}
