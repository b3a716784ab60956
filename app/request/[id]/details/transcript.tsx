"use client";

import { useEffect, useRef } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button } from "../../../components/button";
import { formatClock } from "../../../duration";
import { findEvidence, quotesOf } from "../words/evidence";
import { describeNoWords } from "../words/no-words";
import { type StoryReading, type StoryState, useStory } from "./use-story";

type Attempt = LiveProvider["attempt"];

/** What was said in a call that is read by itself. */
export function TranscriptOf({ attempt }: { attempt: Attempt }) {
  return <Transcript attempt={attempt} reading={useStory(attempt.id, attempt.version)} />;
}

type TranscriptProps = {
  attempt: Attempt;
  reading: StoryReading;
  /** The person asked for it: it takes the focus. */
  isAsked?: boolean;
};

/** What was said, with the words marked on which price and time rest. */
export function Transcript({ attempt, reading, isAsked = false }: TranscriptProps) {
  const { state, retry } = reading;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAsked) heading.current?.focus();
  }, [isAsked]);
  return (
    <div className="grid content-start gap-2">
      <h3 ref={heading} tabIndex={-1} className="w-fit rounded-md font-medium">
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
  if (messages.length === 0) {
    return <p className="text-muted">{describeNoWords(attempt, transcriptRemovedAt)}</p>;
  }
  const quotes = quotesOf(attempt.result);
  return (
    <ol className="grid gap-2.5">
      {messages.map(({ role, text, seconds }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation is only ever replaced as a whole.
        <li key={index} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-3">
          <span className="text-muted">
            {role === "agent" ? "Agent" : "Business"}
            {seconds !== null && <span className="block text-xs">{formatClock(seconds)}</span>}
          </span>
          {role === "agent" ? (
            <span className="text-muted">{text}</span>
          ) : (
            <Said text={text} quotes={quotes} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Said({ text, quotes }: { text: string; quotes: readonly string[] }) {
  return (
    <span>
      {findEvidence(text, quotes).map((passage, index) =>
        passage.isEvidence ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: passages of one text never change places.
          <mark key={index} className="rounded-sm bg-good-soft text-good">
            {passage.text}
          </mark>
        ) : (
          passage.text
        ),
      )}
    </span>
  );
}
