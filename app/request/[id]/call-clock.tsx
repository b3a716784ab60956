"use client";

import { describeDuration, formatClock } from "../../duration";
import { useClock } from "./use-clock";

type ClockProps = { at: string; serverTime: number; clockOffsetMs: number };

/** How long a call has run. Hidden from screen readers, which would read out every second of it. */
export function CallClock({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  return (
    <span aria-hidden="true">{formatClock(now + (clockOffsetMs - Date.parse(at)) / 1000)}</span>
  );
}

/** When the next try is due: "in 12 minutes", "any moment". */
export function DueIn({ at, serverTime, clockOffsetMs }: ClockProps) {
  const now = useClock(serverTime);
  const seconds = Date.parse(at) / 1000 - now - clockOffsetMs / 1000;
  return <>{seconds > 0 ? `Due in ${describeDuration(Math.ceil(seconds))}.` : "Due any moment."}</>;
}
