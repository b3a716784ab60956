import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import type { Person, Product } from "@/tests/support/product";
import { breakThings, rerunEverything } from "./break-things";
import { changeRails, resetRails, startCalling } from "./change-rails";
import { checkHistory } from "./checker";
import type { History, RailsLog } from "./history";
import { cancelFirst, retryFirst, startBatches } from "./people";
import type { Plan } from "./plan";
import { readHistory } from "./read-history";
import { armPhoneFaults, scriptCalls, settleDown, simulate } from "./simulator";

export type PlanResult = {
  seed: number;
  problems: string[];
  history: History | null;
  story: string[];
};

export type RunOptions = {
  /** Lines of the account. */
  lines: number;
  sweeps?: boolean;
  healTimeoutMs?: number;
  /** After how many looks at the batches the faults are over. */
  faultyRounds?: number;
  /** Resolves when whatever the caller breaks is whole again. */
  untilWhole?: () => Promise<void>;
};

// The longest wait is a lost call's ten seconds and its grace; a machine with ten others at work takes ten times longer.
const HEAL_TIMEOUT_MS = 180_000;

// A second or so: the faults strike for a while, and an account without credit would be without it for ever.
const FAULTY_ROUNDS = 8;

/**
 * Runs one plan to its end on a running product: breaks what it says, mends everything, lets the sweep work, and
 * checks what is left. The product is as before afterwards, so plans can follow one another.
 */
export async function runPlan(
  product: Product,
  plan: Plan,
  options: RunOptions,
): Promise<PlanResult> {
  const story: string[] = [];
  const since = Date.now();
  const rails: RailsLog = {
    limits: plan.limits,
    stops: [],
    closings: [],
    revisions: [],
    doNotCall: [],
  };
  try {
    await simulate(product, "reset", "POST", {});
    await armPhoneFaults(product, plan.faults);
    await scriptCalls(product, plan.scripts);
    const person = await product.signUp();
    await resetRails(product, person, plan);
    for (const fault of plan.databaseFaults) product.database.arm(fault);

    const starting = startBatches(product, person, plan, story);
    const [batches] = await Promise.all([
      starting,
      breakThings(product, plan, since, story),
      changeRails(product, person, plan, starting, story, rails),
      cancelFirst(product, person, plan, starting, story),
    ]);
    await heal(product, batches, story, options);
    const again = await retryFirst(product, person, plan, batches, story);
    if (again) await heal(product, [again], story, options);

    await options.untilWhole?.();
    const dialsBefore = await settleDown(product);
    if (plan.rerunAll) await rerunEverything(product, since, story);
    const all = again ? [...batches, again] : batches;
    const history = await readAtRest(product, person, all, story, {
      ...options,
      dialsBefore,
      rails,
    });
    return { seed: plan.seed, problems: checkHistory(history), history, story };
  } catch (error) {
    await clearFaults(product).catch(() => undefined);
    await startCalling(product.sql).catch(() => undefined);
    const problem = error instanceof Error ? error.message : String(error);
    return {
      seed: plan.seed,
      problems: [`the plan did not come to an end: ${problem}`],
      history: null,
      story,
    };
  }
}

// Each round lets one more late report in; no plan has as many calls.
const MOST_READS = 50;

/**
 * Reads while nothing changes, so that page, tables and phone service are compared as of one moment. A report that came
 * last is settled first and has the ranking made again, by the sweep at the latest.
 */
async function readAtRest(
  product: Product,
  person: Person,
  batches: AcceptedBatch[],
  story: string[],
  options: RunOptions & { dialsBefore: number; rails: RailsLog },
): Promise<History> {
  // A connection that was idle when the database was killed fails the first query that it is given.
  const read = <Value>(work: () => Promise<Value>) => eventually(work, () => true);
  const state = () =>
    read(async () => {
      const [row] = await product.sql`
        select (select max(version) from public.attempts) as attempts, (select max(version) from public.batches) as batches,
          (select count(*) from public.call_events) as events`;
      return JSON.stringify(row);
    });
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const before = await state();
    await heal(product, batches, story, options);
    const history = await read(() => readHistory(product, person, batches, options));
    if ((await state()) === before) return history;
  }
  throw new Error(`Something still changed after ${MOST_READS} looks.`);
}

async function clearFaults(product: Product): Promise<void> {
  product.database.clear();
  await simulate(product, "faults", "DELETE");
}

/** Nothing breaks any more; what is left to do, the sweep does as the cron would. */
async function heal(
  product: Product,
  batches: AcceptedBatch[],
  story: string[],
  { sweeps = true, healTimeoutMs = HEAL_TIMEOUT_MS, faultyRounds = FAULTY_ROUNDS }: RunOptions,
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
      where b.id = any(${ids}) and (b.ended_at is null or b.finished_at is null)
      union all
      -- Taken, and not yet read.
      select b.id, b.status, a.status, a.id, a.dialing_at, a.called_at, a.ended_at, a.report_at
      from public.batches b join public.attempts a on a.batch_id = b.id
      where b.id = any(${ids}) and a.report_at > a.settled_at and public.takes_late_report(a)`;
  };
  let rounds = 0;
  await eventually(
    async () => {
      rounds += 1;
      // The faults strike for a while, then they are over: an account without credit would be without it for ever.
      if (rounds === faultyRounds) await clearFaults(product);
      return open();
    },
    (rows) => rows.length === 0,
    { timeoutMs: healTimeoutMs, intervalMs: 150 },
  );
  await clearFaults(product);
}
