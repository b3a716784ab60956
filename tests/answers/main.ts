import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { putTable } from "@/docs/put-table";
import { makeFigures, SEEDS } from "./figures";

/**
 * `npm run check:answers -- --seeds 5000` prints how many false values the check confirms and how many true ones it does
 * not, with the names of both. `--write` puts the table of the usual number of seeds into docs/answers.md. Ends with 1 where
 * a false value was confirmed.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: `${SEEDS}` },
    write: { type: "boolean", default: false },
  },
});
const seeds = Number(values.seeds);
if (!Number.isInteger(seeds) || seeds < 1)
  throw new Error(`--seeds: "${values.seeds}" is no whole number above 0.`);

const { table, mistakes } = makeFigures(seeds);
process.stdout.write(`${[table, "", ...mistakes].join("\n")}\n`);
if (mistakes.some((mistake) => mistake.startsWith("false"))) process.exitCode = 1;

if (values.write) {
  const page = fileURLToPath(new URL("../../docs/answers.md", import.meta.url));
  await writeFile(
    page,
    putTable(await readFile(page, "utf8"), table, "figures", "check:answers -- --write"),
  );
}
