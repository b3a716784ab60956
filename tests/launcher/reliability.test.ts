import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

const known = new Map<string, string[]>();

/** Titles of the tests and groups of a file: the first argument of `test(…)`, `describe(…)` and of their `.each(…)(…)`. */
function titlesIn(file: string): string[] {
  const before = known.get(file);
  if (before) return before;
  const text = readFileSync(path.join(root, file), "utf8");
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|describe)\b/.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  known.set(file, titles);
  return titles;
}

test("every row of the fault tables has one command, and it selects a test", () => {
  const page = readFileSync(path.join(root, "docs/faults.md"), "utf8");
  const rows = page
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| What breaks "))
    .filter((line) => !line.startsWith("| What is broken on purpose "));

  const wrong = rows.filter((row) => {
    const [, cell = ""] = /.* \| (.+) \|$/.exec(row) ?? [];
    const [, file, words = ""] =
      /^`(?:npx vitest run|npm run test:browser --) (\S+\.test\.ts)(?: -t "([^"]+)")?`$/.exec(
        cell,
      ) ?? [];
    return file === undefined || !titlesIn(file).some((title) => title.includes(words));
  });

  expect(rows.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
