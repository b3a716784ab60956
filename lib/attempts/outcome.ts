import { assertNever } from "@/lib/errors";
import { hasAnswer } from "@/lib/results/has-answer";
import type { CallResult } from "@/lib/results/schema";
import type { StoredOutcome } from "@/lib/states/attempt";
import type { AccountFaultCode, OutcomeDetail } from "@/lib/states/outcome-detail";
import {
  classifyEndedReason,
  type EndedClass,
  isCapacityRefusal,
  isDailyLimit,
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
  /** It was heard ringing or talking, or told to have ended in another way than `endedReason` says. */
  mayHaveRung: boolean;
  /** A person asked to stop before the call had ended. */
  cancelRequested: boolean;
  result: CallResult | null;
};

export type OutcomeDecision = {
  outcome: StoredOutcome;
  detail: OutcomeDetail | null;
  /** Whether a person may have heard us; then no further attempt follows by itself (`follow_up` in SQL). */
  humanHeard: boolean;
  /** Hold everything not dialed yet: not called is not failed. */
  stopBatch: { code: AccountFaultCode; reason: string } | null;
};

/** A connection this long without a transcript means somebody listened; shorter ones are pick-up-and-drop. */
const HEARD_AFTER_SECONDS = 8;

type Verdict = Pick<OutcomeDecision, "outcome" | "detail">;

/**
 * Turns the facts of an ended call into its outcome. The label of the ending says how the call stopped, not whether
 * anybody answered, so who spoke and what was said override it. Pure; never throws.
 */
export function decideOutcome(given: CallFacts): OutcomeDecision {
  const facts = {
    ...given,
    endedReason: given.endedReason?.trim().toLowerCase() || null,
    // Where nobody spoke, an extraction can only be invented; that somebody is called who asked not to be is the worse fault.
    result: given.userTurns === 0 && !given.result?.doNotCall ? null : given.result,
  };
  const endedClass = classifyEndedReason(facts.endedReason);
  return {
    ...(fromWords(facts, endedClass) ?? fromEnding(facts, endedClass)),
    humanHeard: heardByHuman(facts, endedClass),
    stopBatch: stopBatchFor(endedClass, facts.endedReason),
  };
}

/**
 * What the callee said decides first: it stands whatever ended the call, a late cancel, a failed model or a detector of
 * mailboxes included. Only the analysis of the words themselves says that a machine spoke, and not even that undoes a wish
 * not to be called.
 */
function fromWords(facts: CallFacts, endedClass: EndedClass): Verdict | null {
  const { result } = facts;
  if (result?.doNotCall) return { outcome: "completed", detail: "do_not_call" };
  if (!result || result.voicemailOrMenu) return null;
  if (result.wrongNumber) return { outcome: "failed", detail: "wrong_number" };
  if (!hasAnswer(result)) return null;
  const wasInterrupted =
    endedClass.startsWith("failed_") || facts.endedReason === "exceeded-max-duration";
  // "Cut off" explains a missing answer; once the main question is answered there is nothing to explain.
  const isAnswered = result.availability !== "unknown" || result.price.low !== null;
  return {
    outcome: "completed",
    detail: wasInterrupted && !isAnswered ? "cut_off" : "answered",
  };
}

function fromEnding(facts: CallFacts, endedClass: EndedClass): Verdict {
  if (isCapacityRefusal(facts.endedReason) && !heardByHuman(facts, endedClass)) {
    return facts.mayHaveRung
      ? { outcome: "unknown", detail: "refusal_denied" }
      : { outcome: "refused", detail: "failed_capacity" };
  }
  if (facts.cancelRequested) return { outcome: "canceled", detail: null };
  switch (endedClass) {
    case "canceled":
      return { outcome: "canceled", detail: "canceled_elsewhere" };
    case "voicemail":
    case "busy":
    case "no_answer":
      return { outcome: endedClass, detail: null };
    case "completed":
      return conversation(facts);
    case "failed_permanent": {
      // The number is not at fault when our line may not call abroad, so the words differ.
      const isAbroad = facts.endedReason?.includes("international");
      return { outcome: "failed", detail: isAbroad ? "international" : "failed_permanent" };
    }
    case "failed_capacity":
      // Somebody who was heard was called, even if the reason denies it.
      return {
        outcome: heardByHuman(facts, endedClass) ? "failed" : "skipped",
        detail: endedClass,
      };
    case "failed_account":
    case "failed_config":
      return { outcome: wasNeverDialed(facts) ? "skipped" : "failed", detail: endedClass };
    case "failed_transient":
    case "failed_provider":
      return { outcome: "failed", detail: endedClass };
    case "unknown":
      if (!facts.endedReason) return { outcome: "unknown", detail: "no_report" };
      // However it ended: what a person said in it was a conversation.
      return spoke(facts) ? conversation(facts) : { outcome: "unknown", detail: "unseen_reason" };
    default:
      return assertNever(endedClass);
  }
}

/** A call that ended in an ordinary way and brought no answer. */
function conversation({ result, userTurns, talkSeconds, endedReason }: CallFacts): Verdict {
  if (result?.voicemailOrMenu) {
    return { outcome: "voicemail", detail: "voicemail_or_menu" };
  }
  if (userTurns === 0) return { outcome: "no_answer", detail: "connected_silent" };
  if (userTurns === null && (talkSeconds ?? 0) <= HEARD_AFTER_SECONDS) {
    return { outcome: "unknown", detail: "no_report" };
  }
  const detail = result?.languageBarrier
    ? "language_barrier"
    : endedReason === "exceeded-max-duration"
      ? "cut_off"
      : result
        ? "no_information"
        : "unread";
  return { outcome: "completed", detail };
}

const spoke = (facts: CallFacts): boolean => (facts.userTurns ?? 0) > 0;

/** A mailbox greeting counts as a spoken turn and a ringing phone as a started call; neither is a person. */
function heardByHuman(facts: CallFacts, endedClass: EndedClass): boolean {
  if (facts.result?.voicemailOrMenu) return false;
  if (endedClass === "voicemail") return fromWords(facts, endedClass) !== null;
  if (spoke(facts)) return true;
  if (endedClass === "busy" || endedClass === "no_answer") return false;
  return (facts.talkSeconds ?? 0) > HEARD_AFTER_SECONDS;
}

/** Whether a report says that there was no line, and nothing in it says that somebody was heard. */
export const isUnheardRefusal = (
  report: Pick<CallFacts, "endedReason" | "userTurns" | "talkSeconds">,
): boolean =>
  isCapacityRefusal(report.endedReason) &&
  (report.userTurns ?? 0) === 0 &&
  (report.talkSeconds ?? 0) <= HEARD_AFTER_SECONDS;

const wasNeverDialed = (facts: CallFacts): boolean =>
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
        : /\b(?:llm|model|voice|transcriber)\b/.test(reason)
          ? "assistant"
          : "configuration";
    default:
      return null;
  }
}
