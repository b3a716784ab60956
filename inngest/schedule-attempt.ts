import { claimAttempts } from "@/lib/attempts/functions";
import { services } from "@/lib/services";
import { announce } from "./announce";
import { inngest } from "./client";
import { attemptScheduled } from "./events";

/**
 * Sleeps until a further attempt is due, then gives free lines to whatever waits. Where no line is free, the next
 * call that ends hands its line on; should this run be lost, the sweep claims.
 */
export const scheduleAttempt = inngest.createFunction(
  { id: "schedule-attempt", retries: 5, triggers: [attemptScheduled] },
  async ({ event, step }) => {
    await step.sleepUntil("due", new Date(Date.parse(event.data.dueAt)));
    return step.run("claim-lines", async () => {
      const { db, rails } = services();
      const claims = await claimAttempts(db, rails);
      await announce({ claims });
      return { claimed: claims.length };
    });
  },
);
