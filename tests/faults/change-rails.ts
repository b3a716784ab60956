import { setTimeout as delay } from "node:timers/promises";
import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import type { Person, Product } from "@/tests/support/product";
import type { RailsLog } from "./history";
import type { Plan } from "./plan";
import { readCalls } from "./read-calls";
import { simulate, untilDials } from "./simulator";

const MINUTE_MS = 60_000;

/** The database may be away: a plan kills it too. */
const insist = <Value>(work: () => Promise<Value>): Promise<Value> =>
  eventually(work, () => true, { timeoutMs: 60_000 });

/** As if nobody had ever decided anything, and with the limits of the plan for this person. */
export async function resetRails(
  { sql }: Product,
  { userId }: Person,
  { limits }: Plan,
): Promise<void> {
  await sql`delete from public.do_not_call`;
  await startCalling(sql);
  await sql`
    select public.set_person_limits((select email from auth.users where id = ${userId}), ${sql.json(limits)})`;
}

export const startCalling = (sql: Product["sql"]) =>
  insist(() => sql`select public.start_calling()`);

/** Everything that a plan has people and the phone service decide once so many calls were dialed. */
export function changeRails(
  product: Product,
  person: Person,
  plan: Plan,
  starting: Promise<AcceptedBatch[]>,
  story: string[],
  log: RailsLog,
): Promise<unknown> {
  return Promise.all([
    stopCalling(product, plan, story, log),
    closeFirst(product, plan, starting, story, log),
    ...plan.doNotCall.map((wish) => stopNumber(product, person, wish, story)),
    ...plan.revisions.map((revision) => reviseCosts(product, revision, story, log)),
  ]);
}

async function stopCalling(product: Product, plan: Plan, story: string[], log: RailsLog) {
  const { sql } = product;
  for (const stop of [...plan.stops].sort((a, b) => a.afterDials - b.afterDials)) {
    await untilDials(product, stop.afterDials);
    await insist(() => sql`select public.stop_calling('A plan says so.')`);
    const from = Date.now();
    // What would give out lines, as the cron does.
    while (Date.now() < from + stop.ms) {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" }).catch(
        () => undefined,
      );
      await delay(200);
    }
    log.stops.push({ from, to: Date.now() });
    await startCalling(sql);
    story.push(`stopped all calling after ${stop.afterDials} dials for ${stop.ms} ms`);
  }
}

/**
 * The hours of the batch become those that begin with a coming minute of the clock; nothing opens them but the time.
 * A test cannot wait for an evening, so what is in the database is moved and not the clock.
 */
async function closeFirst(
  product: Product,
  plan: Plan,
  starting: Promise<AcceptedBatch[]>,
  story: string[],
  log: RailsLog,
): Promise<void> {
  if (plan.closeFirstAfterDials === null) return;
  const [batch] = await starting;
  if (!batch) return;
  await untilDials(product, plan.closeFirstAfterDials);
  // Closed for two seconds at the least: one may pass until the last dial.
  const to = Math.ceil((Date.now() + 2000) / MINUTE_MS) * MINUTE_MS;
  const opens = new Date(to).toISOString().slice(11, 16);
  const hours = { days: [1, 2, 3, 4, 5, 6, 7], from: opens, until: "24:00" };
  const { sql } = product;
  await insist(() =>
    sql.begin(async (all) => {
      await all`update public.providers set time_zones = '{UTC}' where service_request_id = ${batch.serviceRequestId}`;
      await all`update public.batches set calling_hours = ${sql.json(hours)} where id = ${batch.executionId}`;
    }),
  );
  log.closings.push({ batchId: batch.executionId, from: Date.now(), to });
  story.push(`closed the first batch after ${plan.closeFirstAfterDials} dials until ${opens} UTC`);
}

async function stopNumber(
  product: Product,
  person: Person,
  { number, afterDials, by }: Plan["doNotCall"][number],
  story: string[],
): Promise<void> {
  await untilDials(product, afterDials);
  if (by === "operator") {
    const entry = product.sql.json([{ phone: number }]);
    await insist(() => product.sql`select public.add_do_not_call(null, 'operator', ${entry})`);
  } else {
    const body = { numbers: [{ phone: number }] };
    await insist(async () => {
      const answer = await product.request(person, "POST", "/api/v1/do-not-call", body);
      if (answer.status !== 200) throw new Error(`Not listed: ${answer.status}`);
    });
  }
  story.push(`${by} had ${number} called no more after ${afterDials} dials`);
}

async function reviseCosts(
  product: Product,
  { afterDials, calls: most, costUsd }: Plan["revisions"][number],
  story: string[],
  log: RailsLog,
): Promise<void> {
  await untilDials(product, afterDials);
  const told = await eventually(
    async () => (await readCalls(product)).filter((call) => call.isReportTaken),
    (calls) => calls.length > 0,
    { timeoutMs: 3000 },
  ).catch(() => []);
  for (const call of told.slice(-most)) {
    const revised = await simulate(product, "revise", "POST", { callId: call.callId, costUsd });
    if (!revised.ok) continue;
    log.revisions.push({ callId: call.callId, byUsd: costUsd - call.costUsd });
  }
  story.push(
    `revised ${Math.min(most, told.length)} costs to $${costUsd} after ${afterDials} dials`,
  );
}
