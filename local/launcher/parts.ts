import { join } from "node:path";
import { type Part, type PartExit, type PartLine, type PartName, startPart } from "./part";
import { type Listening, waitForSite, webArguments, webEnv } from "./web";

export type StandIn = Exclude<PartName, "next">;

/** Variables of a stand-in, on top of those of this process. */
export type StandInEnv = Record<string, string | undefined>;

export type Parts = {
  /** Starts a stand-in and waits for its ready message. */
  startStandIn: (name: StandIn, env: StandInEnv) => Promise<Record<string, unknown>>;
  /** Starts the site and waits until it answers; a problem with its registration is returned. */
  startSite: (
    web: "dev" | "start",
    at: Listening,
    env: Record<string, string>,
  ) => Promise<string | null>;
  list: () => { name: PartName; pid: number }[];
  onExit: (listener: (exit: PartExit) => void) => void;
  kill: (name: PartName) => Promise<void>;
  restart: (name: PartName) => Promise<void>;
  stopAll: () => Promise<void>;
};

// PostgreSQL writes a checkpoint first; a development database needs a second or two even on a slow disk.
const DATABASE_STOP_MS = 20_000;

// The others only close their sockets and files.
const STOP_MS = 5000;

// The database goes last: what still works while the stack ends can write down what happened.
const STOP_ORDER: readonly PartName[] = ["next", "inngest", "vapi", "supabase"];

/** The processes of one stack: starts, watches, restarts and ends them. */
export function createParts(root: string, onLine: (line: PartLine) => void): Parts {
  const running = new Map<PartName, Part>();
  const relaunch = new Map<PartName, () => Promise<unknown>>();
  const dismissed = new WeakSet<Part>();
  const listeners: ((exit: PartExit) => void)[] = [];
  const failures: PartExit[] = [];
  let isStopping = false;

  const start = (name: PartName, args: string[], env: StandInEnv): Part => {
    if (isStopping) throw new Error("The stack is being stopped.");
    const part = startPart({
      name,
      args,
      cwd: root,
      env,
      speaksIpc: name !== "next",
      stopTimeoutMs: name === "supabase" ? DATABASE_STOP_MS : STOP_MS,
      onLine,
    });
    running.set(name, part);
    void part.exited.then((exit) => {
      if (running.get(name) === part) running.delete(name);
      if (dismissed.has(part) || isStopping) return;
      failures.push(exit);
      for (const listener of listeners) listener(exit);
    });
    return part;
  };

  const dismiss = async (name: PartName, end: (part: Part) => Promise<void>) => {
    const part = running.get(name);
    if (!part) return;
    dismissed.add(part);
    await end(part);
    await part.exited;
  };

  const parts: Parts = {
    startStandIn: async (name, env) => {
      const entry = join(root, "local", name, "main.ts");
      const part = start(name, ["--import", "tsx", entry], { ...process.env, ...env });
      const ready = await part.ready;
      // A restart answers where the first start did, on the data that it left.
      const again = { ...env, ...portsOf(name, ready), FRESH: undefined };
      relaunch.set(name, () => parts.startStandIn(name, again));
      return ready;
    },
    startSite: async (web, at, env) => {
      relaunch.set("next", () => parts.startSite(web, at, env));
      const next = start("next", webArguments(web, at), webEnv(env, process.env));
      return waitForSite(`http://localhost:${at.port}`, next.exited);
    },
    list: () => [...running.values()].map(({ name, pid }) => ({ name, pid })),
    onExit: (listener) => {
      listeners.push(listener);
      for (const exit of failures) listener(exit);
    },
    kill: (name) => dismiss(name, (part) => part.kill()),
    restart: async (name) => {
      await dismiss(name, (part) => part.stop());
      const launch = relaunch.get(name);
      if (!launch) throw new Error(`${name} is not a part of this stack.`);
      await launch();
    },
    stopAll: async () => {
      isStopping = true;
      for (const name of STOP_ORDER) await dismiss(name, (part) => part.stop());
    },
  };
  return parts;
}

function portsOf(name: StandIn, ready: Record<string, unknown>): StandInEnv {
  const port = (url: unknown) => new URL(String(url)).port;
  if (name === "supabase") {
    return { SUPABASE_PORT: port(ready.url), POSTGRES_PORT: port(ready.databaseUrl) };
  }
  return { [`${name.toUpperCase()}_PORT`]: port(ready.url) };
}
