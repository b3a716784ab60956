"use client";

import { describeEta, estimateEta } from "@/lib/batches/eta";
import type { LiveBatch } from "@/lib/batches/live-state";
import { describeDuration } from "../../duration";
import { DueIn } from "./call-clock";
import { countCalled } from "./parts";
import { useClock } from "./use-clock";

// Often enough to stay true, seldom enough not to flicker.
const STEP_SECONDS = 10;

type EtaLineProps = {
  live: LiveBatch;
  serverTime: number;
  clockOffsetMs: number;
};

/** How long it still takes, as far as that can be said; how long it took once it is over. */
export function EtaLine({ live, serverTime, clockOffsetMs }: EtaLineProps) {
  const now = useClock(serverTime, STEP_SECONDS);
  if (live.endedAt && live.requestedAt && live.isFinal) {
    if (countCalled(live.providers) === 0) return null;
    const seconds = (Date.parse(live.endedAt) - Date.parse(live.requestedAt)) / 1000;
    const which = live.isRetry ? "The last calls" : "The calls";
    return (
      <>
        {which} took {describeDuration(seconds)}.
      </>
    );
  }
  const eta = estimateEta(live, now * 1000 + clockOffsetMs);
  if (!eta) return null;
  return eta.kind === "next_try" ? (
    <DueIn at={eta.at} serverTime={serverTime} clockOffsetMs={clockOffsetMs} />
  ) : (
    describeEta(eta)
  );
}
