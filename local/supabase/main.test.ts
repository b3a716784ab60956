import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventually } from "@/tests/support/eventually";

// Each test starts a process or two that compile TypeScript and make a database; on two busy cores one
// start has been seen to take 15 s.
vi.setConfig({ testTimeout: 120_000 });

type Ready = { type: "ready"; url: string; databaseUrl: string; secretKey: string };
type Stack = { child: ChildProcess; output: () => string; ready: Promise<Ready> };

let dataDir: string;
let stacks: Stack[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "supabase-test-"));
  stacks = [];
});
afterEach(async () => {
  for (const { child } of stacks) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await eventually(isServerGone, (gone) => gone);
  await rm(dataDir, { recursive: true });
});

function start(env: Record<string, string> = {}): Stack {
  const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      ...{ SUPABASE_PORT: "0", POSTGRES_PORT: "0", SUPABASE_DATA_DIR: dataDir, ...env },
    },
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const ready = Promise.race([
    once(child, "message").then(([message]) => message as Ready),
    once(child, "exit").then(([code]) => {
      throw new Error(`It ended with code ${code} before it was ready: ${output}`);
    }),
  ]);
  const stack = { child, output: () => output, ready };
  stacks.push(stack);
  return stack;
}

const pidFile = () => join(dataDir, "cluster", "postmaster.pid");
const serverPid = async () => Number.parseInt(await readFile(pidFile(), "utf8"), 10);
const isServerGone = () =>
  access(pidFile()).then(
    () => false,
    () => true,
  );

async function exitOf({ child, ready }: Stack): Promise<number | null> {
  ready.catch(() => undefined);
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, "exit");
  return code;
}

async function query(databaseUrl: string, text: string) {
  const sql = postgres(databaseUrl, { max: 1 });
  const rows = await sql.unsafe(text);
  await sql.end();
  return [...rows];
}

test("it serves the seeded database, ends in order when asked to, and starts empty with FRESH=1", async () => {
  const stack = start();
  const { url, databaseUrl, secretKey } = await stack.ready;
  const users = await query(databaseUrl, "select email from auth.users");
  const health = await fetch(`${url}/auth/v1/health`, { headers: { apikey: secretKey } });
  await query(databaseUrl, "create table public.forgotten ()");

  stack.child.kill("SIGTERM");
  const code = await exitOf(stack);
  const isGone = await isServerGone();
  const fresh = await start({ FRESH: "1" }).ready;

  expect(users).toEqual([{ email: "demo@ringround.local" }]);
  expect(health.status).toBe(200);
  expect({ code, isGone }).toEqual({ code: 0, isGone: true });
  expect(stack.output()).toBe(`Supabase is ready at ${url}, its database at ${databaseUrl}\n`);
  const rows = await query(fresh.databaseUrl, "select to_regclass('public.forgotten') as it");
  expect(rows).toEqual([{ it: null }]);
});

test("killed without warning it leaves no server, and the next start has every row", async () => {
  const first = start();
  const { databaseUrl } = await first.ready;
  await query(databaseUrl, "create table public.kept as select 42 as n");

  first.child.kill("SIGKILL");
  await exitOf(first);
  await eventually(isServerGone, (gone) => gone);
  const second = await start().ready;

  expect(await query(second.databaseUrl, "select n from public.kept")).toEqual([{ n: 42 }]);
});

test("it ends when the process that forked it is gone", async () => {
  const stack = start();
  await stack.ready;
  stack.child.disconnect();
  expect(await exitOf(stack)).toBe(0);
  expect(await isServerGone()).toBe(true);
});

test("it ends with an error when PostgreSQL does", async () => {
  const stack = start();
  await stack.ready;
  process.kill(await serverPid(), "SIGINT");
  expect(await exitOf(stack)).toBe(1);
  expect(stack.output()).toContain("PostgreSQL stopped by itself");
});

test("a port in use ends it with a plain sentence and nothing left running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const stack = start({ SUPABASE_PORT: String(port) });
  const code = await exitOf(stack);
  other.close();

  expect(code).toBe(1);
  expect(stack.output()).toContain(
    `Port ${port} for Supabase (SUPABASE_PORT) is taken. Free it, or set SUPABASE_PORT to another port.`,
  );
  expect(await isServerGone()).toBe(true);
});

test("a port that is no number is refused", async () => {
  const stack = start({ SUPABASE_PORT: "http" });
  expect(await exitOf(stack)).toBe(1);
  expect(stack.output()).toContain('SUPABASE_PORT is "http", which is not a port (0 to 65535).');
});
