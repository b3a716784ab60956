import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { buildOpenApi } from "@/lib/openapi";
import { ACCOUNT_FAULT_CODES } from "@/lib/states/outcome-detail";
import { describeForbidden, describeHold } from "./hold-words";
import { describeBatchHold, describeStop } from "./stop-words";
import { describeOutcome } from "./words";

const folder = path.resolve(import.meta.dirname, "../../supabase/migrations");
const rules = readdirSync(folder)
  .map((file) => readFileSync(path.join(folder, file), "utf8"))
  .join("\n");
const codes = (verdict: "hold" | "hold_batch" | "skip" | "stop") =>
  [...rules.matchAll(new RegExp(`public\\.${verdict}\\('(\\w+)'`, "g"))].map(
    ([, code = ""]) => code,
  );

test("every rule that holds a call has its words", () => {
  const general = describeHold(null);

  expect(codes("hold").length).toBeGreaterThan(4);
  expect(codes("hold").filter((code) => describeHold(code) === general)).toEqual([]);
  // Of a run that failed (note_failed_run).
  expect(describeHold("our_fault")).not.toBe(general);
});

test("every rule that holds or stops a whole batch has its words", () => {
  expect(codes("hold_batch").length).toBeGreaterThan(3);
  const generalHold = describeBatchHold("");
  expect(codes("hold_batch").filter((code) => describeBatchHold(code) === generalHold)).toEqual([]);

  expect(codes("stop").length).toBeGreaterThan(3);
  const general = describeStop("").message;
  const stops = [...codes("stop"), ...ACCOUNT_FAULT_CODES];
  expect(stops.filter((code) => describeStop(code).message === general)).toEqual([]);
});

test("every rule is described in the API and in the docs of the operator", () => {
  const api = JSON.stringify(buildOpenApi("https://ringround.example"));
  const docs = readFileSync(path.resolve(import.meta.dirname, "../../docs/operating.md"), "utf8");
  const ofRows = [...new Set([...codes("hold"), ...codes("skip"), ...codes("stop")])];
  const all = [...ofRows, ...codes("hold_batch")];

  expect(ofRows.filter((code) => !api.includes(code))).toEqual([]);
  expect(all.filter((code) => !docs.includes(`| \`${code}\` |`))).toEqual([]);
});

test("every rule that leaves a business uncalled has its words", () => {
  // Those that have words of their own: a cancel, and a wish of the business.
  const others = [...codes("skip"), ...codes("stop")].filter(
    (code) => !["canceled", "do_not_call"].includes(code),
  );

  expect(others.length).toBeGreaterThan(6);
  expect(others.filter((code) => describeForbidden(code) === null)).toEqual([]);
  for (const detail of others)
    expect(describeOutcome({ outcome: "skipped", detail }, {}).sentence).toBe(
      describeForbidden(detail),
    );
});
