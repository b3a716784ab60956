import { afterAll, beforeAll, expect, test } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { isQuick } from "@/tests/support/quick";

let product: Product;

beforeAll(async () => {
  // A call takes tens of milliseconds: what is left is the product's own work.
  product = await startProduct({ timeScale: 0.005, lines: 50 });
}, 120_000);
afterAll(() => product?.stop());

test.skipIf(isQuick)(
  "a thousand providers are all called, each once, and all are final",
  async () => {
    const person = await product.signUp();
    const numbers = ordinaryNumbers(1000);

    const accepted = await product.call(person, numbers);
    const final = await product.finished(person, accepted.serviceRequestId, 540_000);

    expect(final.stats).toMatchObject({ total: 1000, queued: 0, inProgress: 0, unknown: 0 });
    expect(final.ranking).toHaveLength(1000);
    const { calls, maxConcurrent } = await product.simulator();
    expect(maxConcurrent).toBeLessThanOrEqual(50);
    expect(calls.map((call) => call.number).sort()).toEqual([...numbers].sort());
  },
  600_000,
);
