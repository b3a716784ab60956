import { DATABASE_FAULTS, type DatabaseFault } from "@/tests/support/database-proxy";
import { createRandom, type Random } from "./random";

/** How far an attempt is when somebody cancels: in words that end "while one is …". */
export const CANCEL_MOMENTS = [
  "queued",
  "being dialed",
  "ringing",
  "talking",
  "waiting for its report",
  "waiting for its second attempt",
] as const;
export type CancelMoment = (typeof CANCEL_MOMENTS)[number];

/** Limits of one person, as `set_person_limits` takes them. */
export type PersonLimits = Partial<
  Record<"batchesPerHour" | "callsPerDay" | "usdPerDay" | "providersPerBatch", number>
>;

/** One exploration: what is asked for, what breaks and when. Follows from its seed alone. */
export type Plan = {
  seed: number;
  batches: {
    numbers: string[];
    maxAttempts: number;
    /** Pause before a further attempt; none where it is not named. */
    retryDelaySeconds?: number;
    /** What its calls may cost at the most; as much as the site allows where it is not named. */
    capUsd?: number;
  }[];
  /** What the person may do; as much as they like where it is not named. */
  limits: PersonLimits;
  /** An operator stops all calling for a while, and starts it again. */
  stops: { afterDials: number; ms: number }[];
  /** Calling hours of the first batch end, and begin again with a minute of the clock. */
  closeFirstAfterDials: number | null;
  /** Numbers that nobody is to call any more. */
  doNotCall: { number: string; afterDials: number; by: "operator" | "person" }[];
  /** The phone service says that calls that are over have cost another sum after all. */
  revisions: { afterDials: number; calls: number; costUsd: number }[];
  /** Armed at the simulator of the phone service before anything is asked for. */
  faults: Record<string, unknown>[];
  /** What the next calls of a number come to, before they come to what its digits decide. */
  scripts: { number: string; next: Record<string, unknown>[] }[];
  /** How calls of database functions fail, from the start on. */
  databaseFaults: DatabaseFault[];
  /** The site cannot reach the database for a while. */
  outage: { afterDials: number; ms: number } | null;
  /** Processes that end as in a crash, once so many dials have been made, and start again after a while. */
  kills: {
    part: "web" | "inngest" | "vapi" | "supabase" | "everything";
    afterDials: number;
    downMs: number;
  }[];
  /** Every run that has not ended is canceled in the dashboard, once so many dials have been made. */
  cancelRunsAfterDials: number | null;
  /** Every run so far is started again in the dashboard, from its start and from each of its steps. */
  rerunAfterDials: number | null;
  /** The event server delivers every event so far again, as if it were another. */
  repeatEventsAfterDials: number | null;
  /** What people do meanwhile, and afterwards. */
  cancelFirstAfterDials: number | null;
  /** The first batch is canceled once one of its attempts is as far. */
  cancelFirstWhen: CancelMoment | null;
  sendTwice: boolean;
  retryUnreached: boolean;
  /** Every run is started again in the dashboard once all is done. */
  rerunAll: boolean;
};

/** Nothing breaks. */
export const QUIET: Plan = {
  seed: 0,
  batches: [],
  limits: {},
  stops: [],
  closeFirstAfterDials: null,
  doNotCall: [],
  revisions: [],
  faults: [],
  scripts: [],
  databaseFaults: [],
  outage: null,
  kills: [],
  cancelRunsAfterDials: null,
  rerunAfterDials: null,
  repeatEventsAfterDials: null,
  cancelFirstAfterDials: null,
  cancelFirstWhen: null,
  sendTwice: false,
  retryUnreached: false,
  rerunAll: false,
};

/** A call that is accepted and then finds no line. */
export const REFUSED_CALL = {
  behavior: "not-in-service",
  endedReason: "call.start.error-subscription-concurrency-limit-reached",
};

/** Calls that no number stands for. The second ends for a reason that the phone service's own list lacks. */
const RARE_CALLS = [
  REFUSED_CALL,
  { behavior: "unlisted-reason" },
  { behavior: "language-barrier" },
];

const RESET = { reset: true };
const HTML_522 = { status: 522, body: "<html><h1>Connection timed out</h1></html>" };
const SERVER_FAULTS = [
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 504 },
  HTML_522,
  RESET,
  // Silent, and then the connection breaks.
  { timeoutMs: 300 },
];

