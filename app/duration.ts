/** "20 seconds", "30 minutes", "2 hours": a length of time in its largest fitting unit, rounded. */
export function describeDuration(seconds: number): string {
  // A unit is used from twice its size on: "90 seconds" says more than "2 minutes".
  if (seconds >= 7200) return count(Math.round(seconds / 3600), "hour");
  if (seconds >= 120) return count(Math.round(seconds / 60), "minute");
  return count(Math.max(0, Math.round(seconds)), "second");
}

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? "" : "s"}`;

/** "0:07", "12:30": a running clock. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
