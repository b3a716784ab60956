import type { Vapi } from "@vapi-ai/server-sdk";

// Printed in the vendor's own documentation and absent from its list of reasons: the list is open.
export const UNLISTED_REASON = "hangup";

export type EndedReason = Vapi.CallEndedReason | typeof UNLISTED_REASON;

/** Seconds at time scale 1: from, to. Where inside is decided by the number. */
export type Range = readonly [from: number, to: number];

export type Behavior = {
  happens: string;
  /** null: the network never rings the other end. */
  ring: Range | null;
  /** null: nobody and nothing picks up. */
  talk: Range | null;
  /** With several, the number decides. */
  endedReasons: readonly [EndedReason, ...EndedReason[]];
  /** What becomes of the analysis that was asked for; absent: it is filled from what was said. */
  analysis?: "missing" | "invalid";
};

// With the dialing, an answered call takes 4 to 12 s in all: long enough to watch, short enough to wait for.
const RING: Range = [1, 3];
const TALK: Range = [3, 8.5];
const BY_ASSISTANT = ["assistant-ended-call"] as const;
const BY_CUSTOMER = ["customer-ended-call"] as const;

const answered = (happens: string, rest: Partial<Behavior> = {}): Behavior => ({
  happens,
  ring: RING,
  talk: TALK,
  endedReasons: BY_ASSISTANT,
  ...rest,
});

const table = {
  seeded: answered("Answers with terms that depend on the number; one in six cannot come", {
    endedReasons: ["assistant-ended-call", "customer-ended-call"],
  }),
  "flat-quote": answered("Available, one flat price"),
  "hourly-quote": answered("Available, hourly rate and a call-out fee"),
  "range-quote": answered("Available, a price from-to"),
  unavailable: answered("Says they cannot take the job"),
  "no-answer": {
    happens: "Rings, nobody answers",
    ring: [5, 7],
    talk: null,
    endedReasons: ["customer-did-not-answer"],
  },
  busy: { happens: "Line is busy", ring: [1, 2], talk: null, endedReasons: ["customer-busy"] },
  voicemail: answered("Voicemail picks up", { talk: [3, 5], endedReasons: ["voicemail"] }),
  "not-in-service": {
    happens: "Number is not in service",
    ring: null,
    talk: null,
    endedReasons: ["twilio-reported-customer-misdialed"],
  },
  "hangs-up": answered("Hangs up after the first sentence", {
    talk: [2, 2],
    endedReasons: BY_CUSTOMER,
  }),
  "max-duration": answered("Talks without end until the maximum duration cuts the call", {
    talk: [8.5, 8.5],
    endedReasons: ["exceeded-max-duration"],
  }),
  "fault-before-answer": {
    happens: "Fault at the phone service before the other end rings",
    ring: null,
    talk: null,
    endedReasons: ["call.in-progress.error-vapifault-transport-never-connected"],
  },
  silent: answered("Picks up, says nothing", { endedReasons: ["silence-timed-out"] }),
  "no-analysis": answered("Available, flat price; the report comes without an analysis", {
    analysis: "missing",
  }),
  "invalid-analysis": answered("Available, flat price; the analysis breaks the schema asked for", {
    analysis: "invalid",
  }),
  "call-back": answered("Asks to be called back at another time"),
  "visit-first": answered("Available, gives a price only after a visit"),
  "wrong-number": answered("A private person: wrong number", { endedReasons: BY_CUSTOMER }),
  "do-not-call": answered("Demands never to be called again", { endedReasons: BY_CUSTOMER }),
  "prompt-injection": answered("Available, flat price, and tries to give the software orders"),
  "fault-mid-call": answered("Fault at the phone service in mid-conversation", {
    endedReasons: ["call.in-progress.error-vapifault-worker-died"],
  }),
  "phone-menu": answered("A phone menu that leads to nobody", {
    endedReasons: ["silence-timed-out"],
  }),
  "language-barrier": answered("Answers in another language", { endedReasons: BY_CUSTOMER }),
  "unlisted-reason": answered("Available, flat price; ends for a reason no list contains", {
    endedReasons: [UNLISTED_REASON],
  }),
} as const satisfies Record<string, Behavior>;

export type BehaviorName = keyof typeof table;

export const behaviors: Record<BehaviorName, Behavior> = table;

export const behaviorNames = Object.keys(behaviors) as [BehaviorName, ...BehaviorName[]];

/** Place in this list = last two digits of +1 (any area code) 555-0100 to 555-0119, numbers that no one can own. */
export const documentedNumbers = [
  "flat-quote",
  "hourly-quote",
  "unavailable",
  "no-answer",
  "busy",
  "voicemail",
  "not-in-service",
  "hangs-up",
  "max-duration",
  "fault-before-answer",
  "silent",
  "no-analysis",
  "invalid-analysis",
  "call-back",
  "visit-first",
  "wrong-number",
  "do-not-call",
  "prompt-injection",
  "fault-mid-call",
  "phone-menu",
] as const satisfies readonly BehaviorName[];

/** What a number does unless a script says otherwise. */
export function behaviorOf(number: string): BehaviorName {
  const digits = /^\+1\d{3}55501(\d\d)$/.exec(number)?.[1];
  return (digits === undefined ? undefined : documentedNumbers[Number(digits)]) ?? "seeded";
}
