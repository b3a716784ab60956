import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ZodType } from "zod";
import { envShape } from "@/lib/env";

/** The table of variables in README.md, made from the schema that reads them. `npm run docs:env` writes it. */

const BEGIN = "<!-- variables: written by npm run docs:env -->";
const END = "<!-- end of variables -->";

export const README = fileURLToPath(new URL("../README.md", import.meta.url));

export function makeEnvTable(): string {
  const rows = Object.entries(envShape).map(
    ([name, schema]) =>
      `| \`${name}\` | ${describeDefault(schema)} | ${schema.description ?? ""} |`,
  );
  return ["| Variable | If not set | What it is |", "|---|---|---|", ...rows].join("\n");
}

/** @throws when the page has lost the marks that the table stands between */
export function putEnvTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md needs the lines ${BEGIN} and ${END}.`);
  return `${page.slice(0, begin + BEGIN.length)}\n${table}\n${page.slice(end)}`;
}

function describeDefault(schema: ZodType): string {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return "**required**";
  return absent.data === undefined ? "not used" : `\`${absent.data}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await readFile(README, "utf8");
  await writeFile(README, putEnvTable(page, makeEnvTable()));
}
