import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "@/tests/support/product";
import { isQuick, sample } from "@/tests/support/quick";
import {
  createStriker,
  inWords,
  POINTS,
  type SCENARIOS,
  type Strike,
  strikeAll,
  strikesOn,
} from "./points";

/**
 * Every request that the site sends or receives, and a crash just before or just after it. Several crashes share a
 * batch here; `npm run test:faults -- --points` gives both sides of every point and every victim a batch of their own,
 * which takes half an hour.
 */

// As many as a batch survives with all its calls still to be made somewhere in it.
const STRIKES_PER_BATCH = 8;

const striker = createStriker();
let product: Product;

beforeAll(async () => {
  product = await startProduct({
    timeScale: 0.05,
    lines: 4,
    env: { PATIENCE: "0.02" },
    atPoint: striker.atPoint,
  });
}, 120_000);
afterAll(() => product?.stop());

async function missed(scenario: keyof typeof SCENARIOS, targets: Strike[]): Promise<string[]> {
  const left = await strikeAll(striker, product, scenario, targets, {
    lines: 4,
    mostPerBatch: STRIKES_PER_BATCH,
    onBatch: (struck, problems) =>
      expect(problems, `ended: ${struck.map(inWords).join("; ")}`).toEqual([]),
  });
  return left.map(inWords);
}

describe.each(["calls", "cancel"] as const)("the scenario %s", (scenario) => {
  test("passes every point that is listed, and ends well when nothing breaks", async () => {
    const { problems } = await striker.run(product, scenario, [], 0, { lines: 4 });

    expect(problems).toEqual([]);
    expect(POINTS[scenario].filter((name) => !striker.seen().includes(name))).toEqual([]);
  }, 300_000);

  test.skipIf(isQuick)(
    "survives the end of the site at every point",
    async () => {
      // One side of each in turn: what a crash after one request leaves, one before the next leaves as well.
      const targets = strikesOn("web", POINTS[scenario]).filter(
        (_, index) => index % 4 === 0 || index % 4 === 3,
      );
      expect(await missed(scenario, targets)).toEqual([]);
    },
    600_000,
  );
});

test.each(sample(["both", "engine", "database"] as const, 1))(
  "a batch survives the end of %s just before and just after a dial",
  async (victim) => {
    expect(await missed("calls", strikesOn(victim, ["dial"]))).toEqual([]);
  },
  300_000,
);
