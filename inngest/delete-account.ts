import { deleteAccount as deletePiece, endAccountCalls } from "@/lib/account/delete-account";
import { log } from "@/lib/log";
import { services } from "@/lib/services";
import { announce } from "./announce";
import { inngest } from "./client";
import { accountDeletionRequested } from "./events";

// 5, 10, 15 s and so on: half an hour in all, longer than any call may last. After that the daily round goes on.
const LOOKS = 27;
const PAUSE_SECONDS = 5;

/**
 * Deletes an account: hangs up its calls until none is live, then removes its rows and the account itself. Every step may
 * be repeated, and so may the whole.
 */
export const deleteAccount = inngest.createFunction(
  { id: "delete-account", retries: 5, triggers: [accountDeletionRequested] },
  async ({ event, step }) => {
    const { userId } = event.data;
    for (let look = 1; ; look++) {
      const live = await step.run("end-calls", async () => {
        const { live, claims } = await endAccountCalls(services(), userId);
        await announce({ claims });
        return live;
      });
      if (live === 0) break;
      if (look === LOOKS) {
        log().error({ userId, live }, "Calls of an account that is to be deleted do not end.");
        return { live };
      }
      await step.sleep("pause", `${look * PAUSE_SECONDS}s`);
    }
    for (;;) {
      const { isGone } = await step.run("delete-rows", () => deletePiece(services(), userId));
      if (isGone) return { isGone };
    }
  },
);
