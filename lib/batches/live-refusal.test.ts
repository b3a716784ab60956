import { expect, test } from "vitest";
import { createLiveBatch } from "./live-batch.fixture";
import { mergeAttemptsHint } from "./live-state";

const AT = "2026-11-23T09:00:00.000Z";

test.each(["dialing", "ended"] as const)(
  "an attempt that goes back from %s to the queue takes nothing of the refused call with it",
  (status) => {
    const times = { dialingAt: AT, calledAt: AT, endedAt: status === "ended" ? AT : null };
    const live = createLiveBatch([{ status, ...times, endedReason: "no line", version: 4 }]);
    const [provider] = live.providers;

    const after = mergeAttemptsHint(
      live,
      {
        version: 5,
        complete: true,
        attempts: [
          {
            attemptId: provider?.attempt.id ?? "",
            providerId: provider?.id ?? "",
            batchId: live.executionId ?? "",
            number: 1,
            status: "queued",
            outcome: null,
            version: 5,
          },
        ],
      },
      "2026-11-23T09:00:05.000Z",
    );

    expect(after.stats).toMatchObject({ queued: 1, inProgress: 0 });
    expect(after.currentProvider).toBeNull();
    expect(after.providers[0]?.attempt).toMatchObject({
      number: 1,
      dialingAt: null,
      calledAt: null,
      endedAt: null,
      endedReason: null,
      version: 5,
    });
  },
);
