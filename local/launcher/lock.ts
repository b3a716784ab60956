import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isAlive } from "../is-alive";
import type { PartName } from "./part";

/** What a running stack notes beside its data: who it is and where it answers. */
export type StackRecord = {
  pid: number;
  /** When the process was started, as the system says it: tells it from a later one with the same pid. */
  born: string | null;
  startedAt: string;
  isReady: boolean;
  web: "dev" | "start" | false;
  urls: Record<string, string>;
  parts: { name: PartName; pid: number }[];
};

const lockFile = (dataDir: string) => join(dataDir, "stack.json");

/** The stack that runs on this folder, or null. A file that a killed one left behind does not count. */
export async function findRunningStack(dataDir: string): Promise<StackRecord | null> {
  const record = await readRecord(dataDir);
  if (!record || !isAlive(record.pid)) return null;
  const born = await readBirth(record.pid);
  return record.born !== null && born !== null && record.born !== born ? null : record;
}

/**
 * Takes the folder for this process.
 * @throws a plain sentence when another stack runs on it
 */
export async function takeLock(dataDir: string, web: StackRecord["web"]): Promise<StackRecord> {
  await mkdir(dataDir, { recursive: true });
  const record: StackRecord = {
    pid: process.pid,
    born: await readBirth(process.pid),
    startedAt: new Date().toISOString(),
    isReady: false,
    web,
    urls: {},
    parts: [],
  };
  for (;;) {
    const running = await findRunningStack(dataDir);
    if (running) throw new Error(describeRunning(running));
    await rm(lockFile(dataDir), { force: true });
    try {
      await writeFile(lockFile(dataDir), serialize(record), { flag: "wx" });
      return record;
    } catch (error) {
      // Somebody else took it between looking and writing: look again, and say who.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

export async function updateLock(dataDir: string, record: StackRecord) {
  // Renamed into place: a reader never sees half a file.
  const draft = `${lockFile(dataDir)}.${process.pid}`;
  await writeFile(draft, serialize(record));
  await rename(draft, lockFile(dataDir));
}

export async function releaseLock(dataDir: string) {
  await rm(lockFile(dataDir), { force: true });
}

function describeRunning({ pid, urls }: StackRecord): string {
  const where = urls.app ? ` at ${urls.app}` : "";
  return `A stack is already running in this checkout (process ${pid})${where}. Stop it first, or use that one.`;
}

async function readRecord(dataDir: string): Promise<StackRecord | null> {
  const text = await readFile(lockFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  if (text === "") return null;
  try {
    return JSON.parse(text) as StackRecord;
  } catch {
    // Cut off by a crash of the machine: the process that wrote it is not running any more.
    return null;
  }
}

function serialize(record: StackRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Null where the system does not say, as on Windows: then a living pid has to be enough. */
async function readBirth(pid: number): Promise<string | null> {
  if (process.platform === "win32") return null;
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
    // The name in brackets may hold spaces; start time is field 22, the 20th after it.
    return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(
    () => ({ stdout: "" }),
  );
  return stdout.trim() || null;
}
