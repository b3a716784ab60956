import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { confirmedShare, score } from "./answers/case";
import { generated, makeFigures, SEEDS } from "./answers/figures";
import { handWritten } from "./answers/hand-written";

const page = readFileSync(new URL("../docs/answers.md", import.meta.url), "utf8");

test("of 600 generated calls no false value is confirmed, and nearly every true one is", () => {
  const result = score(generated(600));

  expect(result.falseConfirmed).toEqual([]);
  expect(result.falseValues).toBeGreaterThan(300);
  expect(confirmedShare(result)).toBeGreaterThan(0.95);
});

test("of the calls written by hand no false value is confirmed, and nearly every true one is", () => {
  const result = score(handWritten);

  expect(result.falseConfirmed).toEqual([]);
  expect(result.cases).toBeGreaterThanOrEqual(60);
  expect(confirmedShare(result)).toBeGreaterThan(0.95);
});

test("every way of spoiling an answer takes part", () => {
  const names = new Set(generated(600).map(({ name }) => name.replace(/^seed \d+ /, "")));

  expect(names.size).toBeGreaterThan(20);
});

test("the figures in docs/answers.md are those of the command", () => {
  expect(page).toContain(makeFigures(SEEDS).table);
});
