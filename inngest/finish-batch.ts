import { rankBatch } from "@/lib/batches/rank-batch";
import { services } from "@/lib/services";
import { inngest } from "./client";
import { batchSettled } from "./events";

/** Ranks the answers once the last provider of a batch is final. The page hears of it from the table. */
export const finishBatch = inngest.createFunction(
  { id: "finish-batch", retries: 5, triggers: [batchSettled] },
  async ({ event, step }) => {
    const { batchId } = event.data;
    return step.run("rank-providers", async () => ({
      ranked: await rankBatch(services(), batchId),
    }));
  },
);
