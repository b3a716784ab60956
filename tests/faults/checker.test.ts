import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { sample } from "@/tests/support/quick";
import { checkHistory } from "./checker";
import type { History } from "./history";
import { ANSWERED, LIES, LINES, PLAN_TO_FALSIFY } from "./lies";
import { type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/** Whether each check of the checker sees anything: histories that really happened are falsified in one place. */

let product: Product;
let truth: History;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: LINES, env: { PATIENCE: "0.02" } });
  const result = await runPlan(product, PLAN_TO_FALSIFY, { lines: LINES });
  expect(result.problems, result.story.join("\n")).toEqual([]);
  if (!result.history) throw new Error("The plan left no history.");
  truth = result.history;
}, 300_000);
afterAll(() => product?.stop());

describe("the checker sees", () => {
  test.each(Object.entries(LIES))("%s", (_, [falsify, expected]) => {
    const history = structuredClone(truth);

    falsify(history);

    expect(checkHistory(history).join("\n")).toMatch(expected);
  });

  test("nothing in a history that is true", () => {
    expect(checkHistory(structuredClone(truth))).toEqual([]);
  });
});

/** One function of the database at a time does less than it should, until the test is over. */
const BROKEN_FUNCTIONS: Record<
  string,
  { name: string; from: string; to: string; expected: RegExp; plan?: Partial<Plan> }
> = {
  "what was said is not kept": {
    name: "write_settlement",
    from: "jsonb_array_length(p_details -> 'messages') > coalesce(jsonb_array_length(a.messages), 0)",
    to: "false",
    expected: /keeps 0 of \d+ messages as they were said/,
  },
  "a price is not kept": {
    name: "write_settlement",
    from: "then p_details -> 'result' else",
    to: "then jsonb_set(p_details -> 'result', '{price,low}', 'null') else",
    expected: /as price, the phone service/,
  },
  "a line waits for the answer of the call that has left it": {
    name: "record_call_event",
    from: "when v_frees_line then",
    to: "when false then",
    expected: /a line was left idle after attempt/,
  },
  "a page mistakes one column for another": {
    name: "describe_attempt",
    from: "'costUsd', p_attempt.cost_usd",
    to: "'costUsd', p_attempt.talk_seconds",
    expected: /as costUsd of/,
  },
  "an operator cannot stop calling": {
    name: "stop_calling",
    from: "values (p_why)",
    to: "select p_why where false",
    plan: {
      // Enough to call for longer than the second that may pass until the last dial.
      batches: [{ numbers: ordinaryNumbers(40, 930), maxAttempts: 1 }],
      stops: [{ afterDials: 1, ms: 3000 }],
    },
    expected: /was dialed while calling was stopped/,
  },
  "money that is set aside counts for nothing": {
    name: "fit_cap",
    from: "p_spent + p_set_aside + p_worst > p_cap",
    to: "false",
    plan: { batches: [{ numbers: ordinaryNumbers(6, 930), maxAttempts: 1, capUsd: 0.4 }] },
    expected: /was dialed when batch .* could cost \$0\.45 of \$0\.4/,
  },
};

describe("the checker finds, in what really happens,", () => {
  test.each(sample(Object.entries(BROKEN_FUNCTIONS), 1))(
    "that %s",
    async (_, { name, from, to, expected, plan }) => {
      const { sql } = product;
      const [row] =
        await sql`select pg_get_functiondef(${`public.${name}`}::regproc) as definition`;
      const definition = String(row?.definition);
      if (!definition.includes(from))
        throw new Error(`${name} no longer contains ${JSON.stringify(from)}: mend the test.`);
      onTestFinished(async () => {
        await sql.unsafe(definition);
      });
      await sql.unsafe(definition.replace(from, to));

      const result = await runPlan(
        product,
        {
          ...QUIET,
          batches: [{ numbers: [ANSWERED, ...ordinaryNumbers(5, 930)], maxAttempts: 1 }],
          ...plan,
        },
        { lines: LINES },
      );

      expect(result.problems.join("\n")).toMatch(expected);
    },
    300_000,
  );
});
