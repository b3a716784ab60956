import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Dial, ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";

// Each batch is waited for up to a minute, and fifty calls on ten lines take a busy machine half of one.
vi.setConfig({ testTimeout: 150_000 });

let product: Product;

beforeAll(async () => {
  // Calls of two to six seconds: ten dials, of some 100 ms of this machine's time each, fit well into the first.
  product = await startProduct({ timeScale: 0.5 });
}, 120_000);
afterAll(() => product?.stop());

const time = (value: string | null) => Date.parse(value ?? "");

/** The share of line time used between the tenth dial and the last: 1 when no line ever idles while work waits. */
function utilisation(dials: Dial[], lines: number): number {
  const starts = dials.map((dial) => time(dial.dialledAt)).sort((a, b) => a - b);
  const from = starts[lines - 1] ?? 0;
  const to = starts.at(-1) ?? 0;
  const used = dials.reduce((sum, dial) => {
    const overlap = Math.min(time(dial.endedAt), to) - Math.max(time(dial.dialledAt), from);
    return sum + Math.max(0, overlap);
  }, 0);
  return used / (lines * (to - from));
}

test("25 providers never use more than 10 lines, use all 10 while work waits, and are dialled once each", async () => {
  const person = await product.signUp();
  const numbers = ordinaryNumbers(25);

  const accepted = await product.call(person, numbers);
  const final = await product.finished(person, accepted.serviceRequestId);

  const { calls, maxConcurrent } = await product.simulator();
  expect(final.stats.total).toBe(25);
  expect(maxConcurrent).toBe(10);
  expect(calls.map((call) => call.number).sort()).toEqual([...numbers].sort());
  expect(calls.filter((call) => call.isBlocked)).toEqual([]);
  // Between the end of a call and the next dial lie a webhook, a claim and an event; half of the time would be a fault.
  expect(utilisation(calls, 10)).toBeGreaterThan(0.5);
});

test("two people share the ten lines; the second is not kept waiting for the end of the first", async () => {
  const [one, two] = [await product.signUp(), await product.signUp()];
  const [first, second] = [ordinaryNumbers(40, 100), ordinaryNumbers(10, 200)];

  const large = await product.call(one, first);
  const small = await product.call(two, second);
  await product.finished(two, small.serviceRequestId);
  const largeThen = await product.status(one, large.serviceRequestId);
  const final = await product.finished(one, large.serviceRequestId);

  expect(largeThen.stats.queued).toBeGreaterThan(0);
  expect(final.stats.total).toBe(40);
  const { calls, maxConcurrent } = await product.simulator();
  expect(maxConcurrent).toBe(10);
  const dialled = calls
    .map((call) => call.number)
    .filter((number) => [...first, ...second].includes(number));
  expect(dialled.sort()).toEqual([...first, ...second].sort());
});
