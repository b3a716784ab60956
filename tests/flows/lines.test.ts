import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { holdCalls, letAllGo, letGo, untilLive } from "./held-calls";

// Each batch is waited for up to a minute, and fifty calls on ten lines take a busy machine half of one.
vi.setConfig({ testTimeout: 150_000 });

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05 });
}, 120_000);
afterAll(() => product?.stop());

test("25 providers never use more than 10 lines, use all 10 while work waits, and are dialed once each", async () => {
  const person = await product.signUp();
  const numbers = ordinaryNumbers(25);
  await holdCalls(product, numbers);

  const accepted = await product.call(person, numbers);
  // Whenever a line becomes free, it is taken again while work waits: no call ends but by this.
  for (let waiting = 15; waiting > 0; waiting -= 1) {
    const [oldest] = await untilLive(product, 10);
    if (oldest) await letGo(product, [oldest]);
  }
  await untilLive(product, 10);
  await letAllGo(product, accepted.serviceRequestId);
  const final = await product.finished(person, accepted.serviceRequestId);

  const { calls, maxConcurrent } = await product.simulator();
  expect(final.stats.total).toBe(25);
  expect(maxConcurrent).toBe(10);
  expect(calls.map((call) => call.number).sort()).toEqual([...numbers].sort());
  expect(calls.filter((call) => call.isBlocked)).toEqual([]);
});

test("two people share the ten lines; the second is not kept waiting for the end of the first", async () => {
  const [one, two] = [await product.signUp(), await product.signUp()];
  const [first, second] = [ordinaryNumbers(40, 100), ordinaryNumbers(10, 200)];
  await holdCalls(product, [...first, ...second]);

  const large = await product.call(one, first);
  await untilLive(product, 10);
  const small = await product.call(two, second);
  const isOpen = async () =>
    (
      await product.sql`
        select 1 from public.batches where id = ${small.executionId} and ended_at is null`
    ).length > 0;
  while (await isOpen()) {
    const [oldest] = await untilLive(product, 10);
    if (oldest) await letGo(product, [oldest]);
  }
  await product.finished(two, small.serviceRequestId);
  const largeThen = await product.status(one, large.serviceRequestId);
  await letAllGo(product, large.serviceRequestId);
  const final = await product.finished(one, large.serviceRequestId);

  expect(largeThen.stats.queued).toBeGreaterThan(0);
  expect(final.stats.total).toBe(40);
  const { calls, maxConcurrent } = await product.simulator();
  expect(maxConcurrent).toBe(10);
  const dialed = calls
    .map((call) => call.number)
    .filter((number) => [...first, ...second].includes(number));
  expect(dialed.sort()).toEqual([...first, ...second].sort());
});
