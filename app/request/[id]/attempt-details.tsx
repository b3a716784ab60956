"use client";

import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { AttemptFacts } from "./attempt-facts";
import { AttemptTimeline } from "./attempt-timeline";
import { describeCost } from "./call-again";
import { RowActions } from "./row-actions";
import { Transcript } from "./transcript";

export type DetailsProps = {
  provider: LiveProvider;
  live: LiveBatch;
  onOrdered: (words: string) => void;
};

/** What lies behind a row: what was found out, when what happened, and what was said. */
export function AttemptDetails({ provider, live, onOrdered }: DetailsProps) {
  const { attempt } = provider;
  const isFirstOfBatch = attempt.executionId === live.executionId && attempt.number === 1;
  return (
    <div className="grid gap-6">
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid content-start gap-6">
          <AttemptFacts provider={provider} />
          <AttemptTimeline attempt={attempt} queuedAt={isFirstOfBatch ? live.requestedAt : null} />
        </div>
        <Transcript attempt={attempt} />
      </div>
      <RowActions
        provider={provider}
        isBusy={!live.isFinal}
        cost={describeCost(live)}
        onOrdered={onOrdered}
      />
    </div>
  );
}
