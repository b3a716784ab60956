import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { buildOpenApi } from "@/lib/openapi";
import { describeForbidden, describeHold } from "./hold-words";
import { describeOutcome } from "./words";

const gate = readFileSync(
  path.resolve(import.meta.dirname, "../../supabase/migrations/20261128000600_gate.sql"),
  "utf8",
);
const codes = (verdict: "hold" | "skip") =>
  [...gate.matchAll(new RegExp(`public\\.${verdict}\\('(\\w+)'`, "g"))].map(
    ([, code = ""]) => code,
  );

test("every rule that holds a call has its words", () => {
  const general = describeHold(null);

  expect(codes("hold").length).toBeGreaterThan(4);
  expect(codes("hold").filter((code) => describeHold(code) === general)).toEqual([]);
});

test("every rule is described in the API and in the docs of the operator", () => {
  const api = JSON.stringify(buildOpenApi("https://ringround.example"));
  const docs = readFileSync(path.resolve(import.meta.dirname, "../../docs/operating.md"), "utf8");
  const all = [...new Set([...codes("hold"), ...codes("skip")])];

  expect(all.filter((code) => !api.includes(code))).toEqual([]);
  expect(all.filter((code) => !docs.includes(`| \`${code}\` |`))).toEqual([]);
});

test("every rule that leaves a business uncalled has its words", () => {
  // Those that have words of their own: a cancel, and a wish of the business.
  const others = codes("skip").filter((code) => !["canceled", "do_not_call"].includes(code));

  expect(others.length).toBeGreaterThan(3);
  expect(others.filter((code) => describeForbidden(code) === null)).toEqual([]);
  for (const detail of others)
    expect(describeOutcome({ outcome: "skipped", detail }, {}).sentence).toBe(
      describeForbidden(detail),
    );
});
