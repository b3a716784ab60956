import { z } from "zod";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES } from "@/lib/attempts/status";
import { BATCH_STATUSES } from "@/lib/batches/status";

/** The private channel on which the database tells of changes to one service request. */
export function requestTopic(serviceRequestId: string): string {
  return `request:${serviceRequestId}`;
}

/** Event names and payloads of that channel; sent by triggers in `supabase/migrations/*_versions_and_broadcast.sql`. */
export const ATTEMPTS_CHANGED = "attempts_changed";
export const BATCH_CHANGED = "batch_changed";

export const attemptsChangedSchema = z.object({
  /** Highest row version in this hint. */
  version: z.int(),
  /** False when too many rows changed to list them: read the snapshot instead. */
  complete: z.boolean(),
  attempts: z.array(
    z.object({
      attemptId: z.string(),
      providerId: z.string(),
      batchId: z.string(),
      number: z.int(),
      status: z.enum(ATTEMPT_STATUSES),
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
      version: z.int(),
    }),
  ),
});
export type AttemptsChanged = z.infer<typeof attemptsChangedSchema>;

export const batchChangedSchema = z.object({
  executionId: z.string(),
  status: z.enum(BATCH_STATUSES),
  version: z.int(),
  finished: z.boolean(),
});
export type BatchChanged = z.infer<typeof batchChangedSchema>;
