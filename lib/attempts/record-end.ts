import type { CallSnapshot } from "@/lib/calls/client";
import { asksNotToBeCalled } from "@/lib/results/read-result";
import type { Services } from "@/lib/services";
import { isCapacityRefusal } from "./ended-reason";
import { type RecordedEvent, recordCallEvent } from "./functions";
import { isUnheardRefusal } from "./outcome";

/**
 * Stores what the phone service tells of a call that has ended, as its webhooks would have been stored.
 * @param isReport whether it is the last word on what was said, and not only that the call is over
 */
export function recordEnd(
  { db, rails }: Services,
  attemptId: string,
  call: CallSnapshot,
  isReport: boolean,
): Promise<RecordedEvent> {
  const report = isReport ? call.report : null;
  const isRefusal = call.report
    ? isUnheardRefusal(call.report)
    : isCapacityRefusal(call.endedReason);
  const content = report
    ? `report:${report.structuredData === null ? "bare" : "answered"}:${report.messages.length}`
    : "ended";
  return recordCallEvent(
    db,
    attemptId,
    {
      source: "reconcile",
      kind: report ? "report" : "status:ended",
      // What says the same as before is stored once. Another reason, or more of what was said, is news.
      dedupeKey: `${call.callId}:asked:${content}${isRefusal ? ":refused" : ""}`,
      callId: call.callId,
      occurredAt: call.endedAt,
      endedAt: call.endedAt,
      endedReason: call.endedReason,
      isRefusal,
      isOptOut: asksNotToBeCalled(report?.structuredData),
      payload: report,
    },
    rails,
  );
}
