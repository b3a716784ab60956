import { readFileSync } from "node:fs";

// How soon the stack ends after npm was killed.
const CHECK_MS = 1000;

// npm, its shell, and one more for a wrapper around either.
const MOST_LEVELS = 3;

/**
 * Calls back when the npm that runs this process was killed: SIGKILL, as a test harness sends it, is not handed
 * on. Without npm above nothing is watched, so a stack that was put into the background outlives its shell.
 */
export function whenNpmIsKilled(callback: () => void) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const chain = findNpm();
  const timer = setInterval(() => {
    const isIntact =
      process.ppid === chain[0] &&
      chain.every((pid, index) => index === 0 || readParent(Number(chain[index - 1])) === pid);
    if (isIntact) return;
    clearInterval(timer);
    callback();
  }, CHECK_MS);
  timer.unref();
}

/** The processes from the parent of this one up to npm; only the parent where the system does not tell more. */
function findNpm(): number[] {
  const chain = [process.ppid];
  for (let level = 1; level < MOST_LEVELS; level++) {
    const last = chain.at(-1) ?? 0;
    if (readFile(last, "cmdline")?.startsWith("npm")) return chain;
    const parent = readParent(last);
    if (parent === null) break;
    chain.push(parent);
  }
  return readFile(chain.at(-1) ?? 0, "cmdline")?.startsWith("npm") ? chain : [process.ppid];
}

function readParent(pid: number): number | null {
  const stat = readFile(pid, "stat");
  // The name in brackets may hold spaces; the parent is the second field after it.
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** Null on systems without /proc, and for a process that has ended. */
function readFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}
