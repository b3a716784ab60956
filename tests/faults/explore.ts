import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startProduct } from "@/tests/support/product";
import { endLeftStack } from "@/tests/support/shared-stack";
import { explorePoints } from "./explore-points";
import { makePlan } from "./plan";
import { runPlan } from "./run-plan";

/**
 * Runs plans that nobody has chosen: `npm run test:faults -- --seeds 500`; or ends every part at every point there is:
 * `npm run test:faults -- --points`. A seed that fails is printed with its plan,
 * its story and its history (.local/faults/<seed>.json); `-- --seed 7` runs that one again, with the same faults at
 * the same points.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "50" },
    from: { type: "string" },
    seed: { type: "string" },
    points: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
if (values.points) process.exit(await explorePoints(values.only));
const from = Number(values.seed ?? values.from ?? Date.now() % 1_000_000_000);
const count = values.seed ? 1 : Number(values.seeds);
if (!Number.isInteger(from) || !Number.isInteger(count) || count < 1) {
  console.error(
    "Usage: npm run test:faults -- [--seeds <count>] [--from <first seed>] [--seed <one seed>]\n" +
      "       npm run test:faults -- --points [--only <words of a point>]",
  );
  process.exit(2);
}

// Every plan ends by itself within three minutes; a run of plans ends with the first that took the product with it.
const LINES = 4;
let product = await startProduct({ timeScale: 0.05, lines: LINES, env: { PATIENCE: "0.02" } });
const failed: number[] = [];
console.log(`Seeds ${from} to ${from + count - 1}.`);
for (let seed = from; seed < from + count; seed++) {
  const plan = makePlan(seed);
  const startedAt = Date.now();
  const result = await runPlan(product, plan, { lines: LINES });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (result.problems.length === 0) {
    console.log(
      `seed ${seed} passed in ${seconds} s${result.story.length > 0 ? ` (${result.story.join("; ")})` : ""}`,
    );
    continue;
  }
  failed.push(seed);
  mkdirSync(".local/faults", { recursive: true });
  const file = `.local/faults/${seed}.json`;
  writeFileSync(
    file,
    JSON.stringify({ plan, ...result, output: product.output.slice(-200) }, null, 2),
  );
  console.log(
    `seed ${seed} FAILED in ${seconds} s\n  ${result.problems.join("\n  ")}\n  history: ${file}`,
  );
  // What it left behind must not fail the next one.
  await product.stop();
  product = await startProduct({ timeScale: 0.05, lines: LINES, env: { PATIENCE: "0.02" } });
}
await product.stop();
await endLeftStack();
console.log(
  `${count - failed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(", ")}` : ""}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
