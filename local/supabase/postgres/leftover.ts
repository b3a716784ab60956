import { execFile } from "node:child_process";
import { readFile, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { isAlive } from "../../is-alive";

// A fast shutdown writes one checkpoint; a minute is far above what a development database needs.
const STOP_TIMEOUT_MS = 60_000;

const ownerFile = (dataDir: string) => join(dataDir, "owner.pid");

/** Notes which process answers for the server in this folder. */
export async function writeOwner(dataDir: string) {
  await writeFile(ownerFile(dataDir), `${process.pid}\n`);
}

/**
 * Makes the folder free to start in: stops a server whose owner was killed, forgets a stale pid file.
 *
 * @throws a plain sentence when a living process still uses the folder
 */
export async function clearLeftover(dataDir: string, cluster: string) {
  const pidFile = join(cluster, "postmaster.pid");
  const pid = await readPid(pidFile);
  if (pid === null) return;

  if (!isAlive(pid) || !(await isServerOf(pid, cluster))) {
    // The pid may belong to somebody else by now; PostgreSQL would take that program for itself and refuse.
    await rm(pidFile, { force: true });
    return;
  }

  const owner = await readPid(ownerFile(dataDir));
  if (owner !== null && isAlive(owner)) {
    throw new Error(
      `${dataDir} is in use by another running stack (process ${owner}). Stop it or choose another folder.`,
    );
  }
  process.kill(pid, "SIGINT");
  await waitUntilGone(pid);
}

async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** A server's working directory is always its data directory. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === "linux") {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return cwd === (await realpath(cluster));
  }
  if (process.platform === "win32") return true;
  const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(
    () => ({ stdout: "" }),
  );
  return stdout.includes(cluster);
}

async function waitUntilGone(pid: number) {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
    await delay(20);
  }
}
