import { afterAll, beforeAll, expect, test } from "vitest";
import { DATABASE_FAULTS, type DatabaseFault } from "@/tests/support/database-proxy";
import { eventually } from "@/tests/support/eventually";
import {
  ordinaryNumbers,
  type Product,
  SERVICE_REQUEST,
  startProduct,
} from "@/tests/support/product";
import { isQuick } from "@/tests/support/quick";
import { DATABASE_FUNCTIONS, type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/** The site's way to the database breaks, before its statements and after them. */

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: 4, env: { PATIENCE: "0.02" } });
}, 120_000);
afterAll(() => product?.stop());

const NO_ANSWER = "+18645550103";
const BATCH = { numbers: [NO_ANSWER, ...ordinaryNumbers(5, 800)], maxAttempts: 2 };

async function run(plan: Partial<Plan>) {
  const result = await runPlan(
    product,
    { ...QUIET, batches: [BATCH], ...plan },
    // Bounded by their counts instead.
    { lines: 4, faultyRounds: Number.POSITIVE_INFINITY },
  );
  expect(result.problems, result.story.join("\n")).toEqual([]);
}

const quick = DATABASE_FAULTS.filter((how) => how !== "slow");

// A quick run has one that did nothing and one that has committed.
const struck = quick
  .map((how, index) => [how, index] as const)
  .filter(([how]) => !isQuick || how === "refused" || how === "lost");

test.each(struck)(
  "every database function fails twice with %s, and the batch ends well",
  async (how, index) => {
    const databaseFaults = DATABASE_FUNCTIONS.map(
      (only): DatabaseFault => ({ how, only, count: 2 }),
    );

    await run({ seed: 100 + index, databaseFaults, retryUnreached: true });

    // Of those that every batch calls, or nothing was tested.
    expect(product.database.struck(how)).toEqual(
      expect.arrayContaining(["start_batch", "begin_dial", "record_call_event", "settle_attempt"]),
    );
  },
  300_000,
);

test.skipIf(isQuick)(
  "statements that commit after the site has given up waiting are neither lost nor repeated",
  async () => {
    await run({
      seed: 120,
      databaseFaults: [
        { how: "slow", only: "begin_dial", count: 1 },
        { how: "slow", only: "mark_call_in_progress", count: 1 },
        { how: "slow", only: "settle_attempt", count: 1 },
      ],
    });
    expect(product.database.struck("slow")).toContain("begin_dial");
  },
  300_000,
);

test("an intent to dial of which no answer ever comes is looked for, and nobody is dialed", async () => {
  const person = await product.signUp();
  const [number = ""] = ordinaryNumbers(1, 860);
  // As often as six executions ask: then nobody is left who knows that it was not dialed.
  const asked = 18;
  product.database.arm({ how: "lost", only: "begin_dial", count: asked });
  const before = product.database.struck("lost").length;

  const accepted = await product.call(person, [number]);
  await eventually(
    () => Promise.resolve(product.database.struck("lost").length - before),
    (struck) => struck === asked,
    { timeoutMs: 30_000 },
  );
  const final = await eventually(
    async () => {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      return product.status(person, accepted.serviceRequestId);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 30_000 },
  );

  expect(final.providers[0]).toMatchObject({
    callStatus: "unknown",
    attempt: { detail: "not_found" },
  });
  const { calls } = await product.simulator();
  expect(calls.filter((call) => call.number === number)).toEqual([]);
}, 120_000);

test.skipIf(isQuick)(
  "the database is away for ten seconds in the middle of a batch",
  async () => {
    await run({ seed: 121, kills: [{ part: "supabase", afterDials: 2, downMs: 10_000 }] });
  },
  300_000,
);

test("without a database an order is answered 503, and nothing of it is stored", async () => {
  const person = await product.signUp();
  const order = () =>
    product.post(person, {
      serviceRequest: SERVICE_REQUEST,
      providers: [{ name: "Acme", phone: ordinaryNumbers(1, 850)[0] }],
    });
  const stored = () =>
    product.sql`select 1 from public.service_requests where user_id = ${person.userId}`;
  for (const how of ["unavailable", "html-502", "deadlock"] as const) {
    product.database.arm({ how, only: "start_batch", count: 1 });
    const response = await order();

    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ code: "store_unavailable" });
    expect(await stored()).toHaveLength(0);
  }

  const { status } = await eventually(order, (response) => response.status === 202);
  expect(status).toBe(202);
  expect(await stored()).toHaveLength(1);
});
