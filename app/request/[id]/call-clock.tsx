"use client";

import { describeDuration, formatClock } from "../../duration";
import { formatTime } from "../../format-time";
import { useRequest } from "./request-context";
import { onBrowserClock, useClock } from "./use-clock";

/** How long a call has run. Hidden from screen readers, which would read out every second of it. */
export function CallClock({ at }: { at: string }) {
  const now = useClock();
  return <span aria-hidden="true">{formatClock(now - Date.parse(at) / 1000)}</span>;
}

// Below it the minute of a clock says too little, above the second one the same hour comes twice.
const CLOCK_FROM_SECONDS = 120;
const CLOCK_BELOW_SECONDS = 12 * 3600;

/** When the next try is due: "Next try in 40 seconds.", "Next try at 11:30 AM.", "Next try any moment." */
export function DueIn({ at }: { at: string }) {
  const now = useClock();
  const { reader } = useRequest();
  const seconds = Date.parse(at) / 1000 - now;
  if (seconds <= 0) return <>Next try any moment.</>;
  // Only the browser knows the time zone of the person.
  const isClock = reader !== null && seconds >= CLOCK_FROM_SECONDS && seconds < CLOCK_BELOW_SECONDS;
  return isClock ? (
    <>Next try at {formatTime(onBrowserClock(at))}.</>
  ) : (
    <>Next try in {describeDuration(Math.ceil(seconds))}.</>
  );
}
