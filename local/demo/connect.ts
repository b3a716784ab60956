import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { envFile } from "../launcher/env-file";
import { findRunningStack } from "../launcher/lock";
import { createOutput } from "../launcher/output";
import { readSettings, type Values } from "../launcher/settings";
import { warmUp } from "../launcher/warm-up";
import { readWantedPorts } from "../ports";
import { ROOT, startStack } from "../stack";

export type Connection = {
  app: string;
  env: Values;
  /** Null when the stack was already there, and stays. */
  stop: (() => Promise<void>) | null;
};

// A stack that somebody has just started compiles its first route meanwhile.
const READY_MS = 60_000;

const HEALTH_MS = 15_000;

/**
 * Finds the stack of this checkout, or starts one with the site.
 * @throws a plain sentence when there is one that cannot be used
 */
export async function connect(
  dataDir: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Connection> {
  const running = await waitUntilReady(dataDir);
  if (running) {
    const app = running.urls.app ?? "";
    if (!(await isHealthy(app))) {
      throw new Error(
        `A stack is running (process ${running.pid}), but the site does not answer at ${app}. Start it, or stop the stack.`,
      );
    }
    say(`Using the stack that is running, at ${app}.`);
    const env = await readSettings(envFile(dataDir));
    demandSimulator(env);
    // Compiling the routes of calls takes some 4 s, and would pass for the time of the first request. A site that
    // nobody compiles, or has compiled, answers at once.
    const site = { app, env, appDir: join(ROOT, "app") };
    await warmUp(site, "calls", signal).all;
    return { app, env, stop: null };
  }

  const settings = await readSettings(join(ROOT, ".env.local"));
  if (settings.VAPI_API_KEY || settings.VAPI_BASE_URL) demandSimulator(settings);
  say("Starting the stack.");
  const output = createOutput(process.stdout, { isVerbose: false });
  const stack = await startStack({
    web: "dev",
    dataDir,
    settings,
    ports: readWantedPorts({ ...settings, ...process.env }),
    log: output.line,
    compileAhead: "calls",
    signal,
  });
  const { env, urls, stop } = stack;
  say(`It answers at ${urls.app}; compiling the routes of calls.`);
  await stack.warmedUp;
  return { app: urls.app, env, stop };
}

async function waitUntilReady(dataDir: string) {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const running = await findRunningStack(dataDir);
    if (!running || running.isReady) return running;
    if (Date.now() > deadline) {
      throw new Error(`The stack of process ${running.pid} has not become ready.`);
    }
    await delay(200);
  }
}

async function isHealthy(app: string): Promise<boolean> {
  return fetch(`${app}/api/v1/health`, { signal: AbortSignal.timeout(HEALTH_MS) }).then(
    (response) => response.ok,
    () => false,
  );
}

/** The demo's numbers belong to nobody, but no demo should make a real phone service dial. */
function demandSimulator(env: Values) {
  const host = new URL(env.VAPI_BASE_URL ?? "https://api.vapi.ai").hostname;
  if (host === "127.0.0.1" || host === "localhost") {
    if (env.DEMO_EMAIL && env.DEMO_PASSWORD) return;
    throw new Error(
      "The demo signs in as DEMO_EMAIL with DEMO_PASSWORD, and .env.local lacks them.",
    );
  }
  throw new Error(
    `The demo only calls the simulator, and this stack is set to dial through ${host}. Remove VAPI_* from .env.local.`,
  );
}
