import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The request types of the vendor's SDK as lists, read from its declarations: a new version brings its own along.
 * (Importing the SDK would not help, as types leave nothing behind, and takes longer than the whole start.)
 */
const types = join(
  dirname(createRequire(import.meta.url).resolve("@vapi-ai/server-sdk")),
  "api/types",
);

/** All properties of a type; of a union, those of every member: which belongs to which one is not told apart. */
export function propertiesOf(type: string): string[] {
  const text = declarationOf(type);
  const own = [...text.matchAll(/^ {4}(?: {4})?"?([\w:]+)"?\??: .*;$/gm)];
  const members = [...text.matchAll(/extends Vapi\.(\w+)|[=|] Vapi\.(\w+)(?=[ ;])/g)];
  const names = [
    ...own.map(([, name = ""]) => name),
    ...members.flatMap(([, base = "", alternative = base]) => propertiesOf(alternative)),
  ];
  return [...new Set(names)];
}

/** The texts that an enumeration allows; of a union by vendors, the vendors. */
export function wordsOf(type: string): string[] {
  const values = declarationOf(type).matchAll(/^ +(?:readonly \w+|provider): (".*");$/gm);
  return [...values].map(([, value = ""]) => String(JSON.parse(value)));
}

const declarationOf = (type: string): string => readFileSync(join(types, `${type}.d.ts`), "utf8");
