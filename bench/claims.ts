import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import type { Rails } from "@/lib/rails";
import { ownerUrl, prepareDatabase } from "@/local/supabase/database";
import { startPostgres } from "@/local/supabase/postgres";
import { latencyRow, percentile, type Row, time } from "./measure";

const LINES = 10;
const CLAIMS = 100;

const NO_LIMITS = { batchesPerHour: null, callsPerDay: null, usdPerDay: null };

/** As in production, but at any hour, for as many as wait, and with calls that are known to work. */
const RAILS: Rails = {
  lines: LINES,
  callsEnabled: true,
  allowlist: null,
  countries: ["US", "CA"],
  minutesBetweenCalls: 30,
  callsPerDay: 3,
  callingHours: null,
  signUp: { mode: "open", allowed: [] },
  limits: { person: { ...NO_LIMITS, providersPerBatch: null }, deployment: NO_LIMITS },
  usdPerMinute: { "*": 0.15 },
  usdPerCall: 0,
  breaker: { pauseSeconds: 60, trialCalls: LINES },
  callAnyway: false,
};

// The second is a hundred times what one batch may hold.
const QUEUES = [100, 100_000];

/** What it costs to give ten free lines to waiting attempts, by how many wait. On a database of its own. */
export async function measureClaims(): Promise<Row[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "ringround-bench-"));
  const server = await startPostgres({ dataDir, durable: true });
  const migrationsDir = path.resolve(import.meta.dirname, "../supabase/migrations");
  const sql = postgres(ownerUrl(server.url), { max: 1, onnotice: () => undefined });
  try {
    await prepareDatabase({ databaseUrl: server.url, migrationsDir });
    const rows: Row[] = [];
    let base: number[] | undefined;
    for (const queue of QUEUES) {
      await fillQueue(sql, queue);
      await sql`analyze`;
      const samples = await time(CLAIMS, () => claimAndGiveBack(sql));
      const row = latencyRow(`${queue.toLocaleString("en-US")} attempts wait`, samples, base);
      const perSecond = Math.round((LINES * 1000) / percentile(samples, 0.5));
      rows.push({
        ...row,
        more: `${row.more}, ${perSecond.toLocaleString("en-US")} lines a second`,
      });
      base ??= samples;
    }
    return rows;
  } finally {
    await sql.end({ timeout: 5 });
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Undone each time, so that every run meets the same queue. */
async function claimAndGiveBack(sql: Sql): Promise<void> {
  const undo = new Error("undo");
  await sql
    .begin(async (tx) => {
      const [row] = await tx`select public.claim_attempts(${tx.json(RAILS as never)}) as claims`;
      if (row?.claims.length !== LINES) throw new Error(`Claimed ${row?.claims.length} lines.`);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
}

/** Batches of at most 1,000, each of a request of its own, until so many attempts wait. */
async function fillQueue(sql: Sql, wanted: number): Promise<void> {
  const [user] = await sql`
    insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@example.test') returning id`;
  const [row] =
    await sql`select count(*)::int as waiting from public.attempts where status = 'queued'`;
  for (let left = wanted - (row?.waiting ?? 0); left > 0; left -= 1000) {
    const count = Math.min(left, 1000);
    await sql`
      select public.start_batch(
        ${user?.id}, gen_random_uuid()::text, encode(sha256(gen_random_uuid()::text::bytea), 'hex'), null,
        '{"title": "Job", "service_needed": "plumbing", "location": "Greenville SC", "urgency": "flexible"}',
        (
          select jsonb_agg(jsonb_build_object(
            'name', 'Provider ' || n, 'phone', '+1864' || (2000000 + ${left} + n), 'phone_as_written', n::text,
            'country', 'US', 'time_zones', array['America/New_York']
          ))
          from generate_series(1, ${count}) n
        ),
        '{"max_attempts": 1, "retry_delay_seconds": 0, "max_call_seconds": 240, "cap_usd": 10000}',
        ${sql.json(RAILS as never)}
      )`;
  }
}
