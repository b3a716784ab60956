import { cron } from "inngest";
import { listClosingAccounts } from "@/lib/account/delete-account";
import { removeOld } from "@/lib/account/remove-old";
import { services } from "@/lib/services";
import { announce } from "./announce";
import { inngest } from "./client";

/**
 * Once a day: removes transcripts that have been kept long enough, and goes on with accounts whose deletion broke off.
 * At 4:17 UTC, when America sleeps and few calls are made.
 */
export const removeOldData = inngest.createFunction(
  { id: "remove-old-data", retries: 5, triggers: [cron("17 4 * * *")] },
  async ({ step }) => {
    await step.run("resume-deletions", async () => {
      const userIds = await listClosingAccounts(services().db);
      const cause = new Date().toISOString().slice(0, 10);
      await announce({ closing: userIds.map((userId) => ({ userId, cause })) });
      return { resumed: userIds.length };
    });
    const total = { transcripts: 0, reports: 0 };
    for (;;) {
      const removed = await step.run("remove-transcripts", () => removeOld(services()));
      total.transcripts += removed.transcripts;
      total.reports += removed.reports;
      if (removed.isDone) return total;
    }
  },
);
