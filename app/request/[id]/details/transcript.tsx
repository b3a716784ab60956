"use client";

import { useEffect, useMemo, useRef } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button } from "../../../components/button";
import { formatClock } from "../../../duration";
import type { Asked } from "../table/use-row-acts";
import { findEvidence, messageOf, type Resting, restingOn } from "../words/evidence";
import { describeNoWords } from "../words/no-words";
import { type StoryReading, type StoryState, useStory } from "./use-story";

type Attempt = LiveProvider["attempt"];

/** What was said in a call that is read by itself. */
export function TranscriptOf(props: Omit<TranscriptProps, "reading">) {
  const { id, version } = props.attempt;
  return <Transcript {...props} reading={useStory(id, version)} />;
}

type TranscriptProps = {
  attempt: Attempt;
  reading: StoryReading;
  /** The person asked for it: the line that was asked for takes the focus, or else its heading. */
  asked?: Asked | null;
};

/** What was said, with the words marked on which each part of the answer rests. */
export function Transcript({ attempt, reading, asked = null }: TranscriptProps) {
  const { state, retry } = reading;
  const part = useRef<HTMLDivElement>(null);
  const line = messageOf(attempt.result, asked?.field ?? null);
  const isRead = state.kind === "read";
  useEffect(() => {
    if (!asked) return;
    const said = isRead && part.current?.querySelector<HTMLElement>(`[data-message="${line}"]`);
    const target = said || part.current?.querySelector("h3");
    target?.focus({ preventScroll: true });
    // Where all of it is in sight, nothing moves.
    target?.scrollIntoView({ block: "nearest" });
  }, [asked, line, isRead]);
  return (
    <div ref={part} className="grid content-start gap-2">
      <h3 tabIndex={-1} className="w-fit rounded-md font-medium">
        What was said
      </h3>
      {state.kind === "loading" && <p className="text-muted">Loading…</p>}
      {state.kind === "failed" && (
        <div className="grid justify-items-start gap-2">
          <p>The conversation could not be read.</p>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {state.kind === "read" && <Messages story={state.story} attempt={attempt} />}
    </div>
  );
}

type Story = Extract<StoryState, { kind: "read" }>["story"];

function Messages({ story, attempt }: { story: Story; attempt: Attempt }) {
  const { messages, transcriptRemovedAt } = story;
  const resting = useMemo(() => restingOn(attempt.result), [attempt.result]);
  if (messages.length === 0) {
    return <p className="text-muted">{describeNoWords(attempt, transcriptRemovedAt)}</p>;
  }
  return (
    <ol className="grid gap-2.5">
      {messages.map(({ role, text, seconds }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a conversation is only ever replaced as a whole.
          key={index}
          tabIndex={-1}
          data-message={index}
          className="grid scroll-my-24 grid-cols-[4.5rem_minmax(0,1fr)] gap-3 rounded-md"
        >
          <span className="text-muted">
            {role === "agent" ? "Agent" : "Business"}
            {seconds !== null && <span className="block text-xs">{formatClock(seconds)}</span>}
          </span>
          <Said text={text} resting={resting.get(index) ?? []} isAgent={role === "agent"} />
        </li>
      ))}
    </ol>
  );
}

type SaidProps = { text: string; resting: readonly Resting[]; isAgent: boolean };

/** One message; below it what rests on it, as marks alone do not say what for. */
function Said({ text, resting, isAgent }: SaidProps) {
  const look = resting.some((part) => part.isConfirmed)
    ? "rounded-sm bg-good-soft text-good"
    : "bg-transparent text-current underline decoration-dashed";
  const passages = findEvidence(
    text,
    resting.map(({ words }) => words),
  );
  return (
    <span className={isAgent ? "text-muted" : ""}>
      {passages.map((passage, index) =>
        passage.isEvidence ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: passages of one text never change places.
          <mark key={index} className={look}>
            {passage.text}
          </mark>
        ) : (
          passage.text
        ),
      )}
      {resting.length > 0 && (
        <span className="block text-muted text-xs">
          {resting
            .map((part) => `${part.name}: ${part.isConfirmed ? "confirmed" : "not confirmed"}`)
            .join(" · ")}
        </span>
      )}
    </span>
  );
}
