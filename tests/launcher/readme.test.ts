import { readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { COSTS, makeCostTables, putCostTables } from "@/docs/cost-table";
import { makeEnvTable, putEnvTable, README } from "@/docs/env-table";
import { envShape } from "@/lib/env";
import manifest from "@/package.json";

test("the table of variables is the one that lib/env.ts gives; npm run docs:env writes it", async () => {
  const page = await readFile(README, "utf8");

  expect(page).toBe(putEnvTable(page, makeEnvTable()));
});

test("the tables of costs are those that are computed; npm run docs:cost writes them", async () => {
  const page = await readFile(COSTS, "utf8");

  expect(page).toBe(putCostTables(page, makeCostTables()));
});

test("every variable that .env.example offers is in the table, or one of Inngest's own", async () => {
  const example = await readFile(new URL("../../.env.example", import.meta.url), "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => String(name));

  const unknown = named.filter((name) => !(name in envShape) && !name.startsWith("INNGEST_"));

  expect(named.length).toBeGreaterThan(5);
  expect(unknown).toEqual([]);
});

test("every npm command in the README exists", async () => {
  const page = await readFile(README, "utf8");

  const named = [...page.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)];
  const missing = named.map(([, run, short]) => run ?? short).filter((name) => !isScript(name));

  expect(named.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

test("every file and folder that the README links to exists", async () => {
  const page = await readFile(README, "utf8");

  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => String(path));
  const missing: string[] = [];
  for (const path of links) {
    await stat(new URL(`../../${path}`, import.meta.url)).catch(() => missing.push(path));
  }

  expect(links.length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

function isScript(name: string | undefined): boolean {
  return name !== undefined && name in manifest.scripts;
}
