import { z } from "zod";
import { type CallReport, callFacts, toReport } from "./report";
import { controlUrl, id, instant, orNull, record, text } from "./vapi-json";

/** A call record of Vapi: in the answers of its API, and within every webhook. */
export const callSchema = record({
  id,
  name: id,
  customer: record({ externalId: id }),
  status: text(60),
  createdAt: instant,
  updatedAt: instant,
  monitor: record({ controlUrl }),
  subscriptionLimits: record({ concurrencyBlocked: orNull(z.boolean()) }),
  ...callFacts,
});

/** A call as it stands when asked for. */
export type CallSnapshot = {
  callId: string;
  /** The attempt it was made for stands in both; a call that was made by hand has neither. */
  externalId: string | null;
  name: string | null;
  status: string | null;
  createdAt: string | null;
  ended: boolean;
  endedAt: string | null;
  endedReason: string | null;
  /** Ends the call without a password: never logged, never sent to a browser. */
  controlUrl: string | null;
  /** No line was free for it. */
  isBlocked: boolean;
  /** It has ended, and its answer is there or will never come. */
  isAnswerReady: boolean;
  /** Null while it goes on. */
  report: CallReport | null;
};

/** Reads a call record. Null when it has no id, so that nothing could be asked about it. */
export function readCall(value: unknown): CallSnapshot | null {
  const call = callSchema.parse(value);
  if (call.id === null) return null;
  const { endedReason } = call;
  const ended = call.status === "ended" || (call.endedAt !== null && endedReason !== null);
  const report = ended ? toReport(call.id, call) : null;
  return {
    callId: call.id,
    externalId: call.customer.externalId,
    name: call.name,
    status: call.status,
    createdAt: call.createdAt,
    ended,
    // A call that never started has no end of its own; its last change was the end.
    endedAt: ended ? (call.endedAt ?? call.updatedAt) : null,
    endedReason,
    controlUrl: call.monitor.controlUrl,
    isBlocked: call.subscriptionLimits.concurrencyBlocked === true,
    isAnswerReady: report !== null && !report.isAnswerPending,
    report,
  };
}
