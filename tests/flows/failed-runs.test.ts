import { afterEach, beforeAll, expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";

/** Runs that fail for good: the database and the page know of it, and the sweep carries on. */

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  return () => product.stop();
});
afterEach(() => product.database.clear());

// Five retries, each of which asks three times at most.
const OUTLASTS_RETRIES = 18;

const failed = (functionId: string) =>
  eventually(
    async () => {
      const address = `${product.stack.urls.inngest}/dev/runs?function=ringround-${functionId}&status=Failed`;
      return ((await (await fetch(address)).json()) as { runs: { id: string }[] }).runs;
    },
    (runs) => runs.length > 0,
    { timeoutMs: 30_000 },
  );
const sweep = () => fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });

test("a batch whose run has failed says so on its rows until they get a line, and is finished", async () => {
  const person = await product.signUp();
  product.database.arm({ how: "unavailable", only: "begin_batch", count: OUTLASTS_RETRIES });
  const { serviceRequestId } = await product.call(person, ordinaryNumbers(2, 500));
  await failed("run-batch");

  const waiting = await eventually(
    () => product.status(person, serviceRequestId),
    ({ providers }) => providers.every(({ attempt }) => attempt?.holdCode === "our_fault"),
  );
  expect(waiting.isFinal).toBe(false);

  product.database.clear();
  await sweep();
  const final = await product.finished(person, serviceRequestId);
  expect(final.stats).toMatchObject({ total: 2, completed: 2 });
}, 90_000);

test("a call whose run has failed is dialed by the next, once, and has the failure among its events", async () => {
  const person = await product.signUp();
  const [number = ""] = ordinaryNumbers(1, 510);
  product.database.arm({ how: "unavailable", only: "begin_dial", count: OUTLASTS_RETRIES });
  const { serviceRequestId, executionId } = await product.call(person, [number]);
  await eventually(
    () => Promise.resolve(product.database.struck("unavailable")),
    (struck) => struck.filter((name) => name === "begin_dial").length === OUTLASTS_RETRIES,
    { timeoutMs: 30_000 },
  );

  await eventually(
    async () => {
      await sweep();
      return product.status(person, serviceRequestId);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 30_000 },
  );

  // It was waiting for the end of the call beside the step that failed, and ends with it.
  const [run] = await failed("call-provider");
  await eventually(
    () => product.sql`
      select 1 from public.call_events e join public.attempts a on a.id = e.attempt_id
      where a.batch_id = ${executionId} and e.kind = 'other:run_failed' and e.dedupe_key = ${`run:${run?.id}`}`,
    (events) => events.length === 1,
  );
  const { calls } = await product.simulator();
  expect(calls.filter((call) => call.number === number)).toHaveLength(1);
}, 90_000);
