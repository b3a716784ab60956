import { createHash, randomUUID } from "node:crypto";
import type { JSONValue } from "postgres";
import { onTestFinished } from "vitest";
import type { AttemptFacts, Claim, RecordedEvent, SettledAttempt } from "@/lib/attempts/functions";
import type { StartedBatch } from "@/lib/batches/schema";
import type { Rails } from "@/lib/rails";
import type { AttemptStatus } from "@/lib/states/attempt";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

/** Rails that forbid nothing, for tests of something else. */
export const rails = (lines: number, overrides: Partial<Rails> = {}): Rails => ({
  lines,
  callsEnabled: true,
  allowlist: null,
  countries: ["US"],
  minutesBetweenCalls: 0,
  callsPerDay: 1000,
  callingHours: null,
  signUp: { mode: "open", allowed: [] },
  limits: {
    person: { batchesPerHour: null, callsPerDay: null, usdPerDay: null, providersPerBatch: null },
    deployment: { batchesPerHour: null, callsPerDay: null, usdPerDay: null },
  },
  usdPerMinute: { "*": 0.1 },
  usdPerCall: 0,
  breaker: null,
  callAnyway: false,
  ...overrides,
});

/** Where the numbers of tests are. */
export const HOME = { country: "US", time_zones: ["America/New_York"] };

/** What a test of the database works with: an own clone, people, batches in any state, and the functions by name. */
export type Bundle = Awaited<ReturnType<typeof setup>>;

export async function setup(options: { connections?: number } = {}) {
  const database = await createDatabase(options);
  onTestFinished(() => database.close());
  return bundle(database);
}

