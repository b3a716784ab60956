import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import type { Product } from "@/tests/support/product";
import { breakThings, rerunEverything } from "./break-things";
import { checkHistory, type History } from "./checker";
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
  try {
    await simulate(product, "reset", "POST", {});
    await armPhoneFaults(product, plan.faults);
    await scriptCalls(product, plan.scripts);
    const person = await product.signUp();
    for (const fault of plan.databaseFaults) product.database.arm(fault);

    const starting = startBatches(product, person, plan);
    const [batches] = await Promise.all([
      starting,
      breakThings(product, plan, since, story),
      cancelFirst(product, person, plan, starting, story),
    ]);
    await heal(product, batches, story, options);
    const again = await retryFirst(product, person, plan, batches, story);
    if (again) await heal(product, [again], story, options);

    await options.untilWhole?.();
    const dialsBefore = await settleDown(product);
    if (plan.rerunAll) await rerunEverything(product, since, story);
    const all = again ? [...batches, again] : batches;
    // A report that came last has the ranking made again, by the sweep at the latest.
    await heal(product, all, story, options);
    const history = await readHistory(product, person, all, {
      dialsBefore,
      lines: options.lines,
    });
    return { seed: plan.seed, problems: checkHistory(history), history, story };
  } catch (error) {
    await clearFaults(product).catch(() => undefined);
    const problem = error instanceof Error ? error.message : String(error);
    return {
      seed: plan.seed,
      problems: [`the plan did not come to an end: ${problem}`],
      history: null,
      story,
    };
  }
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
      where b.id = any(${ids}) and (b.ended_at is null or b.finished_at is null)`;
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