/** Each makes one fault of the phone service; all of them name what strikes, how often and how. */
const PHONE_FAULTS: ((random: Random) => Record<string, unknown>)[] = [
  (random) => ({
    fault: "fail-before-placing",
    answer: random.pick(SERVER_FAULTS),
    count: random.int(1, 3),
  }),
  (random) => ({
    fault: "fail-after-placing",
    answer: random.pick(SERVER_FAULTS),
    count: random.int(1, 3),
  }),
  (random) => ({
    fault: "fail-before-placing",
    answer: { status: 429, headers: { "retry-after": "1" } },
    count: random.int(1, 3),
  }),
  (random) => ({ fault: "fail-before-placing", answer: { status: 429 }, count: random.int(1, 2) }),
  (random) => ({
    fault: "over-limit",
    variant: random.pick([
      "message-string",
      "message-array",
      "error-only",
      "blocked-201",
      "429",
      "429-retry-after",
    ]),
    count: random.int(1, 4),
  }),
  (random) => ({
    fault: "fail-before-placing",
    answer: {
      status: 401,
      body: { message: "Unauthorized", error: "Unauthorized", statusCode: 401 },
    },
    count: random.int(1, 2),
  }),
  (random) => ({
    fault: "fail-before-placing",
    answer: random.pick([
      {
        status: 402,
        body: { message: "Insufficient credits", error: "Payment Required", statusCode: 402 },
      },
      {
        status: 400,
        body: {
          message:
            "Couldn't Start Call. Numbers Bought On Vapi Have A Daily Outbound Call Limit. Import Your Own Twilio Numbers To Scale Without Limits.",
          error: "Bad Request",
          statusCode: 400,
        },
      },
    ]),
    count: random.int(1, 2),
  }),
  (random) => ({
    fault: "fail-after-placing",
    answer: { status: 201, body: "{ not json" },
    count: random.int(1, 2),
  }),
  (random) => ({
    fault: "fail-after-placing",
    answer: { status: 201, bodyBytes: 3_000_000 },
    count: 1 + random.int(0, 1),
  }),
  (random) => ({
    fault: "list-fails",
    answer: random.pick(SERVER_FAULTS),
    count: random.int(1, 4),
  }),
  (random) => ({ fault: "list-lags", hiddenForMs: random.int(50, 400), count: random.int(1, 3) }),
  (random) => ({ fault: "get-fails", answer: random.pick(SERVER_FAULTS), count: random.int(1, 4) }),
  (random) => ({ fault: "get-lags", delayMs: random.int(50, 1500), count: random.int(1, 4) }),
  (random) => ({ fault: "get-lags", hiddenForMs: random.int(50, 400), count: random.int(1, 3) }),
  (random) => ({
    fault: "control-fails",
    answer: random.pick(SERVER_FAULTS),
    count: random.int(1, 4),
  }),
  (random) => ({ fault: "webhook-drop", count: random.int(1, 8) }),
  (random) => ({ fault: "webhook-drop", kind: "end-of-call-report", count: random.int(1, 5) }),
  (random) => ({ fault: "webhook-drop", kind: "status-update", count: random.int(1, 10) }),
  (random) => ({ fault: "webhook-delay", delayMs: random.int(50, 1500), count: random.int(1, 8) }),
  (random) => ({ fault: "webhook-duplicate", copies: random.int(2, 10), count: random.int(1, 8) }),
  (random) => ({ fault: "webhook-reorder", count: random.int(1, 6) }),
  (random) => ({
    fault: "webhook-corrupt",
    how: random.pick(["truncate", "wrong-signature", "invalid-json", "huge"]),
    count: random.int(1, 4),
  }),
];

/** The functions that the site calls between the order and the end of a batch. */
export const DATABASE_FUNCTIONS = [
  "start_batch",
  "begin_batch",
  "claim_attempts",
  "begin_dial",
  "mark_call_in_progress",
  "record_call_event",
  "get_attempt_facts",
  "settle_attempt",
  "cancel_batch",
  "list_live_calls",
  "list_final_answers",
  "finish_batch",
  "sweep",
  "retry_batch",
  "list_stray_calls",
] as const;

// Ten seconds each to wait for, so only in tests of its own.
const QUICK_DATABASE_FAULTS = DATABASE_FAULTS.filter((how) => how !== "slow");

function databaseFault(random: Random): DatabaseFault {
  const how = random.pick(QUICK_DATABASE_FAULTS);
  return random.chance(0.5)
    ? { how, count: random.int(1, 6) }
    : { how, only: random.pick(DATABASE_FUNCTIONS), count: random.int(1, 4) };
}

/** Numbers of the simulator with a fate of their own; the rest answer with a quote. */
const FATES = 20;

const AREA_CODES = ["206", "212", "303", "305", "404", "415", "512", "617", "702", "864"];