export function bundle(database: TestDatabase) {
  const { sql } = database;

  /** Calls a function as the service role, as the product does. */
  async function call<T>(name: string, args: Record<string, unknown> = {}): Promise<T> {
    const names = Object.keys(args);
    const [row] = await database.asRole("service_role", null, (tx) => {
      const values = names.map((key) => {
        const value = args[key];
        return value !== null && typeof value === "object" ? tx.json(value as JSONValue) : value;
      });
      const list = names.map((key, index) => `${key} => $${index + 1}`).join(", ");
      return tx.unsafe(`select public.${name}(${list}) as answer`, values as never[]);
    });
    return row?.answer as T;
  }

  const request = (overrides: Record<string, unknown> = {}) => ({
    title: "Leaking toilet",
    service_needed: "plumbing",
    description: null,
    location: "Greenville SC",
    criteria: ["licensed"],
    urgency: "within_2_days",
    client_name: null,
    client_address: null,
    ...overrides,
  });

  /** Each new request has numbers of its own, or the gate would hold one of them. */
  const providers = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({
      name: `Provider ${index}`,
      also_known_as: [],
      phone: `+1864${String(5_550_000 + from + index)}`,
      phone_as_written: `864-555-${index}`,
      ...HOME,
    }));

  let numbers = 0;
  function nextNumber(count: number): number {
    numbers += count;
    return numbers - count;
  }

  function startBatch(options: {
    userId: string;
    count?: number;
    key?: string | null;
    body?: string;
    serviceRequestId?: string | null;
    rows?: Record<string, unknown>[];
    maxAttempts?: number;
    retryDelaySeconds?: number;
    capUsd?: number;
    rails?: Rails;
    /** Further options, as the columns have them. */
    options?: Record<string, unknown>;
  }): Promise<StartedBatch> {
    const count = options.count ?? 1;
    return call("start_batch", {
      p_user_id: options.userId,
      p_idempotency_key: options.key === undefined ? randomUUID() : options.key,
      p_fingerprint: createHash("sha256")
        .update(options.body ?? randomUUID())
        .digest("hex"),
      p_service_request_id: options.serviceRequestId ?? null,
      p_service_request: options.serviceRequestId ? null : request(),
      p_providers:
        options.rows ?? providers(count, options.serviceRequestId ? 0 : nextNumber(count)),
      p_options: {
        max_attempts: options.maxAttempts ?? 1,
        retry_delay_seconds: options.retryDelaySeconds ?? 1800,
        max_call_seconds: 240,
        cap_usd: options.capUsd ?? 10_000,
        ...options.options,
      },
      p_rails: options.rails ?? rails(10),
    });
  }

  const claim = (lines: number) => call<Claim[]>("claim_attempts", { p_rails: rails(lines) });
  const beginDial = (id: string, token: string = randomUUID(), allowed = rails(10)) =>
    call<{ verdict: string; reason: string | null }>("begin_dial", {
      p_attempt_id: id,
      p_token: token,
      p_rails: allowed,
    });
  const markInProgress = (id: string, callId: string = randomUUID()) =>
    call<{ status: AttemptStatus; cancelRequested: boolean }>("mark_call_in_progress", {
      p_attempt_id: id,
      p_call_id: callId,
      p_control_url: `https://control.test/${callId}`,
    });
  const record = (id: string, kind: string, event: Record<string, unknown> = {}, lines = 10) =>
    call<RecordedEvent>("record_call_event", {
      p_attempt_id: id,
      p_event: {
        source: "webhook",
        kind,
        dedupeKey: `${event.callId ?? "call"}:${kind}`,
        ...event,
      },
      p_rails: rails(lines),
    });
  const settle = (id: string, outcome: string, details: Record<string, unknown> = {}, lines = 10) =>
    call<SettledAttempt>("settle_attempt", {
      p_attempt_id: id,
      p_outcome: outcome,
      p_details: details,
      p_rails: rails(lines),
    });
  const facts = (id: string) => call<AttemptFacts>("get_attempt_facts", { p_attempt_id: id });
  /** Settles a dial as one that found no line; the row that follows is due after the delay. */
  const refuse = (id: string, retryAfterSeconds = 30, callId: string | null = null) =>
    settle(id, "refused", { detail: "no_line", retryAfterSeconds, callId });
  const cancel = (userId: string, batchId: string, lines = 10) =>
    call<{ status: string; batchEnded: boolean; live: number; claims: Claim[] }>("cancel_batch", {
      p_user_id: userId,
      p_batch_id: batchId,
      p_rails: rails(lines),
    });
  const sweep = (lines = 10) =>
    call<Record<"claims" | "batches" | "reconcile" | "settle" | "cancel" | "finish", unknown[]>>(
      "sweep",
      {
        p_rails: rails(lines),
        p_patience: 1,
      },
    );

  async function attempt(id: string) {
    const [row] = await sql`select * from public.attempts where id = ${id}`;
    if (!row) throw new Error(`There is no attempt ${id}.`);
    return row;
  }

  /** A batch of one whose only attempt is in the given status, with the legal surroundings. */
  async function attemptIn(
    status: AttemptStatus,
    options: { userId?: string; maxAttempts?: number } = {},
  ) {
    const userId = options.userId ?? (await database.insertUser());
    const { executionId } = await startBatch({ userId, maxAttempts: options.maxAttempts });
    const [row] = await sql`select id from public.attempts where batch_id = ${executionId}`;
    const id = row?.id as string;
    const callId = randomUUID();
    if (status !== "queued") await claim(1000);
    if (!["queued", "claimed"].includes(status)) await beginDial(id);
    if (["in_progress", "ended", "settled"].includes(status)) await markInProgress(id, callId);
    if (["ended", "settled"].includes(status)) await record(id, "status:ended", { callId });
    if (status === "settled") await settle(id, "completed");
    return { id, batchId: executionId, userId, callId };
  }

  return {
    ...database,
    call,
    request,
    providers,
    startBatch,
    claim,
    beginDial,
    markInProgress,
    record,
    settle,
    facts,
    refuse,
    cancel,
    sweep,
    attempt,
    attemptIn,
  };
}
