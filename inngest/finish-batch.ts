import { rankBatch } from "@/lib/batches/rank-batch";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { inngest } from "./client";
import { batchSettled } from "./events";
import { onFailure } from "./on-failure";

// An answer that changes while it is ranked has changed in a commit of milliseconds; what goes on for longer than this is
// left to the sweep, which ranks each minute.
const TRIES = 5;
const PAUSE = "1s";

/**
 * Ranks the answers once the last provider of a batch is final, and again where one changed meanwhile. The page hears of
 * it from the table.
 */
export const finishBatch = inngest.createFunction(
  {
    id: "finish-batch",
    name: "Rank the answers of a batch",
    description: "Once its last provider is final. Harmless to rerun.",
    retries: 5,
    triggers: [batchSettled],
    onFailure,
  },
  async ({ event, step, runId }) => {
    const { batchId } = event.data;
    const rank = async () => {
      const result = await rankBatch(services(), batchId);
      return { ranked: result === "ranked", changed: result === "changed" };
    };
    for (let tries = 1; tries <= TRIES; tries++) {
      const { ranked, changed } = await step.run("rank-providers", () =>
        traced("rank-providers", { batchId, runId }, rank),
      );
      if (!changed) return { ranked };
      if (tries < TRIES) await step.sleep("pause", PAUSE);
    }
    return { ranked: "left_to_sweep" };
  },
);
