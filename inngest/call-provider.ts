import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { placeAttempt } from "@/lib/attempts/place-attempt";
import { longestCallSeconds } from "@/lib/attempts/waits";
import { services } from "@/lib/services";
import { announce, announcementOf, announcementOfAdvanced } from "./announce";
import { inngest } from "./client";
import { attemptClaimed, attemptEnded } from "./events";

// The longest call that can be asked for (600 s) and what may come on top of it: then the phone service is asked.
const LONGEST_WAIT_SECONDS = longestCallSeconds(600, 1);
const LONGEST_WAIT = `${LONGEST_WAIT_SECONDS}s` as const;

// Each round is a wait of at least 15 s; the deadlines of an attempt end it within 14. The sweep takes over after that.
const MOST_ROUNDS = 20;

/**
 * One dial of one provider: places the call, sleeps until its end is announced, settles it. While the phone rings
 * nothing runs.
 *
 * Step names are contracts: completed steps are remembered by name, and renaming place-call would phone people twice
 * in runs in flight if `begin_dial` did not forbid it.
 */
export const callProvider = inngest.createFunction(
  // Repeating place-call never dials again, so retries are free of risk; 5 outlast an outage of minutes.
  { id: "call-provider", retries: 5, triggers: [attemptClaimed] },
  async ({ event, step }) => {
    const { attemptId, announcement } = event.data;
    const waitForEnd = (id: "call-ended" | "call-ended-later", seconds: `${number}s`) =>
      step.waitForEvent(id, {
        event: attemptEnded,
        if: "event.data.attemptId == async.data.attemptId",
        timeout: seconds,
      });

    // The wait is registered before the dial, so a call that ends within milliseconds is not missed. Nothing
    // asynchronous may stand between the two, and place-call must not throw for a definitive failure: the SDK resumes
    // only when both have settled, so whatever is not a placed call wakes the wait itself.
    const [placed] = await Promise.all([
      step.run("place-call", async () => {
        const placed = await placeAttempt(services(), attemptId);
        const wake =
          placed.kind === "placed" ? [] : [{ attemptId, cause: `${placed.kind}:${announcement}` }];
        await announce({
          ...(placed.kind === "settled" ? announcementOf(attemptId, placed.settled) : {}),
          ended: wake,
        });
        return { kind: placed.kind };
      }),
      waitForEnd("call-ended", LONGEST_WAIT),
    ]);
    if (placed.kind === "settled" || placed.kind === "gone") return placed;

    for (let round = 0; round < MOST_ROUNDS; round++) {
      const advanced = await step.run("settle", async () => {
        const advanced = await advanceAttempt(services(), attemptId);
        await announce(announcementOfAdvanced(attemptId, advanced));
        if (advanced.kind === "open") {
          return {
            kind: advanced.kind,
            waitSeconds: Math.min(
              Math.max(Math.ceil(advanced.waitSeconds), 1),
              LONGEST_WAIT_SECONDS,
            ),
          };
        }
        return { kind: advanced.kind, outcome: advanced.settled?.outcome ?? null };
      });
      if (advanced.kind !== "open") return advanced;
      // A name of its own: the SDK warns of one that stands in a parallel group and again after it.
      await waitForEnd("call-ended-later", `${advanced.waitSeconds}s`);
    }
    return { kind: "left_to_sweep" };
  },
);
