import type { AtPoint, Point } from "@/tests/support/points";
import { ordinaryNumbers, type Product } from "@/tests/support/product";
import { type Plan, QUIET } from "./plan";
import { type RunOptions, runPlan } from "./run-plan";

/** What ends at a point: the site, the engine with all its memory, both, or the way to the database. */
export const VICTIMS = ["web", "engine", "both", "database"] as const;
export type Strike = Point & { victim: (typeof VICTIMS)[number] };

// The retries of a step are over after 3.1 s, so that what they would have mended is left to the sweep.
const OUTAGE_MS = 4_000;

const ALWAYS = 20;
const [answers, lost, denied, refused, silent] = ordinaryNumbers(5, 700);
const NO_ANSWER = "+18645550103";

/**
 * Two small batches that together pass every point there is: calls that are answered, lost after the dial, denied
 * before it, refused as there is no line, without their report, not answered and tried again; and a batch that is
 * canceled.
 */
export const SCENARIOS: Record<"calls" | "cancel", Plan> = {
  calls: {
    ...QUIET,
    batches: [
      {
        numbers: [lost, denied, refused, silent, NO_ANSWER, answers].map(String),
        maxAttempts: 2,
      },
    ],
    faults: [
      { fault: "fail-after-placing", answer: { status: 503 }, number: lost },
      { fault: "webhook-drop", number: lost, count: ALWAYS },
      { fault: "fail-before-placing", answer: { status: 502 }, number: denied },
      { fault: "over-limit", variant: "429", number: refused },
      { fault: "webhook-drop", kind: "end-of-call-report", number: silent, count: ALWAYS },
    ],
    retryUnreached: true,
  },
  cancel: {
    ...QUIET,
    batches: [{ numbers: ordinaryNumbers(7, 720), maxAttempts: 1 }],
    cancelFirstAfterDials: 3,
  },
};

/**
 * What the scenarios must pass, or the list of points has gone stale: all that the site commits, asks of the phone
 * service, sends to the engine and receives. What is sent together varies and is not listed.
 */
export const POINTS: Record<keyof typeof SCENARIOS, readonly string[]> = {
  calls: [
    "POST batch-call-async",
    "start_batch",
    "send calls/batch.requested + calls/sweep.due",
    "run run-batch",
    "begin_batch",
    "send calls/attempt.claimed",
    "report a step to the engine",
    "run call-provider",
    "run call-provider, one step",
    "begin_dial",
    "dial",
    "mark_call_in_progress",
    "send calls/attempt.ended + calls/attempt.scheduled",
    "run schedule-attempt",
    "claim_attempts",
    "webhook ringing",
    "record_call_event status:ringing",
    "webhook in-progress",
    "record_call_event status:in-progress",
    "webhook ended",
    "record_call_event status:ended",
    "webhook report",
    "record_call_event report",
    "send calls/attempt.ended",
    "get_attempt_facts",
    "list calls",
    "record_call_event look:not_found",
    "ask about a call",
    "settle_attempt",
    "run finish-batch",
    "list_final_answers",
    "finish_batch",
    "sweep",
    "list_stray_calls",
    "POST retry",
    "retry_batch",
  ],
  cancel: [
    "POST cancel",
    "cancel_batch",
    "send calls/batch.cancel_requested",
    "run cancel-batch",
    "list_live_calls",
    "hang up",
  ],
};

/** Stops at points and ends what it is told to; the product must have been started with its `atPoint`. */
export function createStriker() {
  let product: Product | undefined;
  let targets: Strike[] = [];
  let strikesLeft = 0;
  let struck: Strike[] = [];
  let recovery: Promise<void> | null = null;
  const seen = new Set<string>();

  const recover = (work: Promise<void>) => {
    recovery = work.finally(() => {
      recovery = null;
    });
    // Whoever waits for the recovery hears of its failure.
    recovery.catch(() => undefined);
  };

  const strike = async (victim: Strike["victim"], { stack, ...site }: Product): Promise<void> => {
    if (victim === "database") return recover(site.database.outage(OUTAGE_MS));
    if (victim !== "web") await stack.kill("inngest");
    if (victim !== "engine") await site.killWeb();
    recover(
      (async () => {
        if (victim !== "web") await stack.restart("inngest");
        if (victim !== "engine") await site.startWeb();
      })(),
    );
  };

  const atPoint: AtPoint = async ({ name, side }) => {
    seen.add(name);
    if (!product || recovery || strikesLeft === 0) return;
    const target = targets.find((wanted) => wanted.name === name && wanted.side === side);
    if (!target) return;
    strikesLeft -= 1;
    targets = targets.filter((other) => other !== target);
    struck.push(target);
    // Taken before the first await: other requests reach their points meanwhile.
    recovery = Promise.resolve();
    await strike(target.victim, product);
  };

  /** Runs the scenario and strikes at most so many of these points, each when it is first reached. */
  async function run(
    struckProduct: Product,
    scenario: keyof typeof SCENARIOS,
    wanted: readonly Strike[],
    most: number,
    options: RunOptions,
  ): Promise<{ struck: Strike[]; problems: string[] }> {
    product = struckProduct;
    targets = [...wanted];
    strikesLeft = most;
    struck = [];
    const { problems } = await runPlan(product, SCENARIOS[scenario], {
      ...options,
      // Bounded by their counts instead: each must have struck before its point is passed.
      faultyRounds: Number.POSITIVE_INFINITY,
      untilWhole: async () => {
        strikesLeft = 0;
        await recovery;
      },
    });
    strikesLeft = 0;
    await recovery;
    return { struck, problems };
  }

  return { atPoint, run, seen: () => [...seen] };
}

export const inWords = ({ victim, side, name }: Strike): string => `${victim} ${side} ${name}`;

/** Both sides of these points, for one victim. */
export function strikesOn(victim: Strike["victim"], names: readonly string[]): Strike[] {
  return names.flatMap((name) =>
    (["before", "after"] as const).map((side) => ({ name, side, victim })),
  );
}

// A strike makes other points reachable, so some come up only in a later batch; so many in a row may bring nothing new.
const BATCHES_WITHOUT_NEWS = 3;

/**
 * Repeats the scenario until every target was struck, at most `mostPerBatch` in one batch. A target counts as missed
 * when three batches on end never came to it.
 */
export async function strikeAll(
  striker: ReturnType<typeof createStriker>,
  product: Product,
  scenario: keyof typeof SCENARIOS,
  targets: readonly Strike[],
  options: RunOptions & {
    mostPerBatch: number;
    onBatch: (struck: Strike[], problems: string[]) => void;
  },
): Promise<Strike[]> {
  let left = [...targets];
  let withoutNews = 0;
  while (left.length > 0 && withoutNews < BATCHES_WITHOUT_NEWS) {
    const aims = options.mostPerBatch === 1 ? left.slice(0, 1) : left;
    const result = await striker.run(product, scenario, aims, options.mostPerBatch, options);
    options.onBatch(result.struck, result.problems);
    left = left.filter((target) => !result.struck.includes(target));
    withoutNews = result.struck.length === 0 ? withoutNews + 1 : 0;
  }
  return left;
}
