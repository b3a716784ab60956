import { setTimeout as delay } from "node:timers/promises";
import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import { type Person, type Product, SERVICE_REQUEST } from "@/tests/support/product";
import { checkHistory, type History } from "./checker";
import type { Plan } from "./plan";

export type PlanResult = {
  seed: number;
  problems: string[];
  history: History | null;
  story: string[];
};

/** No plan takes longer: the longest wait is a lost call's ten seconds and its grace. */
const HEAL_TIMEOUT_MS = 60_000;

/**
 * Runs one plan to its end on a running product: breaks what it says, mends everything, lets the sweep work, and
 * checks what is left. The product is as before afterwards, so plans can follow one another.
 */
export async function runPlan(
  product: Product,
  plan: Plan,
  options: { lines: number; sweeps?: boolean; healTimeoutMs?: number },
): Promise<PlanResult> {
  const story: string[] = [];
  const startedAt = Date.now();
  const simulate = (route: string, method: string, body?: unknown) =>
    fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/${route}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  try {
    await simulate("reset", "POST", {});
    for (const fault of plan.faults) {
      const armed = await simulate("faults", "POST", fault);
      if (armed.status !== 201)
        throw new Error(`The simulator refuses ${JSON.stringify(fault)}: ${await armed.text()}`);
    }
    const person = await product.signUp();
    const starting = startBatches(product, person, plan);
    const [batches] = await Promise.all([
      starting,
      breakThings(product, plan, story),
      cancelFirst(product, person, plan, starting, story),
      cancelRuns(product, plan, startedAt, story),
    ]);
    const clearFaults = () => simulate("faults", "DELETE");
    await heal(product, batches, clearFaults, story, options);
    const dialsBefore = await settleDown(product);
    if (plan.rerunAll) await rerunEverything(product, startedAt, story);
    const history = await readHistory(product, person, plan, batches, dialsBefore, options.lines);
    return { seed: plan.seed, problems: checkHistory(history), history, story };
  } catch (error) {
    await simulate("faults", "DELETE").catch(() => undefined);
    const problem = error instanceof Error ? error.message : String(error);
    return {
      seed: plan.seed,
      problems: [`the plan did not come to an end: ${problem}`],
      history: null,
      story,
    };
  }
}

/** All at once, as people do; each again and again until it is answered, as a client does that got no answer. */
function startBatches(product: Product, person: Person, plan: Plan): Promise<AcceptedBatch[]> {
  return Promise.all(
    plan.batches.map(async (batch, index) => {
      const body = {
        serviceRequest: SERVICE_REQUEST,
        providers: batch.numbers.map((phone, row) => ({ name: `Provider ${row + 1}`, phone })),
        options: { maxAttempts: batch.maxAttempts, retryDelaySeconds: 0, maxCallSeconds: 10 },
      };
      const key = { "idempotency-key": `plan-${plan.seed}-${index}` };
      const send = async () => {
        const answer = await eventually(
          async () => {
            const response = await product.post(person, body, key);
            return { status: response.status, body: (await response.json()) as AcceptedBatch };
          },
          ({ status }) => status === 202,
          { timeoutMs: 30_000, intervalMs: 100 },
        );
        return answer.body;
      };
      const [first, ...others] = await Promise.all(plan.sendTwice ? [send(), send()] : [send()]);
      if (first === undefined || others.some((other) => other.executionId !== first.executionId)) {
        throw new Error(`batch ${index} was stored twice`);
      }
      return first;
    }),
  );
}

const dialCount = async (product: Product): Promise<number> =>
  (await product.simulator()).calls.filter((call) => !call.isBlocked).length;

/** Waits until so many calls were dialled, but not for ever: a broken plan may never get there. */
async function untilDials(product: Product, dials: number): Promise<void> {
  await eventually(
    () => dialCount(product),
    (count) => count >= dials,
    { timeoutMs: 3_000, intervalMs: 10 },
  ).catch(() => undefined);
}

async function breakThings(product: Product, plan: Plan, story: string[]): Promise<void> {
  for (const kill of [...plan.kills].sort((a, b) => a.afterDials - b.afterDials)) {
    await untilDials(product, kill.afterDials);
    story.push(`killed ${kill.part} after ${kill.afterDials} dials for ${kill.downMs} ms`);
    const parts =
      kill.part === "everything" ? (["vapi", "supabase", "inngest"] as const) : [kill.part];
    for (const part of parts) await (part === "web" ? product.killWeb() : product.stack.kill(part));
    if (kill.part === "everything") await product.killWeb();
    await delay(kill.downMs);
    for (const part of parts)
      await (part === "web" ? product.startWeb() : product.stack.restart(part));
    if (kill.part === "everything") await product.startWeb();
  }
}

/** As an operator does by mistake: the runs forget what they were waiting for. */
async function cancelRuns(
  product: Product,
  plan: Plan,
  since: number,
  story: string[],
): Promise<void> {
  if (plan.cancelRunsAfterDials === null) return;
  await untilDials(product, plan.cancelRunsAfterDials);
  const engine = product.stack.urls.inngest ?? "";
  const runs = await listRuns(product, since).catch(() => []);
  const open = runs.filter((run) => run.endedAtMs === undefined);
  for (const run of open) {
    await fetch(`${engine}/runs/${run.id}/cancel`, {
      method: "POST",
      headers: { origin: engine },
      redirect: "manual",
    }).catch(() => undefined);
  }
  story.push(`cancelled ${open.length} runs after ${plan.cancelRunsAfterDials} dials`);
}

