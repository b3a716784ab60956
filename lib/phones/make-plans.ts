import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import installed from "libphonenumber-js/package.json";

/**
 * Writes plans.json, the day of the numbering plans that are installed: `npm run phones:plans`, after `libphonenumber-js`
 * was updated. The package does not say it; the registry does.
 */
const { version } = installed;
const days = JSON.parse(
  execFileSync("npm", ["view", "libphonenumber-js", "time", "--json"], { encoding: "utf8" }),
);
const date = String(days[version]).slice(0, 10);
writeFileSync(
  fileURLToPath(new URL("plans.json", import.meta.url)),
  `${JSON.stringify({ version, date }, null, 1).replace(/\n */g, " ")}\n`,
);
