"use client";

import { describeEta, estimateEta } from "@/lib/batches/eta";
import type { LiveBatch } from "@/lib/batches/live-state";
import { describeDuration } from "../../../duration";
import { DueIn } from "../call-clock";
import { useClock } from "../use-clock";
import { countCalled } from "../words/parts";

// Often enough to stay true, seldom enough not to flicker.
const STEP_SECONDS = 10;

/** How long it still takes, as far as that can be said, or why it waits; how long it took once it is over. */
export function EtaLine({ live }: { live: LiveBatch }) {
  const now = useClock(STEP_SECONDS);
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
  if (live.hold) {
    // As long as somebody is on the phone it depends on that call, not on the clock.
    const isTimed = live.stats.inProgress === 0;
    return (
      <>
        {live.hold.message} {isTimed && <DueIn at={live.hold.until} />}
      </>
    );
  }
  const eta = estimateEta(live, now * 1000);
  if (!eta) return null;
  return eta.kind === "next_try" ? <DueIn at={eta.at} /> : describeEta(eta);
}
