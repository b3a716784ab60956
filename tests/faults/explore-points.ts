import { type Product, startProduct } from "@/tests/support/product";
import { endLeftStack } from "@/tests/support/shared-stack";
import { createStriker, inWords, POINTS, SCENARIOS, strikeAll, strikesOn, VICTIMS } from "./points";

/**
 * Ends every victim before and after every point, each in a batch of its own, and prints what was ended where.
 *
 * @param only words that a strike must contain, such as `both after dial`
 * @returns the exit code: 1 when a batch did not survive or a point was never reached
 */
export async function explorePoints(only = ""): Promise<number> {
  const striker = createStriker();
  const start = (): Promise<Product> =>
    startProduct({
      timeScale: 0.05,
      lines: 4,
      env: { PATIENCE: "0.02" },
      atPoint: striker.atPoint,
    });
  let product = await start();
  const failed: string[] = [];
  let count = 0;
  for (const scenario of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]) {
    for (const victim of VICTIMS) {
      for (const target of strikesOn(victim, POINTS[scenario])) {
        if (!inWords(target).includes(only)) continue;
        count += 1;
        let problems: string[] = [];
        const missed = await strikeAll(striker, product, scenario, [target], {
          lines: 4,
          mostPerBatch: 1,
          onBatch: (_, found) => problems.push(...found),
        });
        if (missed.length > 0) problems = [...problems, "the point was never reached"];
        console.log(`${problems.length === 0 ? "survived" : "FAILED"}: ${inWords(target)}`);
        if (problems.length === 0) continue;
        console.log(`  ${problems.join("\n  ")}`);
        failed.push(inWords(target));
        // What it left behind must not fail the next one.
        await product.stop();
        product = await start();
      }
    }
  }
  await product.stop();
  await endLeftStack();
  console.log(
    `${count - failed.length} survived, ${failed.length} failed${failed.length > 0 ? `:\n  ${failed.join("\n  ")}` : ""}`,
  );
  return failed.length > 0 || count === 0 ? 1 : 0;
}
