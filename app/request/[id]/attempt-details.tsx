"use client";

import type { LiveProvider } from "@/lib/batches/live-state";
import { AttemptFacts } from "./attempt-facts";
import { AttemptTimeline } from "./attempt-timeline";
import { RowActions } from "./row-actions";
import { Transcript } from "./transcript";

export type DetailsProps = {
  provider: LiveProvider;
  /** The batch that the page follows, and when it was asked for. */
  executionId: string | null;
  requestedAt: string | null;
  /** Calls are still made. */
  isBusy: boolean;
  /** What calls have cost so far, in words. */
  cost: string | null;
  onOrdered: (words: string) => void;
};

/** What lies behind a row: what was found out, when what happened, and what was said. */
export function AttemptDetails({ provider, executionId, requestedAt, ...actions }: DetailsProps) {
  const { attempt } = provider;
  const isOfBatch = attempt.executionId === executionId;
  return (
    <div className="grid gap-6">
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid content-start gap-6">
          <AttemptFacts provider={provider} />
          <AttemptTimeline
            attempt={attempt}
            queuedAt={isOfBatch && attempt.number === 1 ? requestedAt : null}
          />
        </div>
        <Transcript attempt={attempt} />
      </div>
      <RowActions provider={provider} {...actions} />
    </div>
  );
}
