import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ZodType, z } from "zod";
import { envShape } from "@/lib/env";
import { putTable } from "./put-table";

/** The table of variables in README.md, made from the schema that reads them. `npm run docs:env` writes it. */

export const README = fileURLToPath(new URL("../README.md", import.meta.url));

export function makeEnvTable(): string {
  const rows = Object.entries(envShape).map(
    ([name, schema]) =>
      `| \`${name}\` | ${describeDefault(schema)} | ${schema.description ?? ""} |`,
  );
  return ["| Variable | If not set | What it is |", "|---|---|---|", ...rows].join("\n");
}

export const putEnvTable = (page: string, table: string): string =>
  putTable(page, table, "variables", "docs:env");

function describeDefault(schema: ZodType): string {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return "**required**";
  if (absent.data === undefined) return "not used";
  // As one would write it, where it is read into something else.
  const given = schema instanceof z.ZodPrefault ? schema.def.defaultValue : absent.data;
  return `${given}` === "" ? "none" : `\`${given}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await readFile(README, "utf8");
  await writeFile(README, putEnvTable(page, makeEnvTable()));
}
