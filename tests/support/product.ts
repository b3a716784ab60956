import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { WebSocket } from "ws";
import type { AcceptedBatch, BatchStatusAnswer } from "@/lib/batches/schema";
import { bundleHost } from "./bundle-host";
import { type DatabaseProxy, startDatabaseProxy } from "./database-proxy";
import { assertDocumented } from "./documented";
import { eventually } from "./eventually";
import type { AtPoint, Point } from "./points";
import { takeStack } from "./shared-stack";

/** The whole product on free ports: the embedded stack and the product's routes, each in its own process. */
export type Product = Awaited<ReturnType<typeof startProduct>>;

/** One dial as the simulator of the phone service saw it. */
export type Dial = {
  callId: string;
  number: string;
  externalId: string;
  status: string;
  endedReason: string | null;
  dialedAt: string;
  endedAt: string | null;
  isBlocked: boolean;
};

export type Person = { userId: string; token: string };

export const SERVICE_REQUEST = {
  title: "Leaking toilet",
  serviceNeeded: "plumbing",
  description: "Water on the floor since this morning.",
  location: "Greenville SC",
  criteria: ["licensed"],
  urgency: "within_2_days",
};

export async function startProduct(
  options: {
    timeScale?: number;
    lines?: number;
    env?: Record<string, string>;
    /** Other migrations than the repository's. */
    migrationsDir?: string;
    /** Another copy of the sources to take the routes from. */
    sources?: string;
    /** Told of every point that the site passes, while it stands still there (points.ts). */
    atPoint?: AtPoint;
  } = {},
) {
  const { timeScale, lines, migrationsDir } = options;
  const shared = await takeStack({ timeScale, lines, migrationsDir });
  const { stack, output } = shared;
  let sources = options.sources ?? path.resolve(import.meta.dirname, "../..");
  const host = path.join(shared.dataDir, "web-host.mjs");
  const bundle = async () => {
    if (shared.bundled === sources) return;
    await bundleHost(sources, host);
    shared.bundled = sources;
  };
  await bundle();
  const sql = postgres(stack.env.DATABASE_URL ?? "", { max: 4, onnotice: () => undefined });
  // The site alone goes through it; the tests and the simulators see the database as it is.
  const database: DatabaseProxy = await startDatabaseProxy(
    stack.env.NEXT_PUBLIC_SUPABASE_URL ?? "",
  );
  let web: ChildProcess | undefined;

  function forkWeb(): ChildProcess {
    const child = fork(host, {
      cwd: sources,
      // None of the test runner's own.
      execArgv: [],
      env: {
        ...process.env,
        ...stack.env,
        ...options.env,
        NEXT_PUBLIC_SUPABASE_URL: database.url,
        PORT: new URL(stack.urls.app).port,
        ASK_AT_POINTS: options.atPoint ? "1" : "0",
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => output.push(`[web] ${chunk}`));
    child.on("message", (message: { type: string; id: number; point: Point }) => {
      if (message.type !== "point") return;
      void options.atPoint?.(message.point).then(() => {
        // Killed there, it needs no answer.
        if (child.connected) child.send({ type: "go", id: message.id }, () => undefined);
      });
    });
    return child;
  }

  async function startWeb(): Promise<void> {
    const child = forkWeb();
    const ready = new Promise<void>((resolve, reject) => {
      child.on("message", (message: { type: string }) => message.type === "ready" && resolve());
      child.once("exit", (code) =>
        reject(new Error(`The routes ended with ${code}.\n${output.slice(-20).join("\n")}`)),
      );
    });
    web = child;
    await ready;
    // The engine must know the functions before an event can start one.
    await eventually(
      async () => (await fetch(`${stack.urls.app}/api/inngest`, { method: "PUT" })).status,
      (status) => status === 200,
    );
  }

  /** Ends the site as a crash would and starts it from another copy of the sources, as a deployment does. */
  async function deploy(from: string): Promise<void> {
    sources = from;
    await killWeb();
    await bundle();
    await startWeb();
  }

  /** As a crash of the host would: at once, whatever is being done. */
  async function killWeb(): Promise<void> {
    const child = web;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await exited;
  }

  async function signUp(): Promise<Person> {
    const { NEXT_PUBLIC_SUPABASE_URL: url = "", NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: key = "" } =
      stack.env;
    const client = createClient(url, key, {
      auth: { persistSession: false },
      // Node 20 has no WebSocket, and the client refuses to start without one.
      realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
    });
    const { data, error } = await client.auth.signUp({
      email: `${randomUUID()}@example.test`,
      password: randomUUID(),
    });
    if (error || !data.session) throw new Error("Signing up failed.", { cause: error });
    return { userId: data.session.user.id, token: data.session.access_token };
  }

  /** Every answer is held against the OpenAPI document on the way. */
  async function request(
    person: Person | null,
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${stack.urls.app}${route}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(person ? { authorization: `Bearer ${person.token}` } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return assertDocumented(method, route, response);
  }

  const post = (person: Person | null, body: unknown, headers?: Record<string, string>) =>
    request(person, "POST", "/api/v1/providers/batch-call-async", body, headers);

  /** Posts a batch of these numbers, one attempt each, and expects it to be accepted. */
  async function call(
    person: Person,
    numbers: readonly string[],
    more: Record<string, unknown> = {},
  ): Promise<AcceptedBatch> {
    const response = await post(
      person,
      {
        serviceRequest: SERVICE_REQUEST,
        providers: numbers.map((phone, index) => ({ name: `Provider ${index + 1}`, phone })),
        options: { maxAttempts: 1 },
        ...more,
      },
      { "idempotency-key": randomUUID() },
    );
    if (response.status !== 202)
      throw new Error(`Not accepted: ${response.status} ${await response.text()}`);
    return (await response.json()) as AcceptedBatch;
  }

  async function status(person: Person, serviceRequestId: string): Promise<BatchStatusAnswer> {
    const response = await request(
      person,
      "GET",
      `/api/v1/providers/batch-status/${serviceRequestId}`,
    );
    if (response.status !== 200)
      throw new Error(`No status: ${response.status} ${await response.text()}`);
    return (await response.json()) as BatchStatusAnswer;
  }

  async function finished(
    person: Person,
    serviceRequestId: string,
    timeoutMs = 60_000,
  ): Promise<BatchStatusAnswer> {
    // The database first: the site's answer about many providers is too much work to ask for ten times a second.
    await eventually(
      () => sql`
        select 1 from public.batches where service_request_id = ${serviceRequestId} and ended_at is null`,
      (open) => open.length === 0,
      { timeoutMs, intervalMs: 100 },
    );
    return eventually(
      () => status(person, serviceRequestId),
      (answer) => answer.isFinal,
      { timeoutMs, intervalMs: 100 },
    );
  }

  async function simulator(): Promise<{ calls: Dial[]; maxConcurrent: number }> {
    const response = await fetch(`${stack.env.VAPI_BASE_URL}/__simulator/calls`);
    return (await response.json()) as { calls: Dial[]; maxConcurrent: number };
  }

  async function stop(): Promise<void> {
    await killWeb();
    await sql.end({ timeout: 5 });
    await database.close();
    await shared.giveBack();
  }

  await startWeb();
  return {
    stack,
    sql: sql as Sql,
    output,
    database,
    startWeb,
    killWeb,
    deploy,
    signUp,
    request,
    post,
    call,
    status,
    finished,
    simulator,
    stop,
  };
}

/** Numbers whose calls the simulator answers with a believable quote: none of its documented ones. */
export function ordinaryNumbers(count: number, from = 0): string[] {
  return Array.from(
    { length: count },
    (_, index) => `+1864232${String(1000 + from + index).padStart(4, "0")}`,
  );
}
