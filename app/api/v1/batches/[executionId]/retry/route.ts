import { retryBatch } from "@/lib/batches/retry-batch";
import { AppError } from "@/lib/errors";
import { isUuid, readIdempotencyKey, readJson } from "@/lib/http";
import { requireCalls } from "@/lib/rails";
import { services } from "@/lib/services";
import { otherMethods } from "../../../../other-methods";
import { answerAccepted } from "../../../answer-accepted";
import { withUser } from "../../../with-user";

export const maxDuration = 30;

// A list of outcomes, and 1,000 ids of 39 characters each.
const MOST_BYTES = 64 * 1024;

type Context = { params: Promise<{ executionId: string }> };

/** Starts a new batch: the chosen providers of an ended one or, without a body, those that were not reached. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const { executionId } = await params;
    if (!isUuid(executionId)) throw new AppError("batch_not_found");
    const key = readIdempotencyKey(request);
    const body = await readJson(request, MOST_BYTES, { whenEmpty: {} });
    const { db, rails } = services();
    requireCalls(rails);
    return answerAccepted(await retryBatch(db, userId, executionId, key, body, rails), []);
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
