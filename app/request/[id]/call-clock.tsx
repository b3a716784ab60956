"use client";

import { describeDuration, formatClock } from "../../duration";
import { formatTime } from "../../format-time";
import { useClock, useIsInBrowser } from "./use-clock";

type ClockProps = { at: string; serverTime: number; clockOffsetMs: number };

/** How long a call has run. Hidden from screen readers, which would read out every second of it. */
export function CallClock({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  return (
    <span aria-hidden="true">{formatClock(now + (clockOffsetMs - Date.parse(at)) / 1000)}</span>
  );
}

// Below it the minute of a clock says too little, above the second one the same hour comes twice.
const CLOCK_FROM_SECONDS = 120;
const CLOCK_BELOW_SECONDS = 12 * 3600;

/** When the next try is due: "Next try in 40 seconds.", "Next try at 11:30 AM.", "Next try any moment." */
export function DueIn({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  const isInBrowser = useIsInBrowser();
  const seconds = Date.parse(at) / 1000 - now - clockOffsetMs / 1000;
  if (seconds <= 0) return <>Next try any moment.</>;
  // Only the browser knows the time zone of the person.
  const isClock = isInBrowser && seconds >= CLOCK_FROM_SECONDS && seconds < CLOCK_BELOW_SECONDS;
  return isClock ? (
    <>Next try at {formatTime(new Date(Date.parse(at) - clockOffsetMs).toISOString())}.</>
  ) : (
    <>Next try in {describeDuration(Math.ceil(seconds))}.</>
  );
}
