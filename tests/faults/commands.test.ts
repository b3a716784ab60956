import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/** A row of the reliability page is worth as much as the command that shows it. */

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const page = read("docs/reliability.md");

/** Full names of the tests in a file, as `-t` is compared with them; `%s` stands where a table fills in. */
function testNames(file: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node, above: string) => {
    const call = ts.isCallExpression(node) ? readTestCall(node) : null;
    if (call?.kind === "test") names.push(`${above}${call.title}`);
    const inside = call?.kind === "describe" ? `${above}${call.title} ` : above;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest), "");
  return names;
}

/** `test("…", …)`, `describe("…", …)`, `test.each(table)("…", …)`; not those that are skipped. */
function readTestCall(
  call: ts.CallExpression,
): { kind: "test" | "describe"; title: string } | null {
  const [first] = call.arguments;
  if (!first || !ts.isStringLiteralLike(first)) return null;
  let callee: ts.Expression = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) {
      if (["skip", "todo"].includes(callee.name.text)) return null;
      callee = callee.expression;
    } else if (ts.isCallExpression(callee)) callee = callee.expression;
    else return null;
  }
  const kind = callee.text;
  return kind === "test" || kind === "describe" ? { kind, title: first.text } : null;
}

test("every command of the reliability page runs at least one test", () => {
  const commands = [...page.matchAll(/`npx vitest run (\S+?)(?: -t "([^"]+)")?`/g)].map(
    ([text, file = "", words = ""]) => ({ text, file, words: new RegExp(words) }),
  );

  const empty = commands.filter(
    ({ file, words }) =>
      !existsSync(path.join(root, file)) || !testNames(file).some((name) => words.test(name)),
  );

  expect(empty.map(({ text }) => text)).toEqual([]);
  // Each of some sixty things that break has one at least.
  expect(commands.length).toBeGreaterThan(60);
});

test("every row of the reliability page has a command", () => {
  const rows = page.split("\n").filter((line) => /^\| (?!what |---)/.test(line));

  expect(rows.filter((row) => !/`np[mx] [^`]+` \|$/.test(row))).toEqual([]);
  expect(rows.length).toBeGreaterThan(50);
});

test("every script of the reliability page exists, and so do the files that it is given", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const used = [...page.matchAll(/npm run (\S+)(?: -- (\S+\.ts))?/g)];

  expect(used.length).toBeGreaterThan(3);
  expect(used.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
  const given = used.flatMap(([, , file]) => (file ? [file] : []));
  expect(given.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
