import { beginBatch } from "@/lib/batches/functions";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { announce } from "./announce";
import { inngest } from "./client";
import { batchRequested } from "./events";
import { onFailure } from "./on-failure";

/**
 * Starts a stored batch: it runs, free lines are claimed and each claim is announced. Every later claim follows from
 * the end of a call, and the end of the batch from its last attempt, so nothing waits here.
 *
 * Step names are contracts: completed steps are remembered by name, and a renamed step runs again in runs in flight.
 */
export const runBatch = inngest.createFunction(
  // Failing calls of the database are over in seconds or minutes; the sweep announces the batch again after that.
  {
    id: "run-batch",
    name: "Begin a batch",
    description: "Gives free lines to a batch that was accepted. Harmless to rerun.",
    retries: 5,
    triggers: [batchRequested],
    onFailure,
  },
  async ({ event, step, runId }) => {
    const { batchId } = event.data;
    const { db, rails } = services();
    const begin = async () => {
      const { status, claims } = await beginBatch(db, batchId, rails);
      await announce({ claims });
      return { status, claimed: claims.length };
    };
    return step.run("begin-batch", () => traced("begin-batch", { batchId, runId }, begin));
  },
);
