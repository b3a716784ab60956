import { assertNever } from "@/lib/errors";
import { type CallResult, hasAnswer } from "@/lib/results/schema";
import type { AttemptOutcome } from "@/lib/states/attempt";
import type { AccountFaultCode, OutcomeDetail } from "@/lib/states/outcome-detail";
import { classifyEndedReason, type EndedClass, isDailyLimit, type Redial } from "./ended-reason";

export {
  classifyEndedReason,
  type EndedClass,
  type EndedReason,
  type Redial,
} from "./ended-reason";

/** Everything known about one call after it ended. */
export type CallFacts = {
  /** As Vapi gave it; null when the end was never reported. */
  endedReason: string | null;
  /** Times the other side spoke; null when there is neither transcript nor messages. */
  userTurns: number | null;
  /** Seconds from start to end of the connection; null when it never started. */
  talkSeconds: number | null;
  startedAt: string | null;
  /** A person asked to stop before the call had ended. */
  cancelRequested: boolean;
  result: CallResult | null;
};

export type OutcomeDecision = {
  outcome: AttemptOutcome;
  detail: OutcomeDetail | null;
  /** Consult before storing the outcome: `safe` and `later` allow a further attempt by itself. */
  redial: Redial;
  /** Whether a person may have heard us; then no redial happens without asking. */
  humanHeard: boolean;
  /** Hold everything not dialled yet: not called is not failed. */
  stopBatch: { code: AccountFaultCode; reason: string } | null;
};

/** A connection this long without a transcript means somebody listened; shorter ones are pick-up-and-drop. */
const HEARD_AFTER_SECONDS = 8;

/** The greeting starts after about this long, so nobody has heard anything before. */
const SILENT_BEFORE_SECONDS = 3;

type Verdict = { outcome: AttemptOutcome; detail: OutcomeDetail | null; redial: Redial };

/**
 * Turns the facts of an ended call into its outcome. The label of the ending says how the call stopped, not whether
 * anybody answered, so who spoke and what was said override it. Pure; never throws.
 */
export function decideOutcome(given: CallFacts): OutcomeDecision {
  const facts = {
    ...given,
    endedReason: given.endedReason?.trim().toLowerCase() || null,
    // Where nobody spoke, an extraction can only be invented.
    result: given.userTurns === 0 ? null : given.result,
  };
  const ended = classifyEndedReason(facts.endedReason);
  const stopBatch = stopBatchFor(ended.class, facts.endedReason);
  return {
    ...(fromWords(facts, ended.class) ?? fromEnding(facts, ended.class, ended.redial)),
    humanHeard: heardByHuman(facts, ended.class),
    stopBatch,
  };
}

/** What the callee said decides first: it stands whatever ended the call, a late cancel or a failed model included. */
function fromWords(facts: CallFacts, endedClass: EndedClass): Verdict | null {
  const { result } = facts;
  if (!result || endedClass === "voicemail" || result.voicemailOrMenu) return null;
  if (result.doNotCall) return { outcome: "completed", detail: "do_not_call", redial: "never" };
  if (result.wrongNumber) return { outcome: "failed", detail: "wrong_number", redial: "never" };
  if (!hasAnswer(result)) return null;
  const wasInterrupted =
    endedClass.startsWith("failed_") || facts.endedReason === "exceeded-max-duration";
  // "Cut off" explains a missing answer; once the main question is answered there is nothing to explain.
  const isAnswered = result.availability !== "unknown" || result.price.low !== null;
  return {
    outcome: "completed",
    detail: wasInterrupted && !isAnswered ? "cut_off" : "answered",
    redial: "never",
  };
}

