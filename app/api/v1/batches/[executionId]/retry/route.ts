import { announceOrLeaveToSweep } from "@/inngest/announce";
import { authenticate } from "@/lib/auth/authenticate";
import { toAcceptedBatch } from "@/lib/batches/accepted-batch";
import { retryBatch } from "@/lib/batches/retry-batch";
import { AppError } from "@/lib/errors";
import { handle, isUuid, json, readIdempotencyKey, readJson } from "@/lib/http";
import { authSettings, services } from "@/lib/services";

export const maxDuration = 30;

const MOST_BYTES = 16 * 1024;
const ANNOUNCE_PATIENCE_MS = 3_000;

type Context = { params: Promise<{ executionId: string }> };

/** Calls again those of an ended batch who came out as chosen: a new batch of the same request. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handle(request, async () => {
    const { executionId } = await params;
    const { userId } = await authenticate(request, authSettings());
    if (!isUuid(executionId)) throw new AppError("batch_not_found");
    const body = await readJson(request, MOST_BYTES);
    const started = await retryBatch(
      services().db,
      userId,
      executionId,
      readIdempotencyKey(request),
      body,
    );
    if (!started.replayed) {
      await announceOrLeaveToSweep(
        { requested: [{ batchId: started.executionId, announcement: 0 }] },
        ANNOUNCE_PATIENCE_MS,
      );
    }
    const accepted = toAcceptedBatch(started, []);
    const headers: Record<string, string> = { Location: accepted.statusUrl, "Retry-After": "2" };
    if (started.replayed) headers["Idempotent-Replayed"] = "true";
    return json(accepted, { status: 202, headers });
  });
}
