import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { keepWebhookSecret, writeEnvFile } from "./launcher/env-file";
import { findInngestDevServer } from "./launcher/inngest-dev-server";
import { releaseLock, takeLock, updateLock } from "./launcher/lock";
import type { PartExit, PartLine, PartName } from "./launcher/part";
import { createParts } from "./launcher/parts";
import { choosePorts } from "./launcher/ports";
import { findConfiguredServices, type Values } from "./launcher/settings";
import { startStandIns } from "./launcher/stand-ins";
import { makeValues, type Urls } from "./launcher/values";
import { type Ahead, warmUp } from "./launcher/warm-up";
import { PORTS, type WantedPorts } from "./ports";

export { type PartExit, PartFailure, type PartLine, type PartName } from "./launcher/part";
export type { Values } from "./launcher/settings";
export type { Urls } from "./launcher/values";
export type { WantedPorts } from "./ports";

/** A line that a part printed, or a sentence of the launcher itself. */
export type StackLine = PartLine | { part: "stack"; text: string };

export type StackOptions = {
  /** The site as `next dev`, as `next start` of an existing build, or not at all. */
  web: "dev" | "start" | false;
  /** Begins with an empty database and no calls. */
  fresh?: boolean;
  /** Where everything is kept; `.local` of this checkout when absent. */
  dataDir?: string;
  /** A number is binding, 0 is any free port, absent is the usual port or the next free one. */
  ports?: WantedPorts;
  /** The address on which the site listens; this machine alone when absent. The stand-ins never listen on another. */
  host?: string;
  /** Contents of `.env.local`: services it names are used instead of their stand-ins. */
  settings?: Values;
  /** Overrides of what the site gets; win over everything else. */
  env?: Values;
  /** Factor on the simulator's times: 0.1 makes a call ten times shorter. */
  timeScale?: number;
  /** Concurrent calls of the simulated account, and of the site. */
  lines?: number;
  /** Other migrations than the repository's, for a database of an earlier release. */
  migrationsDir?: string;
  log?: (line: StackLine) => void;
  /** Which routes `next dev` compiles before their first request: all of them when absent. */
  compileAhead?: Ahead;
  /** Ends the stack while it is still starting; the start then rejects. */
  signal?: AbortSignal;
};

export type Stack = {
  /** Everything a client or a site of this stack needs; also in the file `env` of the data folder. */
  env: Values;
  urls: Urls;
  /** Settles when the site has compiled its routes ahead. */
  warmedUp: Promise<void>;
  /** Told of a part that ended although nobody stopped it; at once when one already has. */
  onExit: (listener: (exit: PartExit) => void) => void;
  /** Ends a part as a crash would. It counts as wanted: `onExit` is not told. */
  kill: (name: PartName) => Promise<void>;
  /** Starts a part again on its ports and data; one that still runs is stopped in order first. */
  restart: (name: PartName) => Promise<void>;
  /** Ends all parts, the database last. Repeating it waits for the same end. */
  stop: () => Promise<void>;
};

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const DATA_DIR = join(ROOT, ".local");

// From the start: a person who opens the site at once finds its first page compiled, which takes half as long on two
// idle cores. On a machine that is slower than this, the wait is better spent looking at the page itself.
const FIRST_PAGE_BY_MS = 12_000;

const NOTHING_TO_COMPILE = { first: Promise.resolve(), all: Promise.resolve() };

/**
 * Starts the embedded stack and waits until every part answers.
 *
 * @throws a plain sentence when a stack already runs on the folder, a wanted port is taken or settings are
 *   incomplete; {@link PartFailure} when a part ends before it is ready. Nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const begun = Date.now();
  const dataDir = options.dataDir ?? DATA_DIR;
  const log = options.log ?? (() => undefined);
  const say = (text: string) => log({ part: "stack", text });
  const settings = options.settings ?? {};
  const configured = findConfiguredServices(settings);
  const lines = options.lines ?? readLines(settings);

  const record = await takeLock(dataDir, options.web);
  const parts = createParts(ROOT, log);
  let stopping: Promise<void> | undefined;
  const warming = new AbortController();
  const stop = () => {
    warming.abort();
    stopping ??= parts.stopAll().then(() => releaseLock(dataDir));
    return stopping;
  };
  const note = async () => {
    record.parts = parts.list();
    if (!stopping) await updateLock(dataDir, record);
  };

  try {
    options.signal?.addEventListener("abort", stop);
    options.signal?.throwIfAborted();

    const devServer = configured.inngest ? null : await findDevServer(options.ports?.inngest);
    if (devServer) say(`Using the Inngest dev server that already runs at ${devServer}.`);
    const needed = {
      supabase: !configured.supabase,
      inngest: !configured.inngest && !devServer,
      vapi: !configured.vapi,
    };
    const ports = await choosePorts(
      [
        "web",
        ...(needed.supabase ? (["supabase", "postgres"] as const) : []),
        ...(needed.inngest ? (["inngest"] as const) : []),
        ...(needed.vapi ? (["vapi"] as const) : []),
      ],
      options.ports ?? {},
      say,
    );
    const ready = await startStandIns(parts, needed, ports, { ...options, dataDir, lines });
    if (devServer) ready.inngest = { url: devServer };
    const { env, urls } = makeValues({
      ready,
      appPort: ports.web,
      settings,
      overrides: options.env ?? {},
      lines,
      webhookSecret: await keepWebhookSecret(dataDir),
    });
    await writeEnvFile(dataDir, env);
    if (options.web) {
      const at = { port: ports.web, host: options.host };
      const problem = await parts.startSite(options.web, at, env);
      if (problem) say(`The site answers, but its functions are not registered: ${problem}`);
    }
    const site = { app: urls.app, env, appDir: join(ROOT, "app") };
    const { first, all: warmedUp } =
      options.web === "dev"
        ? warmUp(site, options.compileAhead ?? "all", warming.signal)
        : NOTHING_TO_COMPILE;
    const patienceMs = Math.max(0, begun + FIRST_PAGE_BY_MS - Date.now());
    await Promise.race([first, delay(patienceMs, undefined, { signal: warming.signal })]);
    record.urls = urls;
    record.isReady = true;
    await note();
    return {
      env,
      urls,
      warmedUp,
      onExit: parts.onExit,
      kill: parts.kill,
      restart: (name) => parts.restart(name).then(note),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Both ends must agree on the number of lines, so it is read here when the settings name it. */
function readLines({ VAPI_LINES }: Values): number | undefined {
  return VAPI_LINES === undefined ? undefined : Number(VAPI_LINES);
}

/** Looks where the developer would have it; a port of 0 asks for an engine of one's own. */
function findDevServer(wanted: number | undefined): Promise<string | null> {
  const port = wanted ?? PORTS.inngest.usual;
  return port === 0 ? Promise.resolve(null) : findInngestDevServer(port);
}
