import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { type Guard, guardGroup } from "./guard";

export type PartName = "supabase" | "vapi" | "inngest" | "next";

export type PartLine = { part: PartName; stream: "stdout" | "stderr"; text: string };

/** How a part ended, with the end of what it printed. */
export type PartExit = {
  part: PartName;
  code: number | null;
  signal: NodeJS.Signals | null;
  lines: string[];
};

export type PartOptions = {
  name: PartName;
  /** Arguments of the Node process. */
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** A part that speaks IPC reports when it is ready, and ends by itself when its launcher is gone. */
  speaksIpc: boolean;
  /** How long it may take to end after SIGTERM before it is killed. */
  stopTimeoutMs: number;
  onLine: (line: PartLine) => void;
};

export type Part = {
  name: PartName;
  pid: number;
  /** The part's ready message; rejects when it ends before. Never settles for one that speaks no IPC. */
  ready: Promise<Record<string, unknown>>;
  exited: Promise<PartExit>;
  /** SIGTERM, then SIGKILL to all it started; resolves when nothing of it is left. */
  stop: () => Promise<void>;
  /** Sends a signal to the part and all it started, and waits for its end. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
};

// Enough for a stack trace with its message, and still one screen.
const LINES_KEPT = 30;

// The pipe can hold lines that were written just before the end; reading them takes milliseconds.
const LAST_LINES_MS = 1000;

const isWindows = process.platform === "win32";

/** Starts one part as the leader of its own process group, so that Ctrl-C reaches the launcher alone. */
export function startPart(options: PartOptions): Part {
  const { name } = options;
  const child = spawn(process.execPath, options.args, {
    cwd: options.cwd,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe", ...(options.speaksIpc ? (["ipc"] as const) : [])],
    detached: !isWindows,
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started: ${process.execPath}.`);
  const guard = options.speaksIpc ? null : guardGroup(pid, options.stopTimeoutMs);
  const lines = collectLines(child, name, options.onLine);
  const exited = waitForExit(child, name, lines, guard);

  const part: Part = {
    name,
    pid,
    ready: options.speaksIpc ? waitForReady(child, exited) : new Promise(() => undefined),
    exited,
    stop: async () => {
      if (isRunning(child)) child.kill("SIGTERM");
      const isGone = await Promise.race([
        exited.then(() => true),
        delay(options.stopTimeoutMs, false, { ref: false }),
      ]);
      if (!isGone) await part.kill();
    },
    kill: async (signal = "SIGKILL") => {
      if (isRunning(child)) signalGroup(child, signal);
      await exited;
    },
  };
  return part;
}

function collectLines(child: ChildProcess, name: PartName, onLine: PartOptions["onLine"]) {
  const kept: string[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    const source = child[stream];
    if (!source) continue;
    createInterface({ input: source }).on("line", (text) => {
      // Next ends with the escape code that shows the cursor, on a line of its own.
      if (stripVTControlCharacters(text).trim() === "") return;
      kept.push(text);
      if (kept.length > LINES_KEPT) kept.shift();
      onLine({ part: name, stream, text });
    });
  }
  return kept;
}

async function waitForExit(
  child: ChildProcess,
  part: PartName,
  lines: string[],
  guard: Guard | null,
): Promise<PartExit> {
  const closed = once(child, "close");
  const [code, signal] = await once(child, "exit");
  // What it started may outlive it when it was killed, and would hold its ports.
  signalGroup(child, "SIGKILL");
  guard?.release();
  await Promise.race([closed, delay(LAST_LINES_MS, undefined, { ref: false })]);
  return { part, code, signal, lines: [...lines] };
}

async function waitForReady(child: ChildProcess, exited: Promise<PartExit>) {
  const message = new Promise<Record<string, unknown>>((resolve) => {
    child.on("message", (value: unknown) => {
      if (isRecord(value) && value.type === "ready") resolve(value);
    });
  });
  return Promise.race([
    message,
    exited.then((exit): never => {
      throw new PartFailure(exit);
    }),
  ]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody of the group is left. EPERM: macOS says so of a group that is just ending.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

/** A part that ended although nobody stopped it. */
export class PartFailure extends Error {
  override name = "PartFailure";
  readonly exit: PartExit;

  constructor(exit: PartExit) {
    super(describeExit(exit));
    this.exit = exit;
  }
}

function describeExit({ part, code, signal, lines }: PartExit): string {
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  const last =
    lines.length === 0 ? " It printed nothing." : ` Its last lines:\n${lines.join("\n")}`;
  return `${part} ${how}.${last}`;
}
