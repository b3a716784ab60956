import { parseArgs } from "node:util";
import fc from "fast-check";
import { findFaults, generatedFile } from "@/lib/lists/generated.fixture";

/** `npm run test:lists -- --runs 10000 [--seed 1]`: as many generated files, and how many of them were read wrongly. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
  });
  const files = fc.sample(generatedFile, {
    numRuns: Number(values.runs),
    seed: Number(values.seed),
  });
  let dials = 0;
  let others = 0;
  for (const file of files) {
    const faults = await findFaults(file);
    if (faults.length === 0) continue;
    if (faults.some((fault) => fault.startsWith("wrong dial"))) dials += 1;
    else others += 1;
    if (dials + others <= 10)
      console.error(`${faults.join("\n")}\n${new TextDecoder().decode(file.bytes)}\n`);
  }
  console.log(`${files.length} files, ${dials} wrong dials, ${others} other faults`);
  process.exitCode = dials + others > 0 ? 1 : 0;
}

void main();
