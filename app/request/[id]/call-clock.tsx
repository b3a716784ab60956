"use client";

import { describeDuration, formatClock } from "../../duration";
import { useClock, useIsInBrowser } from "./use-clock";

type ClockProps = { at: string; serverTime: number; clockOffsetMs: number };

/** How long a call has run. Hidden from screen readers, which would read out every second of it. */
export function CallClock({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  return (
    <span aria-hidden="true">{formatClock(now + (clockOffsetMs - Date.parse(at)) / 1000)}</span>
  );
}

/** When the next try is due: "Next try in 12 minutes (11:30 AM)", "Next try any moment". */
export function DueIn({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  const isInBrowser = useIsInBrowser();
  const seconds = Date.parse(at) / 1000 - now - clockOffsetMs / 1000;
  if (seconds <= 0) return <>Next try any moment.</>;
  // Only the browser knows the time zone of the person.
  const clock = isInBrowser
    ? ` (${new Date(Date.parse(at) - clockOffsetMs).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })})`
    : "";
  return <>{`Next try in ${describeDuration(Math.ceil(seconds))}${clock}.`}</>;
}
