import { setTimeout as delay } from "node:timers/promises";
import type { Product } from "@/tests/support/product";
import type { Plan } from "./plan";
import { settleDown, untilDials } from "./simulator";

type RunView = {
  id: string;
  functionId: string;
  queuedAtMs: number;
  endedAtMs?: number;
  steps: { id: string; endedAtMs?: number }[];
};

/** Everything that a plan breaks once so many calls were dialed. */
export function breakThings(
  product: Product,
  plan: Plan,
  since: number,
  story: string[],
): Promise<unknown> {
  return Promise.all([
    killParts(product, plan, story),
    cutDatabase(product, plan, story),
    cancelRuns(product, plan, since, story),
    rerunInTheMiddle(product, plan, since, story),
    repeatEvents(product, plan, story),
  ]);
}

async function killParts(product: Product, plan: Plan, story: string[]): Promise<void> {
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

async function cutDatabase(product: Product, plan: Plan, story: string[]): Promise<void> {
  if (plan.outage === null) return;
  await untilDials(product, plan.outage.afterDials);
  story.push(`no database after ${plan.outage.afterDials} dials for ${plan.outage.ms} ms`);
  await product.database.outage(plan.outage.ms);
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
  const runs = await listRuns(product, since).catch(() => []);
  const open = runs.filter((run) => run.endedAtMs === undefined);
  for (const run of open) await steerRun(product, run.id, "cancel").catch(() => undefined);
  story.push(`canceled ${open.length} runs after ${plan.cancelRunsAfterDials} dials`);
}

async function rerunInTheMiddle(
  product: Product,
  plan: Plan,
  since: number,
  story: string[],
): Promise<void> {
  if (plan.rerunAfterDials === null) return;
  await untilDials(product, plan.rerunAfterDials);
  const started = await rerunAll(product, since).catch(() => 0);
  story.push(`started ${started} runs again after ${plan.rerunAfterDials} dials`);
}

/** Every event again, under a new id, as a sender does that got no answer and makes up its ids. */
async function repeatEvents(product: Product, plan: Plan, story: string[]): Promise<void> {
  if (plan.repeatEventsAfterDials === null) return;
  await untilDials(product, plan.repeatEventsAfterDials);
  const sent = await sendEventsAgain(product).catch(() => 0);
  story.push(`sent ${sent} events again after ${plan.repeatEventsAfterDials} dials`);
}

/** @returns how many events were sent. */
export async function sendEventsAgain(product: Product): Promise<number> {
  const { events } = (await (await fetch(`${product.stack.urls.inngest}/dev/events`)).json()) as {
    events: { event: { name: string; data: unknown } }[];
  };
  const again = events
    .map(({ event: { name, data } }) => ({ name, data }))
    .filter(({ name }) => name.startsWith("calls/"));
  await fetch(`${product.stack.urls.inngest}/e/key`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(again),
  });
  return again.length;
}

/** The plan's own runs, without the sweep's. */
async function listRuns(product: Product, since: number): Promise<RunView[]> {
  const response = await fetch(`${product.stack.urls.inngest}/dev/runs?limit=1000`);
  const { runs } = (await response.json()) as { runs: RunView[] };
  return runs.filter((run) => run.queuedAtMs >= since && !run.functionId.endsWith("sweep"));
}

/** Every run again as the dashboard does: from its start, and from each of its steps that is done. */
async function rerunAll(product: Product, since: number): Promise<number> {
  let started = 0;
  for (const run of await listRuns(product, since)) {
    const steps = run.steps.filter((step) => step.endedAtMs !== undefined);
    for (const fromStep of [undefined, ...steps.map((step) => step.id)]) {
      await steerRun(product, run.id, "rerun", fromStep);
      started += 1;
    }
  }
  return started;
}

/** Once nothing is left to do: whatever is started again must find its work done. */
export async function rerunEverything(
  product: Product,
  since: number,
  story: string[],
): Promise<void> {
  story.push(`started ${await rerunAll(product, since)} runs again`);
  await settleDown(product);
}

async function steerRun(
  product: Product,
  runId: string,
  action: "rerun" | "cancel",
  fromStep?: string,
): Promise<void> {
  const engine = product.stack.urls.inngest ?? "";
  await fetch(`${engine}/runs/${runId}/${action}`, {
    method: "POST",
    headers: { origin: engine },
    body: fromStep === undefined ? undefined : new URLSearchParams({ fromStep }),
    redirect: "manual",
  });
}
