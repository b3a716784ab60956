import type { LiveProvider } from "@/lib/batches/live-state";
import { assertNever } from "@/lib/errors";
import { describeHold, hasKnownEnd } from "@/lib/results/hold-words";
import { describeOutcome, type OutcomeAction, type Tone } from "@/lib/results/words";
import { endedUncalled } from "./parts";

/** Which drawing goes with a state; color never stands alone. */
export type PhaseMark =
  | "waiting"
  | "dialing"
  | "ringing"
  | "talking"
  | "reading"
  | "answered"
  | "declined"
  | "do_not_call"
  | "cut_off"
  | "not_understood"
  | "no_answer"
  | "failed"
  | "canceled"
  | "unknown";

export type Phase = {
  mark: PhaseMark;
  label: string;
  sentence: string;
  tone: Tone | "live";
  /** From when a clock runs; null when none does. */
  runningSince: string | null;
  /** When a further attempt is due; null when none waits. */
  dueAt: string | null;
  /** What the person is offered first; null while the call goes on. */
  action: OutcomeAction | null;
};

/** For whom times are written; null where that is not known, and then they are left out. */
export type Reader = { timeZone: string; now: number } | null;

type PhaseOptions = {
  /** The batch is being stopped: live calls will be hung up. */
  isCanceling?: boolean;
  /** For whom times are written; they are left out without. */
  reader?: Reader;
};

/** How a provider stands, in words. Pure. */
export function describePhase(
  provider: LiveProvider,
  { isCanceling = false, reader = null }: PhaseOptions = {},
): Phase {
  const { attempt, isPatched } = provider;
  const still = { runningSince: null, dueAt: null, action: null };
  switch (attempt.status) {
    case "queued":
      return { ...still, ...describeWait(provider, reader), mark: "waiting", tone: "waiting" };
    case "claimed":
      return phase("waiting", "Next", "A line is free; dialing starts.", "live", still);
    case "dialing":
    case "in_progress":
      return {
        ...still,
        ...describeCall(attempt, isCanceling),
        tone: "live",
        runningSince: attempt.dialingAt,
      };
    case "ended":
      return phase("reading", "Call ended", describeReading(attempt), "live", {
        ...still,
        runningSince: attempt.endedAt,
      });
    case "settled":
      // A hint says that it failed but not why; "our fault" or "theirs" waits for the snapshot, a moment later. Where
      // there was no call, there is nothing to find out about it.
      return isPatched && !endedUncalled(provider)
        ? phase("reading", "Call ended", describeReading(attempt), "live", still)
        : describeEnd(attempt, reader);
    default:
      return assertNever(attempt.status);
  }
}

type Attempt = LiveProvider["attempt"];

const phase = (
  mark: PhaseMark,
  label: string,
  sentence: string,
  tone: Phase["tone"],
  rest: Pick<Phase, "runningSince" | "dueAt" | "action">,
): Phase => ({ mark, label, sentence, tone, ...rest });

const describeReading = ({ answeredAt }: Attempt): string =>
  answeredAt === null ? "Finding out what happened." : "Reading the answer.";

function describeWait(
  { attempt, missed, isPatched }: LiveProvider,
  reader: Reader,
): Pick<Phase, "label" | "sentence" | "dueAt"> {
  const label = "Waiting";
  // When it is due, and why, comes with the snapshot.
  const dueAt = isPatched ? null : attempt.notBefore;
  if (attempt.number > 1) {
    const sentence = missed
      ? describeOutcome(missed, reader ?? {}).sentence
      : "Not reached; another try follows.";
    return { label, sentence, dueAt };
  }
  if (attempt.holdCode !== null && !isPatched) {
    const until = hasKnownEnd(attempt.holdCode) ? dueAt : null;
    return { label, sentence: describeHold(attempt.holdCode), dueAt: until };
  }
  return attempt.refusals > 0
    ? { label, sentence: "All phone lines were busy.", dueAt }
    : { label, sentence: "Waiting for its turn.", dueAt: null };
}

function describeCall(
  attempt: Attempt,
  isCanceling: boolean,
): Pick<Phase, "mark" | "label" | "sentence"> {
  if (isCanceling)
    return { mark: "canceled", label: "Hanging up", sentence: "The call is being stopped." };
  if (attempt.answeredAt !== null)
    return { mark: "talking", label: "Talking", sentence: "Somebody picked up." };
  if (attempt.ringingAt !== null)
    return { mark: "ringing", label: "Ringing", sentence: "Their phone is ringing." };
  return { mark: "dialing", label: "Dialing", sentence: "The call is being placed." };
}

const OUTCOME_MARKS: Record<NonNullable<Attempt["outcome"]>, PhaseMark> = {
  completed: "answered",
  no_answer: "no_answer",
  busy: "no_answer",
  voicemail: "no_answer",
  failed: "failed",
  canceled: "canceled",
  skipped: "canceled",
  unknown: "unknown",
};

/** What a business said before, for the time in which it is called again: "They cannot do this job." */
export const describeEarlier = ({ earlier }: LiveProvider): string | null =>
  earlier && describeEnd(earlier, null).sentence;

/** An answer wears the mark of one only where it can be compared or followed up. */
function markOf({ outcome, detail, result }: Attempt): PhaseMark {
  if (detail === "do_not_call") return "do_not_call";
  if (outcome !== "completed") return OUTCOME_MARKS[outcome ?? "unknown"];
  if (detail === "cut_off") return "cut_off";
  if (detail === "language_barrier" || detail === "unread") return "not_understood";
  return detail !== "no_information" && result?.availability === "unavailable"
    ? "declined"
    : "answered";
}

function describeEnd(attempt: Attempt, reader: Reader): Phase {
  const outcome = attempt.outcome ?? "unknown";
  const words = describeOutcome(
    {
      outcome,
      detail: attempt.detail,
      result: attempt.result,
      humanHeard: attempt.humanHeard,
      calledAt: attempt.calledAt,
      endedAt: attempt.endedAt,
    },
    reader ?? {},
  );
  return phase(markOf(attempt), words.label, words.sentence, words.tone, {
    runningSince: null,
    dueAt: null,
    action: words.action,
  });
}