function makeFaultyPlan(random: Random, seed: number): Omit<Plan, keyof RailsPlan> {
  const batches = Array.from({ length: random.int(1, 3) }, (_, batch) => ({
    maxAttempts: random.int(1, 2),
    numbers: Array.from({ length: random.int(2, 9) }, (_, index) =>
      random.chance(0.3)
        ? `+1${random.pick(AREA_CODES)}55501${String((index * 7 + random.int(0, FATES - 1)) % FATES).padStart(2, "0")}`
        : `+1864${2_320_000 + ((seed * 100 + batch * 20 + index) % 60_000)}`,
    ).filter((number, index, all) => all.indexOf(number) === index),
  }));
  const dials = batches.reduce((sum, { numbers }) => sum + numbers.length, 0);
  return {
    seed,
    batches,
    faults: Array.from({ length: random.int(0, 3) }, () => random.pick(PHONE_FAULTS)(random)),
    kills: Array.from({ length: random.chance(0.4) ? random.int(1, 2) : 0 }, () => ({
      // The site is what deployments and crashes hit most.
      part: random.pick([
        "web",
        "web",
        "web",
        "inngest",
        "inngest",
        "vapi",
        "supabase",
        "everything",
      ] as const),
      downMs: random.chance(0.3) ? random.int(100, 2000) : 0,
      afterDials: random.int(0, dials),
    })),
    cancelFirstAfterDials: random.chance(0.2)
      ? random.int(0, batches[0]?.numbers.length ?? 0)
      : null,
    cancelFirstWhen: random.chance(0.15) ? random.pick(CANCEL_MOMENTS) : null,
    cancelRunsAfterDials: random.chance(0.1) ? random.int(0, dials) : null,
    sendTwice: random.chance(0.3),
    rerunAll: random.chance(0.3),
    databaseFaults: Array.from({ length: random.chance(0.4) ? random.int(1, 4) : 0 }, () =>
      databaseFault(random),
    ),
    // A step's retries are over after 3.1 s (100 ms, doubling, five of them), so some outages outlast them.
    outage: random.chance(0.15)
      ? { afterDials: random.int(0, dials), ms: random.int(100, 4000) }
      : null,
    rerunAfterDials: random.chance(0.15) ? random.int(0, dials) : null,
    repeatEventsAfterDials: random.chance(0.15) ? random.int(0, dials) : null,
    retryUnreached: random.chance(0.2),
    scripts: random.chance(0.25)
      ? batches
          .map(({ numbers }) => random.pick(numbers))
          .map((number) => ({
            number,
            next: Array.from({ length: random.int(1, 3) }, () => random.pick(RARE_CALLS)),
          }))
      : [],
  };
}

type RailsPlan = Pick<
  Plan,
  "limits" | "stops" | "closeFirstAfterDials" | "doNotCall" | "revisions"
>;

/** Dollars that a call of a plan costs at the most: one minute that has begun, at the usual price. */
export const WORST_USD = 0.15;

/** So that a batch spends all of it: simulated calls cost next to nothing, and some are revised. */
const CAPS = [WORST_USD, 0.151, 2 * WORST_USD, 0.32, 0.5];

/** Rails that change in the middle of the batches. */
function makeRails(random: Random, batches: Plan["batches"], dials: number): RailsPlan {
  const numbers = batches.flatMap((batch) => batch.numbers);
  return {
    stops: Array.from({ length: random.chance(0.3) ? random.int(1, 2) : 0 }, () => ({
      afterDials: random.int(0, dials),
      // Nobody may be dialed once a second has passed, so there is something to see in the rest.
      ms: random.int(1500, 3000),
    })),
    // Half a minute to wait for on average.
    closeFirstAfterDials: random.chance(0.04) ? random.int(0, dials) : null,
    limits: random.chance(0.2)
      ? random.pick([
          { batchesPerHour: random.int(1, 2) },
          { callsPerDay: random.int(3, 14) },
          { usdPerDay: random.pick(CAPS) },
          { providersPerBatch: random.int(3, 6) },
        ])
      : {},
    doNotCall: Array.from({ length: random.chance(0.25) ? random.int(1, 3) : 0 }, () => ({
      number: random.pick(numbers),
      afterDials: random.int(0, dials),
      by: random.pick(["operator", "person"] as const),
    })),
    revisions: Array.from({ length: random.chance(0.25) ? random.int(1, 2) : 0 }, () => ({
      afterDials: random.int(1, dials),
      calls: random.int(1, 4),
      costUsd: random.pick([0, 0.05, WORST_USD, 0.4]),
    })),
  };
}

/** Faults of ours, one business after another, so that the breaker pauses the first batch. */
function breakFirst(random: Random, batches: Plan["batches"]): Plan["scripts"] {
  if (!random.chance(0.2)) return [];
  const count = random.int(3, 6);
  return (batches[0]?.numbers ?? []).slice(0, count).map((number) => ({
    number,
    next: [{ behavior: random.pick(["fault-before-answer", "fault-mid-call"]) }],
  }));
}

export function makePlan(seed: number): Plan {
  const random = createRandom(seed);
  const plan = makeFaultyPlan(random, seed);
  const dials = plan.batches.reduce((sum, { numbers }) => sum + numbers.length, 0);
  return {
    ...plan,
    batches: plan.batches.map((batch) =>
      random.chance(0.25) ? { ...batch, capUsd: random.pick(CAPS) } : batch,
    ),
    scripts: [...plan.scripts, ...breakFirst(random, plan.batches)],
    ...makeRails(random, plan.batches, dials),
  };
}