function fromEnding(facts: CallFacts, endedClass: EndedClass, redial: Redial): Verdict {
  if (facts.cancelRequested) return { outcome: "canceled", detail: null, redial: "never" };
  switch (endedClass) {
    case "canceled":
      return { outcome: "canceled", detail: "canceled_elsewhere", redial };
    case "voicemail":
    case "busy":
    case "no_answer":
      return { outcome: endedClass, detail: null, redial };
    case "completed":
      return conversation(facts);
    case "failed_permanent": {
      // The number is not at fault when our line may not call abroad, so the words differ.
      const isAbroad = facts.endedReason?.includes("international");
      return { outcome: "failed", detail: isAbroad ? "international" : "failed_permanent", redial };
    }
    case "failed_capacity":
      return {
        // Whatever the reason says, somebody who was heard was called.
        outcome: heardByHuman(facts, endedClass) ? "failed" : "skipped",
        detail: "failed_capacity",
        redial: isDailyLimit(facts.endedReason) ? "stop_batch" : redial,
      };
    case "failed_account":
    case "failed_config":
      return { outcome: wasNeverDialled(facts) ? "skipped" : "failed", detail: endedClass, redial };
    case "failed_transient":
    case "failed_provider":
      return { outcome: "failed", detail: endedClass, redial: redialAfterFault(facts, redial) };
    case "unknown":
      return facts.endedReason
        ? { outcome: "unknown", detail: "unseen_reason", redial }
        : { outcome: "unknown", detail: "no_report", redial: "ask" };
    default:
      return assertNever(endedClass);
  }
}

/** A call that ended in an ordinary way and brought no answer. */
function conversation({ result, userTurns, talkSeconds, endedReason }: CallFacts): Verdict {
  if (result?.voicemailOrMenu) {
    return { outcome: "voicemail", detail: "voicemail_or_menu", redial: "later" };
  }
  if (userTurns === 0) return { outcome: "no_answer", detail: "connected_silent", redial: "later" };
  if (userTurns === null && (talkSeconds ?? 0) <= HEARD_AFTER_SECONDS) {
    return { outcome: "unknown", detail: "no_report", redial: "ask" };
  }
  const detail = result?.languageBarrier
    ? "language_barrier"
    : endedReason === "exceeded-max-duration"
      ? "cut_off"
      : result
        ? "no_information"
        : "unread";
  return { outcome: "completed", detail, redial: "never" };
}

const spoke = (facts: CallFacts): boolean => (facts.userTurns ?? 0) > 0;

/** A mailbox greeting counts as a spoken turn and a ringing phone as a started call; neither is a person. */
function heardByHuman(facts: CallFacts, endedClass: EndedClass): boolean {
  if (endedClass === "voicemail" || facts.result?.voicemailOrMenu) return false;
  if (spoke(facts)) return true;
  if (endedClass === "busy" || endedClass === "no_answer") return false;
  return (facts.talkSeconds ?? 0) > HEARD_AFTER_SECONDS;
}

/**
 * A technical fault is redialled by itself only when nobody can have heard us. `worker-shutdown` is the exception:
 * the phone service says it retries that call on its own, so dialling too could ring twice.
 */
function redialAfterFault(facts: CallFacts, redial: Redial): Redial {
  const wasSilent =
    facts.startedAt === null ||
    (facts.talkSeconds !== null && facts.talkSeconds < SILENT_BEFORE_SECONDS);
  if (spoke(facts) || !wasSilent || facts.endedReason === "worker-shutdown") return "ask";
  return redial === "safe" ? "safe" : "later";
}

const wasNeverDialled = (facts: CallFacts): boolean =>
  facts.startedAt === null &&
  !spoke(facts) &&
  /^(?:call\.start\.|call-start-|assistant-(?:not|request)-)/.test(facts.endedReason ?? "");

function stopBatchFor(endedClass: EndedClass, reason: string | null): OutcomeDecision["stopBatch"] {
  const code = faultCode(endedClass, reason ?? "");
  return code && reason ? { code, reason } : null;
}

function faultCode(endedClass: EndedClass, reason: string): AccountFaultCode | null {
  switch (endedClass) {
    case "failed_capacity":
      return isDailyLimit(reason) ? "daily_cap" : null;
    case "failed_account":
      return reason.includes("error-subscription-") ? "credit" : "configuration";
    case "failed_config":
      return /-40[12]-|unauthori[sz]ed|api-key|auth-failed/.test(reason)
        ? "credentials"
        : "configuration";
    default:
      return null;
  }
}
