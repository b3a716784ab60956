import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { findRunningStack } from "@/local/launcher/lock";
import { eventually } from "../support/eventually";

export const ANY_PORT = { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 };

export type Launched = {
  child: ChildProcess;
  dataDir: string;
  output: () => string;
  /** Waits until the stack's table is on the screen, and returns the pids of all it runs on. */
  ready: () => Promise<number[]>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));

// A first start makes a database cluster; on a machine that is busy with other suites that takes a while.
export const START_MS = 60_000;

/** A folder of its own for one stack, removed when the test has finished or whenever is said. */
export async function makeDataDir(
  whenDone: (remove: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "launcher-"));
  whenDone(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  return dataDir;
}

/** Runs the launcher as `npm run local` does, as leader of its own process group like in a terminal. */
export async function launch(
  args: string[],
  { command = [process.execPath, "--import", "tsx", "local/dev.ts"] }: { command?: string[] } = {},
): Promise<Launched> {
  const folder = await makeDataDir();
  const [program = "", ...rest] = [...command, ...args];
  const child = spawn(program, rest, {
    cwd: root,
    env: {
      ...process.env,
      ...{ PORT: "0", SUPABASE_PORT: "0", POSTGRES_PORT: "0", INNGEST_PORT: "0", VAPI_PORT: "0" },
      STACK_DATA_DIR: folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk));
  const exited = once(child, "close").then(([code, signal]) => ({ code, signal }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exited;
  });

  return {
    child,
    dataDir: folder,
    output: () => text,
    exited,
    ready: async () => {
      await eventually(
        () => text,
        (seen) => seen.includes("Ready in") || child.exitCode !== null,
        { timeoutMs: START_MS },
      );
      return listPids(folder);
    },
  };
}

/** Pids of the launcher, its parts and PostgreSQL. */
export async function listPids(dataDir: string): Promise<number[]> {
  const record = await findRunningStack(dataDir);
  if (!record) throw new Error(`No stack is running on ${dataDir}.`);
  const postmaster = await readFile(join(dataDir, "supabase/cluster/postmaster.pid"), "utf8");
  return [record.pid, ...record.parts.map(({ pid }) => pid), Number.parseInt(postmaster, 10)];
}

export async function findPart(dataDir: string, name: string): Promise<number> {
  const part = (await findRunningStack(dataDir))?.parts.find((found) => found.name === name);
  if (!part) throw new Error(`${name} is not running on ${dataDir}.`);
  return part.pid;
}

/** Waits until none of the processes is left; the error shows which still are. */
export async function untilGone(pids: number[]) {
  await eventually(
    () => pids.filter(isAlive),
    (alive) => alive.length === 0,
    // The database writes a checkpoint first, on a disk that other suites use too.
    { timeoutMs: START_MS },
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
