import type { FieldProblem } from "@/lib/errors";
import type { ListedRow } from "@/lib/providers/parse-list";
import type { FieldName, FormProblems } from "./prepare-request";

/** Puts the problems of an answer beside the fields and rows that they are about. */
export function placeProblems(
  errors: readonly FieldProblem[],
  sent: readonly ListedRow[],
): FormProblems {
  const placed: FormProblems = { fields: {}, rows: {}, general: [] };
  for (const { pointer, detail, fix } of errors) {
    const text = [detail, fix].filter(Boolean).join(" ");
    const [, top = "", key = ""] = pointer.split("/");
    const line = top === "providers" ? sent[Number(key || Number.NaN)]?.line : undefined;
    if (line !== undefined) placed.rows[line] = text;
    else if (top === "providers") placed.fields.list = text;
    else if (top === "serviceRequest" && isFieldName(key)) placed.fields[key] = text;
    else if (top === "options" && key === "defaultCountry") placed.fields.country = text;
    else if (top === "options" && key === "maxAttempts") placed.fields.maxAttempts = text;
    else placed.general.push(text);
  }
  return placed;
}

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
