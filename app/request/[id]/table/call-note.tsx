import type { ReactNode } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { formatClock } from "../../../duration";
import { CallClock, DueIn } from "../call-clock";
import { useRequest } from "../request-context";
import { describeEarlier, type Phase } from "../words/phase";

type CallNoteProps = { phase: Phase; provider: LiveProvider };

/** Below the state: which attempt, and how long the call runs or ran. */
export function CallNote({ phase, provider }: CallNoteProps) {
  const { maxAttempts } = useRequest();
  const { talkSeconds } = provider.attempt;
  const length = phase.runningSince ? (
    <CallClock at={phase.runningSince} />
  ) : (
    talkSeconds !== null && phase.tone !== "live" && formatClock(talkSeconds)
  );
  const which = describeWhich(phase, provider, maxAttempts, Boolean(length));
  return (
    <>
      {which}
      {which && length && " · "}
      {length}
    </>
  );
}

function describeWhich(
  phase: Phase,
  provider: LiveProvider,
  maxAttempts: number,
  isTimed: boolean,
): ReactNode {
  const { number } = provider.attempt;
  // Beside an earlier answer it is news that a call goes on at all.
  if (provider.earlier) {
    if (phase.mark === "waiting") return "To be called again";
    if (phase.mark === "reading") return "Called again";
    return phase.tone === "live" ? "Calling again" : null;
  }
  if (number === 1) return null;
  // Beside a time there is no room for both numbers on a phone.
  const look = isTimed ? "max-sm:hidden" : "";
  return (
    <>
      Attempt {number}
      <span className={look}> of {Math.max(maxAttempts, number)}</span>
    </>
  );
}

/** What stands in place of an offer. */
export function PhaseSentence({ phase, provider }: CallNoteProps) {
  const earlier = describeEarlier(provider);
  return (
    <>
      {phase.sentence}
      {phase.dueAt && (
        <>
          {" "}
          <DueIn at={phase.dueAt} />
        </>
      )}
      {earlier && ` Before: ${earlier}`}
    </>
  );
}
