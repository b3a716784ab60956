import { z } from "zod";
import { claimSchema } from "@/lib/attempts/functions";
import type { Rails } from "@/lib/rails";
import { storedResultSchema } from "@/lib/results/read-result";
import { ATTEMPT_OUTCOMES } from "@/lib/states/attempt";
import { BATCH_STATUSES } from "@/lib/states/batch";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** The database functions that move batches. Their rules stand in `supabase/migrations`. */

const batchStatus = z.enum(BATCH_STATUSES);
const claims = z.array(claimSchema);

/** First step of a batch: it runs, and free lines are claimed (for any batch of the account). */
export function beginBatch(db: Db, batchId: string, rails: Rails) {
  return callFunction(
    db,
    "begin_batch",
    { p_batch_id: batchId, p_rails: rails },
    z.object({ status: batchStatus, claims }),
  );
}

/**
 * Cancels what is not dialed; the caller hangs up what is.
 * @throws AppError `batch_not_found` for a missing batch and for somebody else's alike.
 */
export function cancelBatch(db: Db, userId: string, batchId: string, rails: Rails) {
  return callFunction(
    db,
    "cancel_batch",
    { p_user_id: userId, p_batch_id: batchId, p_rails: rails },
    z.object({
      status: batchStatus,
      serviceRequestId: z.uuid(),
      batchEnded: z.boolean(),
      live: z.int(),
      claims,
    }),
  );
}

/** Has the rows of a batch that wait say that a run of ours failed, until they get a line. */
export function noteFailedRun(db: Db, batchId: string): Promise<unknown> {
  return callFunction(db, "note_failed_run", { p_batch_id: batchId }, z.unknown());
}

/** Calls of a batch that may still ring or talk. */
export function listLiveCalls(db: Db, batchId: string) {
  return callFunction(
    db,
    "list_live_calls",
    { p_batch_id: batchId },
    z.array(
      z.object({
        attemptId: z.uuid(),
        callId: z.string().nullable(),
        controlUrl: z.string().nullable(),
      }),
    ),
  );
}

const finalAnswersSchema = z.object({
  batchId: z.uuid(),
  serviceRequestId: z.uuid(),
  userId: z.uuid(),
  ended: z.boolean(),
  criteria: z.array(z.string()),
  version: z.int().nullable(),
  providers: z.array(
    z.object({
      providerId: z.uuid(),
      name: z.string(),
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
      detail: z.string().nullable(),
      result: storedResultSchema.nullable(),
    }),
  ),
});
export type FinalAnswers = z.infer<typeof finalAnswersSchema>;

/** The last attempt of every provider of a batch; null for an unknown batch. */
export function listFinalAnswers(db: Db, batchId: string): Promise<FinalAnswers | null> {
  return callFunction(
    db,
    "list_final_answers",
    { p_batch_id: batchId },
    finalAnswersSchema.nullable(),
  );
}

/** Stores the ranking of an ended batch; false while it is open, or when an attempt has changed since `version`. */
export function finishBatch(
  db: Db,
  batchId: string,
  result: unknown,
  version: number | null,
): Promise<boolean> {
  return callFunction(
    db,
    "finish_batch",
    { p_batch_id: batchId, p_result: result, p_version: version },
    z.boolean(),
  );
}

const sweepSchema = z.object({
  /** Something is open that may need another sweep in a minute. */
  isOpen: z.boolean(),
  claims,
  batches: z.array(z.object({ batchId: z.uuid(), announcement: z.int() })),
  reconcile: z.array(z.uuid()),
  settle: z.array(z.uuid()),
  cancel: z.array(z.uuid()),
  finish: z.array(z.uuid()),
});
export type SweepFindings = z.infer<typeof sweepSchema>;

/** What crashes and lost messages left behind; claims free lines on the way. `patience` scales its waits. */
export function findLeftBehind(db: Db, rails: Rails, patience: number): Promise<SweepFindings> {
  return callFunction(db, "sweep", { p_rails: rails, p_patience: patience }, sweepSchema);
}
