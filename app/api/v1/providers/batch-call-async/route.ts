import { announceOrLeaveToSweep } from "@/inngest/announce";
import { authenticate } from "@/lib/auth/authenticate";
import { toAcceptedBatch } from "@/lib/batches/accepted-batch";
import { prepareBatch, startBatch } from "@/lib/batches/start-batch";
import { handle, json, readIdempotencyKey, readJson } from "@/lib/http";
import { authSettings, services } from "@/lib/services";

export const maxDuration = 30;

// 1,000 providers of 300 characters each, written twice as long in JSON as they need to be.
const MOST_BYTES = 1024 * 1024;

// A send takes some 50 ms; after this the batch is committed all the same and the sweep starts it within the minute.
const ANNOUNCE_PATIENCE_MS = 3_000;

/** Accepts a batch: stored and queued when this answers 202; the calls go on without the request. */
export function POST(request: Request): Promise<Response> {
  return handle(request, async () => {
    const { userId, responseHeaders } = await authenticate(request, authSettings());
    const key = readIdempotencyKey(request);
    const { db, settings } = services();
    const batch = prepareBatch(await readJson(request, MOST_BYTES), {
      defaultCountry: settings.DEFAULT_COUNTRY,
      retryDelaySeconds: settings.RETRY_DELAY_SECONDS,
    });

    const started = await startBatch(db, userId, key, batch);
    if (!started.replayed) {
      await announceOrLeaveToSweep(
        { requested: [{ batchId: started.executionId, announcement: 0 }] },
        ANNOUNCE_PATIENCE_MS,
      );
    }

    const accepted = toAcceptedBatch(started, batch.merged);
    const headers: Record<string, string> = { Location: accepted.statusUrl, "Retry-After": "2" };
    if (started.replayed) headers["Idempotent-Replayed"] = "true";
    const response = json(accepted, { status: 202, headers });
    for (const cookie of responseHeaders.getSetCookie())
      response.headers.append("Set-Cookie", cookie);
    return response;
  });
}
