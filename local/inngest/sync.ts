import { request } from "./app-client";
import { isRecord, messageOf, parseJson } from "./json";
import { startTimer } from "./timers";
import type { Log } from "./types";

/** How one app URL is doing. `error` is what the last attempt said, if it failed. */
export type AppView = { url: string; synced: boolean; error?: string };

export type Sync = {
  apps: () => AppView[];
  /** Resolves once every app URL has registered at least once. */
  synced: () => Promise<void>;
  close: () => void;
};

export type SyncOptions = {
  appUrls: string[];
  /** ms between two registrations of an app that answers; how soon a hot reload is noticed. */
  intervalMs: number;
  signal: AbortSignal;
  log: Log;
};

/** An app that compiles answers within seconds; asking twice a second wastes at most half of one. */
const RETRY_MS = 500;

/** Next compiles the route while the first PUT waits: 3-5 s seen, on a busy machine much longer. */
const PUT_TIMEOUT_MS = 60_000;

/** PUTs every app URL until it answers, then again every interval, so that changes are noticed. */
export function startSync({ appUrls, intervalMs, signal, log }: SyncOptions): Sync {
  const apps = new Map<string, AppView>(appUrls.map((url) => [url, { url, synced: false }]));
  const waiting: (() => void)[] = [];
  const stops = new Map<string, () => void>();
  const allSynced = () => [...apps.values()].every((app) => app.synced);

  const syncOnce = async (app: AppView) => {
    const problem = await register(app.url, signal);
    if (signal.aborted) return;
    if (problem === undefined) {
      if (!app.synced || app.error) log(`synced ${app.url}`);
      app.synced = true;
      app.error = undefined;
      if (allSynced()) for (const resolve of waiting.splice(0)) resolve();
    } else {
      // Said once, not twice a second: an app that starts is unreachable for a while.
      if (app.error !== problem) log(`cannot sync ${app.url}: ${problem}`);
      app.error = problem;
    }
    const pauseMs = problem === undefined ? intervalMs : Math.min(RETRY_MS, intervalMs);
    stops.set(
      app.url,
      startTimer(pauseMs, () => void syncOnce(app)),
    );
  };

  for (const app of apps.values()) void syncOnce(app);
  return {
    apps: () => [...apps.values()].map((app) => ({ ...app })),
    synced: () =>
      allSynced() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
    close() {
      for (const stop of stops.values()) stop();
    },
  };
}

/** One PUT; undefined when the app registered, else what went wrong. */
async function register(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await request({
      method: "PUT",
      url,
      headers: { "x-inngest-server-kind": "dev" },
      body: JSON.stringify({ url }),
      timeoutMs: PUT_TIMEOUT_MS,
      signal,
    });
    if (!response.headers.has("x-inngest-sdk"))
      return `${response.status}, not from an Inngest SDK`;
    if (response.status === 200) return undefined;
    const body = parseJson(response.body);
    const message = isRecord(body) && typeof body.message === "string" ? body.message : "";
    return `${response.status} ${message}`.trim();
  } catch (error) {
    return messageOf(error);
  }
}
