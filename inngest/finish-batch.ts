import { rankBatch } from "@/lib/batches/rank-batch";
import { services } from "@/lib/services";
import { inngest } from "./client";
import { batchSettled } from "./events";

// An answer that changes while it is ranked has changed in a commit of milliseconds; what goes on for longer than this is
// left to the sweep, which ranks each minute.
const TRIES = 5;
const PAUSE = "1s";

/**
 * Ranks the answers once the last provider of a batch is final, and again where one changed meanwhile. The page hears of
 * it from the table.
 */
export const finishBatch = inngest.createFunction(
  { id: "finish-batch", retries: 5, triggers: [batchSettled] },
  async ({ event, step }) => {
    const { batchId } = event.data;
    for (let tries = 1; tries <= TRIES; tries++) {
      const { ranked, changed } = await step.run("rank-providers", async () => {
        const result = await rankBatch(services(), batchId);
        return { ranked: result === "ranked", changed: result === "changed" };
      });
      if (!changed) return { ranked };
      if (tries < TRIES) await step.sleep("pause", PAUSE);
    }
    return { ranked: "left_to_sweep" };
  },
);
