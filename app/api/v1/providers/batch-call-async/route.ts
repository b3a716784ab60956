import { batchDefaults, prepareBatch, startBatch } from "@/lib/batches/start-batch";
import { readIdempotencyKey, readJson } from "@/lib/http";
import { requireCalls } from "@/lib/rails";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";
import { answerAccepted, MOST_BYTES } from "../../answer-accepted";
import { withUser } from "../../with-user";

export const maxDuration = 30;

/** Accepts a batch: stored and queued when this answers 202; the calls go on without the request. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const key = readIdempotencyKey(request);
    const site = services();
    requireCalls(site.rails);
    const batch = prepareBatch(await readJson(request, MOST_BYTES), batchDefaults(site));
    return answerAccepted(() => startBatch(site.db, userId, key, batch, site.rails), batch.merged);
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
