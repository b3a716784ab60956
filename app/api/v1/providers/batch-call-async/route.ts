import { prepareBatch, startBatch } from "@/lib/batches/start-batch";
import { readIdempotencyKey, readJson } from "@/lib/http";
import { requireCalls } from "@/lib/rails";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";
import { answerAccepted } from "../../answer-accepted";
import { withUser } from "../../with-user";

export const maxDuration = 30;

// 1,000 providers of 300 characters each, written twice as long in JSON as they need to be.
const MOST_BYTES = 1024 * 1024;

/** Accepts a batch: stored and queued when this answers 202; the calls go on without the request. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const key = readIdempotencyKey(request);
    const { db, settings, rails } = services();
    requireCalls(rails);
    const batch = prepareBatch(await readJson(request, MOST_BYTES), {
      defaultCountry: settings.DEFAULT_COUNTRY,
      retryDelaySeconds: settings.RETRY_DELAY_SECONDS,
      callCountries: rails.countries,
      capUsd: settings.BATCH_CAP_USD,
    });
    return answerAccepted(() => startBatch(db, userId, key, batch, rails), batch.merged);
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
