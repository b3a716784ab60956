import { hangUpBatch } from "@/lib/batches/hang-up-batch";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { inngest } from "./client";
import { batchCancelRequested } from "./events";
import { onFailure } from "./on-failure";

// A call that is being dialed gets its control URL within the 15 s that the dial may take; the sweep goes on after.
const LOOKS = 5;
const PAUSE = "5s";

/** Hangs up the live calls of a canceled batch, and those that were being dialed when it was canceled. */
export const cancelBatch = inngest.createFunction(
  {
    id: "cancel-batch",
    name: "Hang up the calls of a canceled batch",
    description: "Also those that were being dialed when it was canceled. Harmless to rerun.",
    retries: 5,
    triggers: [batchCancelRequested],
    onFailure,
  },
  async ({ event, step, runId }) => {
    const { batchId } = event.data;
    for (let look = 1; look <= LOOKS; look++) {
      const live = await step.run("hang-up", () =>
        traced("hang-up", { batchId, runId }, () => hangUpBatch(services(), batchId)),
      );
      if (live === 0) return { live };
      if (look < LOOKS) await step.sleep("pause", PAUSE);
    }
    return { live: "left_to_sweep" };
  },
);
