import { afterAll, beforeAll, expect, test } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { sample } from "@/tests/support/quick";
import { CANCEL_MOMENTS, type CancelMoment, type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/** Somebody cancels, thrice, while an attempt is as far as it says; what holds afterwards is what always holds. */

const LINES = 2;

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: LINES, env: { PATIENCE: "0.02" } });
}, 120_000);
afterAll(() => product?.stop());

const NO_ANSWER = "+18645550103";
const [first = "", ...others] = ordinaryNumbers(4, 960);

// At time scale 0.05 three seconds: long enough to be seen in the act. (Talk ends at the batch's own limit, after half
// a second.)
const LONG_SECONDS = 60;
const slowly = (how: Record<string, number>): Partial<Plan> => ({
  scripts: [first, ...others].map((number) => ({
    number,
    next: [{ behavior: "flat-quote", ...how }],
  })),
});

/** What makes the moment last. */
const PLANS: Record<CancelMoment, Partial<Plan>> = {
  queued: slowly({ talkSeconds: LONG_SECONDS }),
  "being dialed": {
    faults: [{ fault: "fail-after-placing", answer: { timeoutMs: 3000 }, number: first }],
  },
  // Until it is hung up.
  ringing: slowly({ ringSeconds: 100 * LONG_SECONDS }),
  talking: slowly({ talkSeconds: LONG_SECONDS }),
  "waiting for its report": slowly({ reportSeconds: LONG_SECONDS }),
  "waiting for its second attempt": {
    // An hour: it is never made, and yet the batch ends.
    batches: [{ numbers: [NO_ANSWER, ...others], maxAttempts: 2, retryDelaySeconds: 3600 }],
  },
};

test.each(sample(CANCEL_MOMENTS, 3))(
  "a batch that is canceled while one is %s ends well, and what was said is kept",
  async (moment) => {
    const result = await runPlan(
      product,
      {
        ...QUIET,
        batches: [{ numbers: [first, ...others], maxAttempts: 1 }],
        ...PLANS[moment],
        cancelFirstWhen: moment,
      },
      { lines: LINES },
    );

    expect(result.problems, result.story.join("\n")).toEqual([]);
    expect(result.story).toContain(`canceled the first batch while one was ${moment}`);
    expect(result.history?.batches.map(({ status }) => status)).toEqual(["canceled"]);
  },
  300_000,
);

test("calls are hung up although the first hang-ups fail", async () => {
  const result = await runPlan(
    product,
    {
      ...QUIET,
      batches: [{ numbers: [first, ...others], maxAttempts: 1 }],
      // Nobody answers before somebody has tried again: the sweep.
      ...slowly({ ringSeconds: 100 * LONG_SECONDS }),
      faults: [{ fault: "control-fails", answer: { status: 500 }, count: 3 }],
      cancelFirstWhen: "ringing",
    },
    // Bounded by their count instead.
    { lines: LINES, faultyRounds: Number.POSITIVE_INFINITY },
  );

  expect(result.problems, result.story.join("\n")).toEqual([]);
  const endings = result.history?.dials.map(({ endedReason }) => endedReason) ?? [];
  expect(new Set(endings)).toEqual(new Set(["manually-canceled"]));
}, 300_000);
