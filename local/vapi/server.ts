import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { listen } from "../ports";
import { controlRoute } from "./api/control";
import type { OverLimitVariant } from "./api/over-limit";
import { type Env, refuse, unsupported } from "./api/replies";
import { apiRoutes } from "./api/routes";
import { createExchange } from "./calls/exchange";
import { openJournal, readJournal } from "./calls/journal";
import { createStore, type Entry } from "./calls/store";
import { createChanges } from "./changes";
import { type Core, noRequests } from "./core";
import { type DialView, dialsOf } from "./inspector/dials";
import { type ArmedFault, createFaults, type FaultInput, fault } from "./inspector/faults";
import { pageRoute } from "./inspector/page";
import { inspectorRoutes } from "./inspector/routes";
import { createScripts, type Script, script } from "./inspector/script";
import { createPostman } from "./webhooks/postman";

export type { DialView } from "./inspector/dials";
export type { FaultInput } from "./inspector/faults";
export type { Script } from "./inspector/script";

export type SimulatorOptions = {
  /** 0 or absent: a free port. */
  port?: number;
  /** Folder in which calls live on from run to run; null keeps them in memory. */
  dataDir?: string | null;
  /** Calls at once; a new account of the real service has 10. */
  lines?: number;
  /** 1: a call takes 4 to 12 s. Waiting inside the simulator is multiplied by it. */
  timeScale?: number;
  /** The only bearer token that is accepted; absent: any. */
  apiKey?: string;
  /** How a call that finds no line is refused. */
  overLimit?: OverLimitVariant;
  log?: (line: string) => void;
};

export type Simulator = {
  url: string;
  calls: () => DialView[];
  fault: (input: FaultInput) => ArmedFault;
  script: (input: Script) => void;
  /** Resolves when no call is live, no report is due and no webhook is on its way or waiting for a retry. */
  idle: () => Promise<void>;
  close: () => Promise<void>;
};

// Twice the largest batch (1,000 providers).
const CALLS_KEPT = 2000;

/**
 * Starts the simulator. With a folder it takes up the calls and webhooks of the run before.
 *
 * @throws {PortTakenError} when the given port is in use
 * @throws a plain sentence when the journal in the folder is damaged
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { dataDir = ".local/vapi", lines = 10, timeScale = 1, log = () => undefined } = options;
  const store = createStore();
  const changes = createChanges();
  const faults = createFaults();
  const scripts = createScripts();
  if (dataDir !== null) readJournal(dataDir).forEach(store.apply);

  const app = new Hono<Env>();
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const url = await listen(server, "vapi", options.port ?? 0);
  // Only now: a second simulator on the same port must not replace the journal of the first.
  const journal = dataDir === null ? null : openJournal(dataDir, store.snapshot(CALLS_KEPT));

  const commit = (entry: Entry) => {
    journal?.append(entry);
    store.apply(entry);
    changes.announce();
  };
  const baseUrl = () => url;
  const onChange = changes.announce;
  const postman = createPostman({ store, commit, faults, timeScale, baseUrl, log, onChange });
  const exchange = createExchange({ store, commit, scripts, timeScale, onDelivery: postman.post });
  const stop = async () => {
    exchange.stop();
    await postman.stop();
  };

  const core: Core = {
    store,
    exchange,
    faults,
    scripts,
    lines,
    overLimit: options.overLimit ?? "message-string",
    apiKey: options.apiKey,
    counts: noRequests(),
    baseUrl,
    reset: async () => {
      await stop();
      faults.clear();
      scripts.clear();
      core.counts = noRequests();
      commit({ entry: "reset" });
    },
  };
  addRoutes(app, core, log);

  store.pendingDeliveries().forEach(postman.resume);
  exchange.resume();

  const isIdle = () =>
    store.calls().every((call) => call.done === call.plan.length) &&
    store.pendingDeliveries().length === 0 &&
    postman.underWay() === 0;

  return {
    url,
    calls: () => dialsOf(core),
    fault: (input) => faults.arm(fault.parse(input)),
    script: (input) => scripts.add(script.parse(input)),
    idle: () => changes.until(isIdle),
    close: async () => {
      await stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      journal?.close();
    },
  };
}

function addRoutes(app: Hono<Env>, core: Core, log: (line: string) => void): void {
  app.get("/", pageRoute(core));
  app.route("/call", apiRoutes(core));
  app.route("/__simulator", inspectorRoutes(core));
  app.post("/:id/control", controlRoute(core));
  app.notFound((c) => unsupported(c, `${c.req.method} ${c.req.path}`));
  app.onError((error, c) => {
    log(`fault of the Vapi simulator in ${c.req.method} ${c.req.path}: ${error.stack ?? error}`);
    return refuse(c, 500);
  });
}
