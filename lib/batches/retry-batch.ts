import { createHash } from "node:crypto";
import { z } from "zod";
import { ATTEMPT_OUTCOMES, UNREACHED_OUTCOMES } from "@/lib/attempts/status";
import { AppError } from "@/lib/errors";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { type StartedBatch, startedBatchSchema } from "./schema";
import { toFieldProblems } from "./start-batch";

/** What `POST /api/v1/batches/:executionId/retry` accepts. "unknown" may have rung, so it is only called when named. */
export const retryBodySchema = z.strictObject({
  outcomes: z
    .array(z.enum(ATTEMPT_OUTCOMES))
    .min(1, "must name at least one outcome")
    .default([...UNREACHED_OUTCOMES])
    .describe("Call again whoever came out like this"),
});

/**
 * Starts a new batch over the providers of an ended one whose calls came out as chosen.
 * @throws AppError `invalid_body`, `batch_not_found`, `batch_open`, `nothing_to_retry`, `idempotency_key_reused`.
 */
export function retryBatch(
  db: Db,
  userId: string,
  executionId: string,
  idempotencyKey: string | null,
  input: unknown,
): Promise<StartedBatch> {
  const parsed = retryBodySchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError("invalid_body", {
      detail: "Nobody is called. Fix the fields named in errors and send it again.",
      errors: parsed.error.issues.flatMap(toFieldProblems),
    });
  }
  const outcomes = [...new Set(parsed.data.outcomes)].sort();
  return callFunction(
    db,
    "retry_batch",
    {
      p_user_id: userId,
      p_batch_id: executionId,
      p_idempotency_key: idempotencyKey,
      p_fingerprint: createHash("sha256")
        .update(JSON.stringify(["retry", executionId, outcomes]))
        .digest("hex"),
      p_outcomes: outcomes,
    },
    startedBatchSchema,
  );
}
