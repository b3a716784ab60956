import { assertNever } from "@/lib/errors";
import type { AttemptOutcome } from "@/lib/states/attempt";
import { ACCOUNT_FAULT_CODES } from "@/lib/states/outcome-detail";
import { unconfirmed } from "./confirmed";
import { describeForbidden } from "./hold-words";
import { formatPriceWithin } from "./price";
import type { CallResult } from "./schema";

export { formatMoney, formatPrice } from "./price";

export type Tone = "good" | "neutral" | "waiting" | "warning" | "bad";

/** What the person is offered first. */
export type OutcomeAction =
  | "open_transcript"
  | "call_again"
  | "edit_number"
  | "contact_operator"
  | "check_before_calling";

export type OutcomeFacts = {
  outcome: AttemptOutcome;
  /** An `OutcomeDetail`, or the code with which a call was refused; unknown ones get the general words. */
  detail?: string | null;
  result?: CallResult | null;
  humanHeard?: boolean | null;
  /** When the call existed at all; null: it was never dialed. */
  calledAt?: string | null;
  endedAt?: string | null;
};

export type OutcomeWords = {
  label: string;
  /** One or two plain sentences. */
  sentence: string;
  tone: Tone;
  action: OutcomeAction | null;
};

/** Times are left out unless it is known in which zone the reader counts them. */
export type WordsOptions = {
  timeZone?: string | null;
  /** The reader's present, in milliseconds since 1970: what happened on another day is told with its day. */
  now?: number;
};

/** Says an outcome in words. A fault of ours is never worded as the provider's. Pure. */
export function describeOutcome(facts: OutcomeFacts, options: WordsOptions = {}): OutcomeWords {
  switch (facts.outcome) {
    case "completed":
      return describeAnswer(facts);
    case "no_answer":
    case "busy":
    case "voicemail":
      return describeMiss(facts, facts.outcome, options);
    case "failed":
      return describeFailure(facts);
    case "canceled":
      return words("Canceled", describeCancel(facts), "neutral", "call_again");
    case "skipped":
      return describeSkip(facts);
    case "unknown":
      return words(
        "Unclear",
        `${describeUnclear(facts)} Check before calling again.`,
        "warning",
        "check_before_calling",
      );
    default:
      return assertNever(facts.outcome);
  }
}

/** The same outcome as one phrase, for lists of reasons. Pure. */
export function describeBriefly(facts: OutcomeFacts): string {
  switch (facts.outcome) {
    case "no_answer":
    case "busy":
    case "voicemail":
      return `Not reached: ${asClause(describeSilence(facts, facts.outcome))}`;
    case "unknown":
      return `Unclear: ${asClause(describeUnclear(facts))}`;
    case "completed":
      // A refusal to quote and a fault of ours must not look alike where there is one phrase only.
      return facts.detail === "unread"
        ? "Answered, but the answer could not be read"
        : describeAnswer(facts).label;
    default:
      return describeOutcome(facts).label;
  }
}

const asClause = (text: string): string =>
  text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");

const words = (
  label: string,
  sentence: string,
  tone: Tone,
  action: OutcomeAction | null = null,
): OutcomeWords => ({ label, sentence, tone, action });

function describeAnswer({ detail, result }: OutcomeFacts): OutcomeWords {
  switch (detail) {
    case "do_not_call":
      return words("Do not call", "They asked not to be called again.", "warning");
    case "language_barrier":
      return words(
        "Language barrier",
        "They and the agent could not understand each other.",
        "warning",
        "open_transcript",
      );
    case "cut_off":
      return words("Cut off", "The call ended before they had answered.", "warning", "call_again");
    case "no_information":
      return words("Answered, no quote", describeNoQuote(result), "neutral", "open_transcript");
    case "unread":
      return words(
        "Answered, not read",
        "They answered, but their answer could not be read. See what was said.",
        "warning",
        "open_transcript",
      );
    default:
      return result?.availability === "unavailable"
        ? words("Not available", describeRefusal(result), "neutral", "open_transcript")
        : words("Answered", describeQuote(result), "good", "open_transcript");
  }
}

const describeRefusal = ({ confirmed }: CallResult): string =>
  `They cannot do this job${unconfirmed(confirmed.availability)}.`;

const describeNoQuote = (result: CallResult | null | undefined): string =>
  result?.callbackRequested
    ? `They asked to be contacted again: “${result.callbackRequested}”.`
    : "They answered, but named no price and no time.";

function describeQuote(result: CallResult | null | undefined): string {
  if (!result) return "They answered.";
  const { price, earliestText, confirmed } = result;
  const isPriced = price.low !== null;
  const earliest = earliestText
    ? `earliest ${earliestText}${unconfirmed(confirmed.earliest)}`
    : "no time named";
  if (isPriced) return sentence(`quoted ${formatPriceWithin(result)}, ${earliest}`);
  const opening =
    result.availability === "available"
      ? `available${unconfirmed(confirmed.availability)}`
      : "answered";
  const priceWords =
    price.kind === "visit_needed"
      ? `price only after a visit${unconfirmed(confirmed.price)}`
      : "no price given";
  return sentence(`${opening}, ${earliest}, ${priceWords}`);
}

