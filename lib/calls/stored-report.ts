import { z } from "zod";
import { type CallReport, type CallSnapshot, reportFromCall } from "./report";

/**
 * A report as `call_events.payload` keeps it: read and bounded, without the control and recording URLs of the
 * original, which open the call to whoever has them.
 */
export const storedReportSchema = z.object({
  callId: z.string().nullable(),
  endedReason: z.string().nullable(),
  endedMessage: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  talkSeconds: z.number().nullable(),
  costUsd: z.number().nullable(),
  transcript: z.string().nullable(),
  messages: z.array(
    z.object({
      role: z.enum(["agent", "provider"]),
      text: z.string(),
      seconds: z.number().nullable(),
    }),
  ),
  summary: z.string().nullable(),
  structuredData: z.unknown(),
  userTurns: z.number().nullable(),
}) satisfies z.ZodType<CallReport>;

// The model's answer to our schema has some 3 kB; one far beyond that is not an answer to it.
const MOST_STRUCTURED_BYTES = 64 * 1024;

export function storeReport(report: CallReport): CallReport {
  const stored = storedReportSchema.parse(report);
  const isHuge = JSON.stringify(stored.structuredData ?? null).length > MOST_STRUCTURED_BYTES;
  return isHuge ? { ...stored, structuredData: null } : stored;
}

/** The report of a call that was asked for instead of announced; null while it goes on. */
export function storeReportOf(call: CallSnapshot): CallReport | null {
  const { report } = reportFromCall(call.raw);
  return report && storeReport(report);
}
