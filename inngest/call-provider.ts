import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { placeAttempt } from "@/lib/attempts/place-attempt";
import { longestCallSeconds } from "@/lib/attempts/waits";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { announce, announcementOf, announcementOfAdvanced } from "./announce";
import { inngest } from "./client";
import { attemptClaimed, attemptEnded } from "./events";
import { onFailure } from "./on-failure";

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
  {
    id: "call-provider",
    name: "Call a provider",
    description: "One dial, from the claimed line to its outcome. A rerun never dials again.",
    retries: 5,
    triggers: [attemptClaimed],
    onFailure,
  },
  async ({ event, step, runId }) => {
    const { attemptId, batchId, announcement } = event.data;
    const ids = { attemptId, batchId, runId };
    const waitForEnd = (id: "call-ended" | "call-ended-later", seconds: `${number}s`) =>
      step.waitForEvent(id, {
        event: attemptEnded,
        if: "event.data.attemptId == async.data.attemptId",
        timeout: seconds,
      });

    const place = async () => {
      const placed = await placeAttempt(services(), attemptId);
      const wake =
        placed.kind === "placed" ? [] : [{ attemptId, cause: `${placed.kind}:${announcement}` }];
      await announce({
        ...(placed.kind === "settled" ? announcementOf(attemptId, placed.settled) : {}),
        ended: wake,
      });
      return { kind: placed.kind };
    };
    const settle = async () => {
      const advanced = await advanceAttempt(services(), attemptId);
      await announce(announcementOfAdvanced(attemptId, advanced));
      if (advanced.kind === "settled")
        return { kind: advanced.kind, outcome: advanced.settled?.outcome ?? null };
      const waitSeconds = Math.max(Math.ceil(advanced.waitSeconds), 1);
      return { kind: advanced.kind, waitSeconds: Math.min(waitSeconds, LONGEST_WAIT_SECONDS) };
    };

    // The wait is registered before the dial, so a call that ends within milliseconds is not missed. Nothing
    // asynchronous may stand between the two, and place-call must not throw for a definitive failure: the SDK resumes
    // only when both have settled, so whatever is not a placed call wakes the wait itself.
    const [placed] = await Promise.all([
      step.run("place-call", () => traced("place-call", ids, place)),
      waitForEnd("call-ended", LONGEST_WAIT),
    ]);
    if (placed.kind === "settled" || placed.kind === "gone") return placed;

    for (let round = 0; round < MOST_ROUNDS; round++) {
      const advanced = await step.run("settle", () =>
        traced("settle", ids, settle, { under: "attempt" }),
      );
      if (advanced.kind !== "open") return advanced;
      // A name of its own: the SDK warns of one that stands in a parallel group and again after it.
      await waitForEnd("call-ended-later", `${advanced.waitSeconds}s`);
    }
    return { kind: "left_to_sweep" };
  },
);
