import type { FieldProblem } from "@/lib/errors";
import { isRecord } from "@/lib/is-record";
import type { ListRow } from "@/lib/lists/reading";
import { describeProblem } from "../../components/problem-words";
import type { FieldName, FormProblems } from "./prepare-request";

/**
 * Puts the problems of an answer (RFC 9457) beside the fields and rows that they are about.
 * @param retryAfter header of the answer
 */
export function placeProblems(
  problem: Record<string, unknown>,
  retryAfter: string | null,
  sent: readonly ListRow[],
): FormProblems {
  const placed: FormProblems = { fields: {}, rows: {}, general: [] };
  const errors = Array.isArray(problem.errors) ? problem.errors.filter(isFieldProblem) : [];
  if (errors.length === 0) return { ...placed, general: [describeProblem(problem, retryAfter)] };
  for (const { pointer, detail, fix } of errors) {
    const text = [detail, fix].filter(Boolean).join(" ");
    const [, top = "", key = ""] = pointer.split("/");
    const line = top === "providers" ? sent[Number(key || Number.NaN)]?.line : undefined;
    if (line !== undefined) placed.rows[line] = text;
    else if (top === "providers") placed.fields.list = text;
    else if (top === "serviceRequest" && isFieldName(key)) placed.fields[key] = text;
    else if (top === "options" && OPTIONS[key]) placed.fields[OPTIONS[key]] = text;
    else placed.general.push(text);
  }
  return placed;
}

const OPTIONS: Record<string, FieldName> = {
  defaultCountry: "country",
  maxAttempts: "maxAttempts",
  capUsd: "capUsd",
};

const ON_THE_FORM: readonly string[] = [
  "title",
  "serviceNeeded",
  "location",
  "urgency",
  "description",
  "criteria",
  "clientName",
  "clientAddress",
] satisfies FieldName[];

const isFieldName = (name: string): name is FieldName => ON_THE_FORM.includes(name);

const isFieldProblem = (value: unknown): value is FieldProblem =>
  isRecord(value) && typeof value.pointer === "string" && typeof value.detail === "string";
