import type { Call } from "@/lib/answers/confirm";
import { confirmAnswer } from "@/lib/answers/confirm";
import { parseCallResult } from "@/lib/results/read-result";
import type { CallResult } from "@/lib/results/schema";

type Field = "availability" | "earliest" | "price" | "callOutFee";

/** An answer as it is read from what a model made of the call. */
export function resultOf(extracted: unknown): CallResult {
  const parsed = parseCallResult(extracted);
  if (parsed.status !== "ok") throw new Error(`no answer: ${JSON.stringify(parsed)}`);
  return parsed.result;
}

/** A call with an answer, and which of its values the callee really gave. */
export type Case = {
  name: string;
  call: Call;
  /** By field, criteria as "criteria.0": true was said and should be confirmed, false must not be. */
  truth: Partial<Record<Field | `criteria.${number}`, boolean>>;
};

export type Score = {
  cases: number;
  falseValues: number;
  falseConfirmed: string[];
  trueValues: number;
  trueMissed: string[];
};

/** Runs the check over cases and counts both kinds of mistake, by the name of the case and the field. */
export function score(cases: readonly Case[]): Score {
  const total: Score = {
    cases: cases.length,
    falseValues: 0,
    falseConfirmed: [],
    trueValues: 0,
    trueMissed: [],
  };
  for (const { name, call, truth } of cases) {
    const { confirmed, criteria } = confirmAnswer(call);
    for (const [field, isTrue] of Object.entries(truth)) {
      const [key, index] = field.split(".");
      const isConfirmed =
        key === "criteria" ? (criteria[Number(index)] ?? false) : confirmed[key as Field];
      total[isTrue ? "trueValues" : "falseValues"] += 1;
      if (isTrue && !isConfirmed) total.trueMissed.push(`${name}: ${field}`);
      if (!isTrue && isConfirmed) total.falseConfirmed.push(`${name}: ${field}`);
    }
  }
  return total;
}

export const confirmedShare = ({ trueValues, trueMissed }: Score): number =>
  (trueValues - trueMissed.length) / trueValues;
