import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { LIMITS } from "@/lib/limits";
import type { Rails } from "@/lib/rails";
import { ATTEMPT_OUTCOMES, UNREACHED_OUTCOMES } from "@/lib/states/attempt";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { withLimitWords } from "./order-limits";
import { capUsdSchema, type StartedBatch, startedBatchSchema } from "./schema";
import { NAMING_INPUT, toFieldProblems } from "./start-batch";

/** What `POST /api/v1/batches/:executionId/retry` accepts. "unknown" may have rung, so it is only called when named. */
export const retryBodySchema = z.strictObject({
  outcomes: z
    .array(z.enum(ATTEMPT_OUTCOMES))
    .min(1, "must name at least one outcome")
    .optional()
    .describe(
      `Call again those that came out like this; without providerIds ${UNREACHED_OUTCOMES.join(", ")}`,
    ),
  providerIds: z
    .array(z.uuid("must be a UUID"))
    .min(1, "must name at least one provider")
    .max(LIMITS.providers, `must have at most ${LIMITS.providers} providers`)
    .optional()
    .describe("Call only these; without outcomes, however their calls came out"),
  capUsd: capUsdSchema.describe(
    "What the new calls may cost together at the most, in US dollars; as before where it is left out",
  ),
});

/**
 * Starts a new batch over the chosen providers of an ended one. All of those chosen by name are called, or nobody is.
 * @throws AppError `invalid_body`, `batch_not_found`, `batch_open`, `nothing_to_retry`, `provider_not_retryable`,
 * `idempotency_key_reused`, `not_invited`, `limit_reached`.
 */
export function retryBatch(
  db: Db,
  userId: string,
  executionId: string,
  idempotencyKey: string | null,
  input: unknown,
  rails: Rails,
): Promise<StartedBatch> {
  const parsed = retryBodySchema.safeParse(input, NAMING_INPUT);
  if (!parsed.success) {
    throw new AppError("invalid_body", {
      detail: "Nobody is called. Fix the fields named in errors and send it again.",
      errors: parsed.error.issues.flatMap(toFieldProblems),
    });
  }
  const providerIds = sortedOnce(parsed.data.providerIds?.map((id) => id.toLowerCase()));
  const outcomes = sortedOnce(
    parsed.data.outcomes ?? (providerIds ? undefined : UNREACHED_OUTCOMES),
  );
  return withLimitWords(
    callFunction(
      db,
      "retry_batch",
      {
        p_user_id: userId,
        p_batch_id: executionId,
        p_idempotency_key: idempotencyKey,
        p_fingerprint: createHash("sha256")
          .update(
            JSON.stringify([
              "retry",
              executionId.toLowerCase(),
              outcomes,
              providerIds,
              parsed.data.capUsd ?? null,
            ]),
          )
          .digest("hex"),
        p_outcomes: outcomes,
        p_provider_ids: providerIds,
        p_cap_usd: parsed.data.capUsd ?? null,
        p_rails: rails,
      },
      startedBatchSchema,
    ),
    "/capUsd",
  );
}

/** In one order and without repetitions, so that equal choices are equal orders; null for no choice. */
function sortedOnce<T extends string>(values: readonly T[] | undefined): T[] | null {
  return values ? [...new Set(values)].sort() : null;
}
