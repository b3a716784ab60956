import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { holdCalls, letAllGo } from "./held-calls";

/**
 * The two faults of what this replaces. An endpoint that awaited every call was cut by a proxy after 45 s while the
 * phones still rang; its successor started the calls after the response, and on serverless hosts that work was lost.
 */

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05 });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

test("202 is answered before any call has ended, and no call waits for it", async () => {
  const numbers = ordinaryNumbers(3);
  await holdCalls(product, numbers);
  const accepted = await product.call(person, numbers);

  const ended =
    await product.sql`select 1 from public.attempts where batch_id = ${accepted.executionId} and ended_at is not null`;
  const { calls } = await product.simulator();
  expect(ended).toHaveLength(0);
  expect(calls.filter((call) => call.endedAt !== null)).toEqual([]);
  await letAllGo(product, accepted.serviceRequestId);
  expect((await product.finished(person, accepted.serviceRequestId)).stats.total).toBe(3);
});

/** Each number was dialed once, or never where the kill fell between intent and dial: then it says so and is left alone. */
async function expectHonest(final: BatchStatusAnswer, numbers: string[]): Promise<void> {
  const { calls } = await product.simulator();
  const dialed = calls.map((call) => call.number).filter((number) => numbers.includes(number));
  const neverDialed = numbers.filter((number) => !dialed.includes(number));
  const unknown = final.providers
    .filter(({ callStatus }) => callStatus === "unknown")
    .map(({ phone }) => phone);
  expect(new Set(dialed).size).toBe(dialed.length);
  expect(unknown.sort()).toEqual(neverDialed.sort());
  expect(final.status).toBe("completed");
  expect(final.stats.total).toBe(numbers.length);
}

test("the calls go on when the process that answered 202 is killed, and nobody is phoned twice", async () => {
  const numbers = ordinaryNumbers(14, 50);
  await holdCalls(product, numbers.slice(0, 1));
  const accepted = await product.call(person, numbers);

  await product.killWeb();
  const settled =
    await product.sql`select 1 from public.attempts where batch_id = ${accepted.executionId} and status = 'settled'`;
  await product.startWeb();
  await letAllGo(product, accepted.serviceRequestId);
  const final = await product.finished(person, accepted.serviceRequestId, 100_000);

  expect(settled.length).toBeLessThan(14);
  await expectHonest(final, numbers);
}, 120_000);

test("the same holds for a kill while phones ring", async () => {
  const numbers = ordinaryNumbers(14, 80);
  await holdCalls(product, numbers.slice(0, 5));
  const accepted = await product.call(person, numbers);
  await eventually(
    () => product.status(person, accepted.serviceRequestId),
    ({ stats }) => stats.inProgress >= 5,
    { intervalMs: 20 },
  );

  await product.killWeb();
  await product.startWeb();
  await letAllGo(product, accepted.serviceRequestId);

  await expectHonest(await product.finished(person, accepted.serviceRequestId, 100_000), numbers);
}, 120_000);
