import type { RequestSummary } from "@/lib/batches/read-status";
import { isBatchEnded } from "@/lib/batches/status";

export type ProgressTone = "idle" | "live" | "done" | "fault";

/** How a request stands, in one line: "5 of 12 done · 4 answered". Pure. */
export function describeProgress(summary: RequestSummary): { tone: ProgressTone; text: string } {
  const { status, total, settled, reached } = summary;
  if (status === null) return { tone: "idle", text: "Nobody called yet" };
  const answered = `${reached} answered`;
  if (isBatchEnded(status)) {
    if (summary.faultCode !== null) return { tone: "fault", text: `Calling stopped · ${answered}` };
    return status === "canceled"
      ? { tone: "done", text: `Stopped by you · ${answered}` }
      : { tone: "done", text: `${reached} of ${total} answered` };
  }
  if (status === "canceling") return { tone: "live", text: `Hanging up · ${answered}` };
  if (settled === 0) {
    const businesses = total === 1 ? "1 business" : `${total} businesses`;
    return { tone: "live", text: `Calling ${businesses}` };
  }
  return { tone: "live", text: `${settled} of ${total} done · ${answered}` };
}
