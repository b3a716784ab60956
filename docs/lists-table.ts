import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { EXPECTED } from "@/tests/lists/expected";
import { putTable } from "./put-table";

/** The table of list files in lists.md, made from what the tests expect of them. `npm run docs:lists` writes it. */

export const LISTS_PAGE = fileURLToPath(new URL("lists.md", import.meta.url));

export function makeListsTable(): string {
  const rows = Object.entries(EXPECTED).map(([name, expected]) => {
    const { is, asks, called, merged = 0, refused = 0, toConfirm = [], ignored } = expected;
    const counts = [
      [called.length, "called"],
      [merged, "merged"],
      [Array.isArray(refused) ? refused.length : refused, "refused"],
      [toConfirm.length, "of these to confirm"],
      [ignored, "ignored"],
    ] as const;
    const told = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
    const asked = asks ? `asks for the ${asks}, then ` : "";
    return `| \`${name}\` | ${is.replaceAll("|", "\\|")} | ${asked}${told.join(", ")} |`;
  });
  const title = `${rows.length} files; their businesses and numbers are made up.`;
  return [title, "", "| File | What it stands for | Read as |", "|---|---|---|", ...rows].join(
    "\n",
  );
}

export const putListsTable = (page: string, table: string): string =>
  putTable(page, table, "list files", "docs:lists");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = await readFile(LISTS_PAGE, "utf8");
  await writeFile(LISTS_PAGE, putListsTable(page, makeListsTable()));
}
