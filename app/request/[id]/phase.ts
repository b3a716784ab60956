import type { LiveProvider } from "@/lib/batches/live-state";
import { assertNever } from "@/lib/errors";
import { describeOutcome, type Tone } from "@/lib/results/words";
import { endedUncalled } from "./parts";

/** Which drawing goes with a state; colour never stands alone. */
export type PhaseMark =
  | "waiting"
  | "dialing"
  | "ringing"
  | "talking"
  | "reading"
  | "answered"
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
};

/**
 * How a provider stands, in words. Pure; free of time zones and of the present time.
 * @param isCanceling the batch is being stopped: live calls are hung up
 */
export function describePhase(provider: LiveProvider, isCanceling: boolean): Phase {
  const { attempt, isPatched } = provider;
  const still = { runningSince: null, dueAt: null };
  switch (attempt.status) {
    case "queued":
      return { ...describeWait(provider), mark: "waiting", tone: "waiting", runningSince: null };
    case "claimed":
      return phase("waiting", "Next", "A line is free; dialling starts.", "live", still);
    case "dialing":
    case "in_progress":
      return {
        ...describeCall(attempt, isCanceling),
        tone: "live",
        runningSince: attempt.dialingAt,
        dueAt: null,
      };
    case "ended":
      return phase("reading", "Call ended", describeReading(attempt), "live", {
        runningSince: attempt.endedAt,
        dueAt: null,
      });
    case "settled":
      // A hint says that it failed but not why; "our fault" or "theirs" waits for the snapshot, a moment later. Where
      // there was no call, there is nothing to find out about it.
      return isPatched && !endedUncalled(provider)
        ? phase("reading", "Call ended", describeReading(attempt), "live", still)
        : describeEnd(attempt);
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
  rest: Pick<Phase, "runningSince" | "dueAt">,
): Phase => ({ mark, label, sentence, tone, ...rest });

const describeReading = ({ answeredAt }: Attempt): string =>
  answeredAt === null ? "Finding out what happened." : "Reading the answer.";

function describeWait({
  attempt,
  isPatched,
}: LiveProvider): Pick<Phase, "label" | "sentence" | "dueAt"> {
  // When it is due comes with the snapshot.
  const dueAt = isPatched ? null : attempt.notBefore;
  if (attempt.number > 1) {
    return {
      label: "Waiting",
      sentence: "Not reached; another try follows.",
      dueAt,
    };
  }
  return attempt.refusals > 0
    ? { label: "Waiting", sentence: "All phone lines were busy.", dueAt }
    : { label: "Waiting", sentence: "Waits for a free phone line.", dueAt: null };
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
    return { mark: "ringing", label: "Ringing", sentence: "Their phone rings." };
  return { mark: "dialing", label: "Dialling", sentence: "The call is being placed." };
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

function describeEnd(attempt: Attempt): Phase {
  const outcome = attempt.outcome ?? "unknown";
  const words = describeOutcome({
    outcome,
    detail: attempt.detail,
    result: attempt.result,
    humanHeard: attempt.humanHeard,
    calledAt: attempt.calledAt,
  });
  return phase(OUTCOME_MARKS[outcome], words.label, words.sentence, words.tone, {
    runningSince: null,
    dueAt: null,
  });
}
