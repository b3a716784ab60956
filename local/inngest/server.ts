import { setMaxListeners } from "node:events";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { listen } from "../ports";
import { createEngine, type Engine } from "./engine";
import { BadRequestError, UnsupportedError } from "./errors";
import { addInspectorRoutes } from "./inspector/routes";
import { viewRun } from "./run";
import { addSdkRoutes } from "./sdk-routes";
import { type AppView, type Sync, startSync } from "./sync";
import type { EventView, Log, RunView } from "./types";

export type { AppView } from "./sync";
export type { EventView, RunStatus, RunView, StepView } from "./types";

export type EngineOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  /** Where the apps serve their functions, for example `http://localhost:3000/api/inngest`. */
  appUrls?: string[];
  /** ms between two registrations of an app that answers. */
  syncIntervalMs?: number;
  /** The pause after a first failed attempt, in ms; it doubles with each further one. */
  retryBaseMs?: number;
  /** How long one request to an app may take, in ms. */
  requestTimeoutMs?: number;
  /** Requests in flight to all apps together. */
  maxInFlight?: number;
  /** How long an app may be down, in ms, before a run that needs it fails. */
  unreachableLimitMs?: number;
  /** False makes the SDK report every step at the end of its request, as some deployments do. */
  checkpointing?: boolean;
  /** The engine's clock, epoch ms. Timers still run in real time. */
  now?: () => number;
  log?: Log;
};

export type RunFilter = { functionId?: string; eventName?: string; status?: RunView["status"] };

export type RunningEngine = {
  url: string;
  /** Newest first. */
  runs: (filter?: RunFilter) => RunView[];
  run: (runId: string) => RunView | undefined;
  /** Newest first. */
  events: () => EventView[];
  apps: () => AppView[];
  /** Resolves once every app of `appUrls` has registered. */
  synced: () => Promise<void>;
  /**
   * Resolves when no request is queued, in flight or to be retried. A run that sleeps or waits for
   * an event does not count: it does nothing by itself.
   */
  idle: () => Promise<void>;
  close: () => Promise<void>;
};

// As the real dev server: soon enough to see a hot reload, seldom enough for a quiet log.
const SYNC_INTERVAL_MS = 5_000;
// Soon enough not to bore a developer, long enough for four retries to outlast a short glitch.
const RETRY_BASE_MS = 100;
// Node's own limit for a whole request is as long; no step should take longer.
const REQUEST_TIMEOUT_MS = 300_000;
// More than a local app can work on at once, few enough sockets for a burst of thousands of runs.
const MAX_IN_FLIGHT = 50;
// A restart takes seconds; ten minutes also outlast a break-point or a broken build.
const UNREACHABLE_LIMIT_MS = 600_000;
// Tens of MB at most; days of development on one machine.
const HISTORY_LIMIT = 5_000;

/** Starts the stand-in. @throws {PortTakenError} when the given port is in use */
export async function startEngine(options: EngineOptions = {}): Promise<RunningEngine> {
  const { log = () => undefined, now = Date.now } = options;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const engine = createEngine({
    now,
    log,
    retryBaseMs: options.retryBaseMs ?? RETRY_BASE_MS,
    requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    maxInFlight: options.maxInFlight ?? MAX_IN_FLIGHT,
    unreachableLimitMs: options.unreachableLimitMs ?? UNREACHABLE_LIMIT_MS,
    checkpointing: options.checkpointing ?? true,
    historyLimit: HISTORY_LIMIT,
    signal: stop.signal,
  });

  let sync: Sync | undefined;
  const app = routes(engine, now, () => sync?.apps() ?? [], log);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const url = await listen(server, "inngest", options.port ?? 0);

  // Only now: an app that is asked to register calls back at once.
  sync = startSync({
    appUrls: options.appUrls ?? [],
    intervalMs: options.syncIntervalMs ?? SYNC_INTERVAL_MS,
    signal: stop.signal,
    log,
  });

  return handle(url, engine, sync, async () => {
    stop.abort();
    sync.close();
    engine.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });
}

function handle(
  url: string,
  engine: Engine,
  sync: Sync,
  close: () => Promise<void>,
): RunningEngine {
  return {
    url,
    runs: ({ functionId, eventName, status } = {}) =>
      engine.history
        .runs()
        .filter((run) => !functionId || run.fn.id === functionId)
        .filter((run) => !eventName || run.trigger.payload.name === eventName)
        .filter((run) => !status || run.status === status)
        .map(viewRun),
    run(runId) {
      const run = engine.history.run(runId);
      return run && viewRun(run);
    },
    events: () => engine.history.events(),
    apps: sync.apps,
    synced: sync.synced,
    idle: engine.work.idle,
    close,
  };
}

function routes(engine: Engine, now: () => number, apps: () => AppView[], log: Log): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header("x-inngest-server-kind", "dev");
  });
  addSdkRoutes(app, engine, now);
  addInspectorRoutes(app, engine, apps);
  app.all("*", (c) => {
    throw new UnsupportedError(`${c.req.method} ${c.req.path}`);
  });
  app.onError((error, c) => {
    log(error.message);
    if (error instanceof UnsupportedError)
      return c.json({ error: error.message, status: 501 }, 501);
    if (error instanceof BadRequestError) return c.json({ error: error.message, status: 400 }, 400);
    return c.json({ error: error.message, status: 500 }, 500);
  });
  return app;
}
