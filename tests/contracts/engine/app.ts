import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/node";
import { onTestFinished } from "vitest";
import type { EngineOptions, RunningEngine } from "@/local/inngest/server";
import { eventually } from "@/tests/support/eventually";
import { isReal, openTarget, patience } from "./target";

/** What the engine announced when a run ended. */
export type Ended = {
  function_id: string;
  run_id: string;
  _inngest: { status: string };
  event: { name: string; data: Record<string, unknown> };
  result?: unknown;
  error?: { name: string; message: string; error?: string };
};

/** An app with its own name, event names and HTTP server, driven by the engine under test. */
export type TestApp = {
  client: Inngest;
  id: string;
  url: string;
  /** Absent when the suite runs against a real server. */
  engine?: RunningEngine;
  engineUrl: string;
  /** A name for an event that no other test uses. */
  event: (name: string) => string;
  /** Serves and registers the functions. */
  serve: (...functions: InngestFunction.Any[]) => Promise<void>;
  /** Sends one event; returns the id that the engine gave it. */
  send: (name: string, data?: Record<string, unknown>, id?: string) => Promise<string>;
  /** The announcements of a function's ended runs, as soon as there are `count` of them. */
  ended: (functionId: string, count?: number) => Promise<Ended[]>;
  /** The announcement of a function's first ended run. */
  firstEnded: (functionId: string) => Promise<Ended>;
  settled: () => Promise<void>;
  /** How many requests the engine has sent for a function. */
  requests: (functionId: string) => number;
  /** Cuts every open request, as a process that dies does. */
  crash: () => void;
  stop: () => Promise<void>;
  restart: () => Promise<void>;
  /** Answers in place of the SDK, which goes on when this is undefined again. */
  intercept: RequestListener | undefined;
};

type AppOptions = EngineOptions & {
  /** False turns the SDK's reports from within a request off. */
  checkpointing?: boolean;
  /** False: no function watches what ends, which saves one run per run. */
  isWatched?: boolean;
  /** True: the engine asks for the registration, as in development; else the app offers it. */
  isPolled?: boolean;
};

const QUIET = { info: ignore, warn: ignore, error: ignore, debug: ignore };

function ignore(): void {
  // The SDK reports each thrown error to its logger; here they are thrown on purpose.
}

export async function openApp(options: AppOptions = {}): Promise<TestApp> {
  const { isWatched = true, isPolled = false, ...engineOptions } = options;
  let handler: RequestListener = (_, response) => response.writeHead(404).end();
  const requests = new Map<string, number>();
  const server = createServer((incoming, response) => {
    const functionId = new URL(incoming.url ?? "/", url).searchParams.get("fnId");
    if (functionId) requests.set(functionId, (requests.get(functionId) ?? 0) + 1);
    (app.intercept ?? handler)(incoming, response);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => close(server));
  const url = `http://127.0.0.1:${port}/api/inngest`;

  const target = await openTarget({ ...engineOptions, appUrls: isPolled ? [url] : [] });
  // Unique, so that a real server may keep what earlier tests registered.
  const id = `contract-${randomUUID().slice(0, 8)}`;
  const client = new Inngest({
    id,
    isDev: true,
    baseUrl: target.url,
    logger: QUIET,
    // The stand-in declines by itself; a real server cannot be told to.
    ...(isReal ? { checkpointing: options.checkpointing ?? true } : {}),
  });
  const announcements: Ended[] = [];
  const watch = client.createFunction(
    { id: "watch", triggers: [{ event: "inngest/function.finished" }] },
    ({ event }) => {
      const announcement = event.data as Ended;
      if (announcement.function_id.startsWith(`${id}-`)) announcements.push(announcement);
    },
  );

  const ended = async (functionId: string, count = 1) =>
    eventually(
      () => announcements.filter((one) => one.function_id === `${id}-${functionId}`),
      (found) => found.length >= count,
      patience,
    );

  const app: TestApp = {
    client,
    id,
    url,
    engine: target.engine,
    engineUrl: target.url,
    event: (name) => `${id}/${name}`,
    async serve(...functions) {
      handler = serve({ client, functions: isWatched ? [...functions, watch] : functions });
      if (isPolled) return;
      const response = await fetch(url, { method: "PUT" });
      const { message } = (await response.json()) as { message: string };
      if (!response.ok) throw new Error(message);
    },
    async send(name, data = {}, eventId) {
      const { ids } = await client.send({ name: app.event(name), data, id: eventId });
      return ids[0] ?? "";
    },
    ended,
    async firstEnded(functionId) {
      const [first] = await ended(functionId);
      if (!first) throw new Error("eventually returned an empty list");
      return first;
    },
    settled: target.settled,
    requests: (functionId) => requests.get(`${id}-${functionId}`) ?? 0,
    crash: () => server.closeAllConnections(),
    stop: () => close(server),
    restart: () => listen(server, port),
    intercept: undefined,
  };
  return app;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Notes that something ran and gives back its value. */
export function note<Name, Value>(log: Name[], name: Name, value: Value): Value {
  log.push(name);
  return value;
}

/** A promise and what resolves it, to hold a step until the test has seen what it needs. */
export function latch<T = void>(): { opened: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = ignore;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** What never resolves: the rest of a process that has died. */
export const never = new Promise<never>(ignore);
