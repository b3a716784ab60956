"use client";

import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import type { SpokenField } from "../table/next-step";
import type { Asked } from "../table/use-row-acts";
import { AttemptFacts } from "./attempt-facts";
import { AttemptTimeline } from "./attempt-timeline";
import { OtherCalls } from "./other-calls";
import { RowActions } from "./row-actions";
import { Transcript, TranscriptOf } from "./transcript";
import { useStory } from "./use-story";
import { WhyThisOne } from "./why-this-one";

export type DetailsProps = {
  provider: LiveProvider;
  live: LiveBatch;
  /** What was said that the person asked to see. */
  asked: Asked | null;
  onShow: (provider: LiveProvider, action: "open_transcript", field: SpokenField) => void;
  onCallAgain: (provider: LiveProvider) => void;
  onOrdered: (words: string) => void;
};

/** What lies behind a row: what was found out, when what happened, and what was said. */
export function AttemptDetails(props: DetailsProps) {
  const { provider, live, asked } = props;
  const { attempt, earlier } = provider;
  const reading = useStory(attempt.id, attempt.version);
  const others = reading.state.kind === "read" ? reading.state.story.others : [];
  const isFirstOfBatch = attempt.executionId === live.executionId && attempt.number === 1;
  return (
    <div className="grid gap-6">
      <div className="grid gap-x-10 gap-y-6 desk:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid content-start gap-6">
          <AttemptFacts
            provider={provider}
            onShow={(field) => props.onShow(provider, "open_transcript", field)}
          />
          <WhyThisOne provider={provider} live={live} />
          <AttemptTimeline attempt={attempt} queuedAt={isFirstOfBatch ? live.requestedAt : null} />
        </div>
        {earlier ? (
          <TranscriptOf attempt={earlier} asked={asked} />
        ) : (
          <Transcript attempt={attempt} reading={reading} asked={asked} />
        )}
      </div>
      <OtherCalls provider={provider} others={others} />
      <RowActions
        provider={provider}
        isBusy={!live.isFinal}
        onCallAgain={props.onCallAgain}
        onOrdered={props.onOrdered}
      />
    </div>
  );
}
