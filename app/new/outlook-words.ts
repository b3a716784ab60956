import type { BatchPreview } from "@/lib/batches/preview-batch";
import { formatTime } from "../format-time";

/** What keeps some of a list from being called now, in sentences. Pure but for the clock and zone of the reader. */
export function describeOutlook(preview: BatchPreview, now: number): string[] {
  return [describeLimit(preview.refusal), describeClosed(preview, now)].filter(
    (sentence) => sentence !== null,
  );
}

/** Within a day a time is clear without its day. */
const describeLimit = (refusal: BatchPreview["refusal"]): string | null =>
  refusal &&
  `${refusal.detail}${refusal.resetsAt ? ` This resets at ${formatTime(refusal.resetsAt)}.` : ""}`;

type Hours = Pick<BatchPreview, "businesses" | "closedNow" | "firstOpensAt" | "firstTimeZone">;

/** How many of a list would wait for calling hours, and until when the first of them; null when nobody would. Pure. */
export function describeClosed(hours: Hours, now: number): string | null {
  const { businesses, closedNow, firstOpensAt, firstTimeZone } = hours;
  if (closedNow === 0) return null;
  const who =
    businesses === 1
      ? "It is"
      : closedNow === businesses
        ? `All ${closedNow} are`
        : `${closedNow} of ${businesses} ${closedNow === 1 ? "is" : "are"}`;
  if (firstOpensAt === null || firstTimeZone === null)
    return `${who} never within calling hours in all their time zones.`;
  const at = new Date(firstOpensAt);
  const inZone = (format: Intl.DateTimeFormatOptions, time: Date) =>
    time.toLocaleString("en-US", { ...format, timeZone: firstTimeZone });
  const day = inZone({ weekday: "long" }, at);
  const isToday = day === inZone({ weekday: "long" }, new Date(now));
  const time = inZone({ hour: "numeric", minute: "2-digit" }, at);
  return `${who} outside calling hours now; the first call is made at ${time}${isToday ? "" : ` on ${day}`} their time.`;
}
