import { afterAll, beforeAll, expect, test } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { isQuick, sample } from "@/tests/support/quick";
import { makePlan, type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/** A fixed set of plans; `npm run test:faults -- --seeds 500` explores others, `-- --seed 7` repeats one. */
const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: 4, env: { PATIENCE: "0.02" } });
}, 120_000);
afterAll(() => product?.stop());

test.each(sample(SEEDS, 2))(
  "plan %i: nobody is dialed twice, nothing is lost, everything is final",
  async (seed) => {
    const result = await runPlan(product, makePlan(seed), { lines: 4 });

    expect(
      result.problems,
      JSON.stringify({ plan: makePlan(seed), story: result.story }, null, 2),
    ).toEqual([]);
  },
  300_000,
);

test("every rail changes in the middle, and each is kept", async () => {
  const [listed = "", ...others] = ordinaryNumbers(12, 100);
  const plan: Plan = {
    ...QUIET,
    batches: [
      { numbers: [...others, listed], maxAttempts: 1 },
      { numbers: ordinaryNumbers(8, 200), maxAttempts: 1, capUsd: 0.4 },
      // Too long, whichever of the others is stored first.
      { numbers: ordinaryNumbers(21, 300), maxAttempts: 1 },
    ],
    limits: { callsPerDay: 20 },
    stops: [{ afterDials: 4, ms: 1500 }],
    doNotCall: [{ number: listed, afterDials: 2, by: "person" }],
    revisions: [{ afterDials: 6, calls: 4, costUsd: 0.4 }],
    // Up to a minute to wait for.
    closeFirstAfterDials: isQuick ? null : 5,
  };

  const result = await runPlan(product, plan, { lines: 4 });

  expect(result.problems, result.story.join("\n")).toEqual([]);
  const story = result.story.join("\n");
  expect(story).toMatch(/was refused: You may have 20 businesses called a day/);
  expect(story).toMatch(/stopped all calling/);
  expect(result.history?.attempts.find(({ phone }) => phone === listed)?.row.detail).toBe(
    "own_do_not_call",
  );
}, 300_000);

test("everything is killed at once in the middle of forty calls, and Postgres alone knows how to go on", async () => {
  const plan: Plan = {
    ...QUIET,
    batches: [{ numbers: ordinaryNumbers(40), maxAttempts: 1 }],
    kills: [{ part: "everything", afterDials: 6, downMs: 0 }],
    rerunAll: true,
  };

  const result = await runPlan(product, plan, { lines: 4 });

  expect(result.problems, result.story.join("\n")).toEqual([]);
  expect(result.history?.attempts).toHaveLength(40);
}, 300_000);
