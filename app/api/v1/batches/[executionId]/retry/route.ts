import { retryBatch } from "@/lib/batches/retry-batch";
import { AppError } from "@/lib/errors";
import { isUuid, readIdempotencyKey, readJson } from "@/lib/http";
import { services } from "@/lib/services";
import { answerAccepted } from "../../../answer-accepted";
import { signedIn } from "../../../signed-in";

export const maxDuration = 30;

// A list of outcomes.
const MOST_BYTES = 16 * 1024;

type Context = { params: Promise<{ executionId: string }> };

/** Calls again those of an ended batch who came out as chosen: a new batch of the same request. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return signedIn(request, async ({ userId }) => {
    const { executionId } = await params;
    if (!isUuid(executionId)) throw new AppError("batch_not_found");
    const key = readIdempotencyKey(request);
    const body = await readJson(request, MOST_BYTES);
    return answerAccepted(await retryBatch(services().db, userId, executionId, key, body), []);
  });
}