/** Capital first; a full stop unless their own words bring one. */
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;

const MISSES = {
  no_answer: "No answer",
  busy: "The line was busy",
  voicemail: "A mailbox answered",
} as const;

function describeSilence({ detail }: OutcomeFacts, outcome: keyof typeof MISSES): string {
  if (detail === "connected_silent") return "The line was open, but nobody spoke";
  return detail === "voicemail_or_menu" ? "A mailbox or phone menu answered" : MISSES[outcome];
}

function describeMiss(
  facts: OutcomeFacts,
  outcome: keyof typeof MISSES,
  options: WordsOptions,
): OutcomeWords {
  const when = describeWhen(facts.endedAt, options);
  const text = `${describeSilence(facts, outcome)}${when ? ` ${when}` : ""}.`;
  return words("Not reached", text, "warning", "call_again");
}

/** "at 2:15 PM"; "on Nov 22 at 2:15 PM" where that was another day than the reader's. */
function describeWhen(
  instant: string | null | undefined,
  { timeZone, now }: WordsOptions,
): string | null {
  const time = clock(instant, timeZone);
  if (!instant || !timeZone || time === null) return null;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, month: "short", day: "numeric" });
  const day = format.format(new Date(instant));
  const isToday = now === undefined || day === format.format(now);
  return isToday ? `at ${time}` : `on ${day} at ${time}`;
}

function clock(
  instant: string | null | undefined,
  timeZone: string | null | undefined,
): string | null {
  if (!instant || !timeZone) return null;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h12",
  });
  // Versions differ in the kind of space before AM and PM.
  return format.format(new Date(instant)).replace(/\s/g, " ");
}

function describeFailure({ detail, humanHeard }: OutcomeFacts): OutcomeWords {
  switch (detail) {
    case "failed_permanent":
      return words(
        "Number does not work",
        "The carrier says this number is not in service.",
        "bad",
        "edit_number",
      );
    case "invalid_number":
      return words(
        "Number does not work",
        "The phone service does not accept this number.",
        "bad",
        "edit_number",
      );
    case "wrong_number":
      return words("Wrong number", "Somebody else answered at this number.", "bad", "edit_number");
    case "international":
      return cannotBeCalled("Our phone line cannot call numbers in that country.");
    case "refused":
      return cannotBeCalled("The phone service refused to call this number.");
    default:
      return words(
        "Our line failed",
        humanHeard
          ? "A technical fault on our side. They may have heard part of the call."
          : "A technical fault on our side. They were not asked.",
        "warning",
        "call_again",
      );
  }
}

const cannotBeCalled = (sentence: string): OutcomeWords =>
  words("Cannot be called", sentence, "bad", "edit_number");

function describeCancel({ detail, calledAt }: OutcomeFacts): string {
  if (detail === "canceled_elsewhere") return "The call was stopped at the phone service.";
  return calledAt ? "You stopped this call." : "You stopped this before it was called.";
}

/** Calling stopped for everybody; which it was is told of the batch (`describeStop`), once. */
const ACCOUNT_PROBLEMS: unknown[] = [...ACCOUNT_FAULT_CODES, "failed_account", "failed_config"];

/** Rules that forbid the call today, or to this batch. */
const PASSING: unknown[] = ["cap_reached", "person_limit", "faults_ahead"];

function describeSkip({ detail }: OutcomeFacts): OutcomeWords {
  if (detail === "do_not_call") {
    const text = "They have asked not to be called again, so they were not called.";
    return words("Do not call", text, "neutral");
  }
  const forbidden = describeForbidden(detail);
  if (forbidden)
    return words(
      "Not called",
      forbidden,
      "neutral",
      PASSING.includes(detail) ? "call_again" : undefined,
    );
  if (ACCOUNT_PROBLEMS.includes(detail)) {
    const text = "A fault of our phone account stopped the calls. They were not called.";
    return words("Not called", text, "warning", "contact_operator");
  }
  const isCrowded = detail === "no_line" || detail === "failed_capacity";
  const text = isCrowded
    ? "No phone line became free. They were not called."
    : "They were not called.";
  return words("Not called", text, "neutral", "call_again");
}

const UNCLEAR_IN_GENERAL = "We could not confirm whether this call happened; it may have rung.";
const UNCLEAR: Record<string, string> = {
  no_report: "The call ended, but no report of it came.",
  unseen_reason: "The phone service ended the call for a reason we do not know.",
  past_limit: "The call ran past its time limit and its end was never reported.",
  call_lost: "The phone service no longer knows this call.",
  refusal_denied:
    "The phone service said that it did not make this call, and then that it took place.",
};

const describeUnclear = ({ detail }: OutcomeFacts): string =>
  UNCLEAR[detail ?? ""] ?? UNCLEAR_IN_GENERAL;
