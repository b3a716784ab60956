import { z } from "zod";
import { recordCallEvent } from "@/lib/attempts/functions";
import { noteFailedRun } from "@/lib/batches/functions";
import { log } from "@/lib/log";
import { services } from "@/lib/services";

/** Of the event that started the run: what it was about. */
const subjectSchema = z.object({
  batchId: z.uuid().optional(),
  attemptId: z.uuid().optional(),
  userId: z.uuid().optional(),
});

type Failure = {
  error: Error;
  event: { data: { function_id: string; run_id: string; event: { data?: unknown } } };
};

/**
 * A run has failed for good. The sweep carries on with what it was about; here it is put on record: in the log, among the
 * events of the attempt, and on the rows that wait, whose page says so until one of them gets its line.
 */
export async function onFailure({ error, event }: Failure): Promise<void> {
  const { function_id: functionId, run_id: runId } = event.data;
  const { batchId, attemptId, userId } = subjectSchema.catch({}).parse(event.data.event.data);
  log().error(
    { err: error, functionId, runId, batchId, attemptId, userId },
    "A run failed for good; the sweep, or the daily round, carries on.",
  );
  const { db, rails } = services();
  if (attemptId) {
    const dedupeKey = `run:${runId}`;
    await recordCallEvent(
      db,
      attemptId,
      { source: "system", kind: "other:run_failed", dedupeKey },
      rails,
    );
  } else if (batchId) await noteFailedRun(db, batchId);
}
