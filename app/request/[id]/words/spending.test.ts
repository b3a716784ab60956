import { expect, test } from "vitest";
import { createLiveBatch } from "@/lib/batches/live-batch.fixture";
import { describeSpending } from "./spending";

const told = (spentUsd: number, reservedUsd: number, isSimulated = false) =>
  describeSpending(
    createLiveBatch([{}], { spending: { capUsd: 10, spentUsd, reservedUsd } }),
    isSimulated,
  );

test("what is used of the cap, and what live calls may still take of it", () => {
  expect(told(1.349, 2.6)).toBe("$1.35 of $10.00 used, $2.60 set aside for live calls");
  expect(told(0.1 + 0.2, 0)).toBe("$0.30 of $10.00 used");
});

test("money of a simulated site is called so", () => {
  expect(told(0, 0, true)).toBe("Simulated: $0.00 of $10.00 used");
});

test("without a batch there is no cap", () => {
  expect(describeSpending(createLiveBatch([], { spending: null }), false)).toBeNull();
});
