import type { RequestSummary } from "@/lib/batches/read-status";
import { isBatchEnded } from "@/lib/states/batch";

export type ProgressTone = "idle" | "live" | "done" | "none" | "stopped" | "fault";

export type RequestProgress = {
  tone: ProgressTone;
  /** Where the request stands: "5 of 12 done". */
  text: string;
  /** What else is worth knowing: "3 on the phone · 4 answered". */
  detail: string | null;
};

/** How a request stands, in a few exact words. Pure. */
export function describeProgress(summary: RequestSummary): RequestProgress {
  const { status, total, settled, reached, onPhone } = summary;
  if (status === null) return { tone: "idle", text: "Nobody called yet", detail: null };
  const answered = `${reached} of ${total} answered`;
  if (isBatchEnded(status)) {
    // Of a retry only the last calls were stopped; those before them have run to their end.
    if (summary.stop) {
      const { label, isFault } = summary.stop;
      const text = summary.isRetry ? `Last calls: ${label.toLowerCase()}` : label;
      return { tone: isFault ? "fault" : "stopped", text, detail: answered };
    }
    if (status === "canceled" && !summary.isRetry)
      return { tone: "stopped", text: "Stopped by you", detail: answered };
    if (reached === 0) {
      return { tone: "none", text: "Nobody answered", detail: `${countBusinesses(total)} called` };
    }
    const { bestName } = summary;
    return { tone: "done", text: answered, detail: bestName && `Best: ${bestName}` };
  }
  if (status === "canceling") return { tone: "live", text: "Hanging up", detail: answered };
  if (settled === 0) {
    return {
      tone: "live",
      text: `Calling ${countBusinesses(total)}`,
      detail: describeNow(onPhone),
    };
  }
  return {
    tone: "live",
    text: `${settled} of ${total} done`,
    detail: `${describeNow(onPhone)} · ${reached} answered`,
  };
}

const countBusinesses = (count: number): string =>
  count === 1 ? "1 business" : `${count} businesses`;

const describeNow = (onPhone: number): string =>
  onPhone === 0 ? "waiting to call" : `${onPhone} on the phone`;
