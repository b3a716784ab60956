import { announceOrLeaveToSweep } from "@/inngest/announce";
import { toAcceptedBatch } from "@/lib/batches/accepted-batch";
import type { MergedRow } from "@/lib/batches/read-providers";
import type { StartedBatch } from "@/lib/batches/schema";
import { json } from "@/lib/http";
import { noteIds, traced } from "@/lib/trace";

// A send takes some 50 ms. The batch is committed without it, and the sweep starts it within minutes.
export const ANNOUNCE_PATIENCE_MS = 3_000;

// 1,000 providers of 300 characters each, written twice as long in JSON as they need to be.
export const MOST_BYTES = 1024 * 1024;

/** Stores a batch and answers 202: its start is announced, unless this is a repetition of what was answered before. */
export function answerAccepted(
  start: () => Promise<StartedBatch>,
  merged: MergedRow[],
): Promise<Response> {
  const accept = async () => {
    const started = await start();
    if (!started.replayed) {
      noteIds({ batchId: started.executionId });
      await announceOrLeaveToSweep(
        { requested: [{ batchId: started.executionId, announcement: 0 }] },
        ANNOUNCE_PATIENCE_MS,
      );
    }
    const accepted = toAcceptedBatch(started, merged);
    return json(accepted, {
      status: 202,
      headers: {
        Location: accepted.statusUrl,
        "Retry-After": "2",
        ...(started.replayed ? { "Idempotent-Replayed": "true" } : {}),
      },
    });
  };
  return traced("order", {}, accept, { is: "batch" });
}