/** The plan's own runs, without the sweep's. */
async function listRuns(product: Product, since: number) {
  const response = await fetch(`${product.stack.urls.inngest}/dev/runs?limit=1000`);
  const { runs } = (await response.json()) as {
    runs: { id: string; functionId: string; queuedAtMs: number; endedAtMs?: number }[];
  };
  return runs.filter((run) => run.queuedAtMs >= since && !run.functionId.endsWith("sweep"));
}

async function cancelFirst(
  product: Product,
  person: Person,
  plan: Plan,
  starting: Promise<AcceptedBatch[]>,
  story: string[],
): Promise<void> {
  if (plan.cancelFirstAfterDials === null) return;
  const [batch] = await starting;
  await untilDials(product, plan.cancelFirstAfterDials);
  await eventually(
    () => product.request(person, "POST", `/api/v1/batches/${batch?.executionId}/cancel`),
    (response) => response.status === 202,
    { timeoutMs: 30_000, intervalMs: 100 },
  );
  story.push(`canceled the first batch after ${plan.cancelFirstAfterDials} dials`);
}

/** Nothing breaks any more; what is left to do, the sweep does as the cron would. */
async function heal(
  product: Product,
  batches: AcceptedBatch[],
  clearFaults: () => Promise<unknown>,
  story: string[],
  { sweeps = true, healTimeoutMs = HEAL_TIMEOUT_MS }: { sweeps?: boolean; healTimeoutMs?: number },
): Promise<void> {
  const ids = batches.map((batch) => batch.executionId);
  const open = async () => {
    if (sweeps) {
      const swept = await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      if (!swept.ok) story.push(`sweep: ${swept.status}`);
    }
    return product.sql`
      select b.id, b.status, a.status as attempt, a.id as attempt_id, a.dialing_at, a.called_at, a.ended_at, a.report_at
      from public.batches b
      left join public.attempts a on a.batch_id = b.id and a.status <> 'settled'
      where b.id = any(${ids}) and (b.ended_at is null or b.finished_at is null)`;
  };
  let rounds = 0;
  await eventually(
    async () => {
      rounds += 1;
      // The faults strike for a while, then they are over: an account without credit would be without it for ever.
      if (rounds === 8) await clearFaults();
      return open();
    },
    (rows) => rows.length === 0,
    { timeoutMs: healTimeoutMs, intervalMs: 150 },
  );
  await clearFaults();
}

/** Resolves when nothing is under way any more, so that a dial that should not be has been made. */
async function settleDown(product: Product): Promise<number> {
  await eventually(
    async () => {
      const { work } = (await (await fetch(`${product.stack.urls.inngest}/dev`)).json()) as {
        work: number;
      };
      const { live } = (await product.simulator()) as unknown as { live: number };
      return { work, live };
    },
    ({ work, live }) => work === 0 && live === 0,
    { timeoutMs: 30_000, intervalMs: 50 },
  );
  await delay(0);
  return dialCount(product);
}

async function rerunEverything(product: Product, since: number, story: string[]): Promise<void> {
  const engine = product.stack.urls.inngest ?? "";
  const runs = await listRuns(product, since);
  for (const run of runs) {
    await fetch(`${engine}/runs/${run.id}/rerun`, {
      method: "POST",
      headers: { origin: engine },
      redirect: "manual",
    });
  }
  story.push(`started ${runs.length} runs again`);
  await settleDown(product);
}

async function readHistory(
  product: Product,
  person: Person,
  plan: Plan,
  batches: AcceptedBatch[],
  dialsBefore: number,
  lines: number,
): Promise<History> {
  const { sql } = product;
  const ids = batches.map((batch) => batch.executionId);
  const { calls, maxConcurrent } = await product.simulator();
  const attempts = await sql`
    select a.id, a.batch_id, p.phone, a.number, a.status, a.outcome, a.call_id, a.ended_reason
    from public.attempts a join public.providers p on p.id = a.provider_id where a.batch_id = any(${ids})`;
  const stored =
    await sql`select id, status, finished_at, max_attempts from public.batches where id = any(${ids})`;
  const told = await sql`
    select c ->> 'attemptId' as id, c ->> 'status' as status, (c ->> 'version')::bigint as version
    from realtime.messages m cross join jsonb_array_elements(m.payload -> 'attempts') c
    where m.event = 'attempts_changed' and m.topic = any(${batches.map((batch) => `request:${batch.serviceRequestId}`)})
    order by version`;
  const events = await sql`
    select e.attempt_id, e.dedupe_key from public.call_events e
    join public.attempts a on a.id = e.attempt_id where a.batch_id = any(${ids})`;
  const snapshots = await Promise.all(
    batches.map(async (batch) => {
      const status = await product.status(person, batch.serviceRequestId);
      return {
        batchId: batch.executionId,
        stats: status.stats as Record<string, number>,
        outcomes: Object.fromEntries(
          status.providers.map((provider) => [provider.phone, provider.callStatus]),
        ),
      };
    }),
  );
  return {
    lines,
    dials: calls,
    maxConcurrent,
    attempts: attempts.map((row) => ({
      id: row.id,
      batchId: row.batch_id,
      phone: row.phone,
      number: row.number,
      status: row.status,
      outcome: row.outcome,
      callId: row.call_id,
      endedReason: row.ended_reason,
    })),
    batches: stored.map((row) => ({
      id: row.id,
      status: row.status,
      finished: row.finished_at !== null,
      maxAttempts: row.max_attempts,
      numbers: plan.batches[ids.indexOf(row.id)]?.numbers ?? [],
    })),
    told: told.map((row) => ({
      attemptId: row.id,
      status: row.status,
      version: Number(row.version),
    })),
    snapshots,
    events: events.map((row) => ({ attemptId: row.attempt_id, dedupeKey: row.dedupe_key })),
    dialsAfterRerun: (await dialCount(product)) - dialsBefore,
  };
}
