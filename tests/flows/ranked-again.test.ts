import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { settleDown } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** Answers that change while they are ranked. */

// Five tries, a second apart, took 14 s on a machine with fifteen times as much to do as it has cores.
vi.setConfig({ testTimeout: 120_000 });
const PATIENT = { timeoutMs: 60_000 };

let product: Product;
let person: Person;
let changesLeft = 0;
let reads = 0;

beforeAll(async () => {
  product = await startProduct({
    timeScale: 0.05,
    // Between reading the answers and storing their ranking, something more is heard of one of them.
    atPoint: async ({ name, side }) => {
      if (name !== "list_final_answers" || side !== "after") return;
      reads += 1;
      if (changesLeft === 0) return;
      changesLeft -= 1;
      await product.sql`update public.attempts set cost_usd = coalesce(cost_usd, 0) + 0.01`;
    },
  });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

const batchOf = async (id: string) => {
  const [batch] = await product.sql`
    select ended_at, finished_at from public.batches where id = ${id}`;
  return batch as { ended_at: Date | null; finished_at: Date | null };
};
const finishedAt = async (id: string) => (await batchOf(id)).finished_at;

/** A batch of one that has ended, out of the sweep's sight, while its answer changed so often under the ranking. */
async function endedUnder(changes: number, number: string): Promise<string> {
  changesLeft = changes;
  reads = 0;
  const { executionId } = await product.call(person, [number]);
  await eventually(
    () => batchOf(executionId),
    (batch) => batch.ended_at !== null,
    PATIENT,
  );
  // The sweep takes up what ended half a minute ago.
  await product.sql`
    update public.batches set ended_at = now() + interval '1 hour' where id = ${executionId}`;
  return executionId;
}

test("an answer that changes while it is ranked is ranked again at once, without the sweep", async () => {
  const [number = ""] = ordinaryNumbers(1, 1200);

  const batchId = await endedUnder(2, number);

  await eventually(
    () => finishedAt(batchId),
    (at) => at !== null,
    PATIENT,
  );
  expect(reads).toBe(3);
});

test("answers that never stand still are ranked five times and then left to the sweep", async () => {
  const [number = ""] = ordinaryNumbers(1, 1201);

  const batchId = await endedUnder(1_000_000, number);
  await eventually(
    () => reads,
    (count) => count === 5,
    PATIENT,
  );
  await settleDown(product);

  expect([reads, await finishedAt(batchId)]).toEqual([5, null]);
  changesLeft = 0;
  await product.sql`
    update public.batches set ended_at = now() - interval '1 minute' where id = ${batchId}`;
  await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  expect(await finishedAt(batchId)).not.toBeNull();
});
