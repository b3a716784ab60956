import { claimAttempts } from "@/lib/attempts/functions";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { announce } from "./announce";
import { inngest } from "./client";
import { attemptScheduled } from "./events";
import { onFailure } from "./on-failure";

/**
 * Sleeps until a further attempt is due, then gives free lines to whatever waits. Where no line is free, the next
 * call that ends hands its line on; should this run be lost, the sweep claims.
 */
export const scheduleAttempt = inngest.createFunction(
  {
    id: "schedule-attempt",
    name: "Wait until a further attempt is due",
    description: "Then gives free lines to whatever waits. Harmless to rerun.",
    retries: 5,
    triggers: [attemptScheduled],
    onFailure,
  },
  async ({ event, step, runId }) => {
    const { attemptId, dueAt } = event.data;
    await step.sleepUntil("due", new Date(Date.parse(dueAt)));
    const claim = async () => {
      const { db, rails } = services();
      const claims = await claimAttempts(db, rails);
      await announce({ claims });
      return { claimed: claims.length };
    };
    return step.run("claim-lines", () => traced("claim-lines", { attemptId, runId }, claim));
  },
);
