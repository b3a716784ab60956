import { expect, test } from "vitest";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES } from "@/lib/attempts/status";
import { createProvider } from "@/lib/batches/live-batch.fixture";
import type { LiveProvider } from "@/lib/batches/live-state";
import { describePhase } from "./phase";

const AT = "2026-11-23T09:00:00.000Z";

test.each<[Partial<LiveProvider["attempt"]>, string, RegExp]>([
  [{}, "Waiting", /free phone line/],
  [{ refusals: 1 }, "Waiting", /lines were busy/],
  [{ number: 2 }, "Waiting", /another try/],
  [{ status: "claimed" }, "Next", /dialling/],
  [{ status: "dialing", dialingAt: AT }, "Dialling", /being placed/],
  [{ status: "in_progress", dialingAt: AT }, "Dialling", /being placed/],
  [{ status: "in_progress", dialingAt: AT, ringingAt: AT }, "Ringing", /rings/],
  [{ status: "in_progress", ringingAt: AT, answeredAt: AT }, "Talking", /picked up/],
  [{ status: "ended", answeredAt: AT, endedAt: AT }, "Call ended", /Reading the answer/],
  [{ status: "ended", endedAt: AT }, "Call ended", /what happened/],
  [{ status: "settled", outcome: "busy" }, "Not reached", /line was busy\.$/],
])("%j is %s", (attempt, label, sentence) => {
  const phase = describePhase(createProvider(attempt), false);
  expect(phase).toMatchObject({ label, sentence: expect.stringMatching(sentence) });
});

test("a live call of a batch that is being stopped is hung up", () => {
  const provider = createProvider({ status: "in_progress", dialingAt: AT, answeredAt: AT });
  expect(describePhase(provider, true)).toMatchObject({
    label: "Hanging up",
    runningSince: AT,
  });
});

test("a row that only a hint has moved claims no reason and no time before they are known", () => {
  const patched = (attempt: Partial<LiveProvider["attempt"]>) => ({
    ...createProvider(attempt),
    isPatched: true,
  });
  const failed = patched({ status: "settled", outcome: "failed" });
  const waiting = patched({ status: "queued", number: 2 });

  expect(describePhase(failed, false).sentence).toBe("Finding out what happened.");
  expect(describePhase(waiting, false).dueAt).toBeNull();
});

test("a row stopped before it was dialled says so at once, as no call has ended", () => {
  const canceled = createProvider({ status: "settled", outcome: "canceled" });
  const dialed = createProvider({ status: "settled", outcome: "canceled", dialingAt: AT });

  expect(describePhase({ ...canceled, isPatched: true }, true)).toMatchObject({
    label: "Canceled",
    sentence: "You stopped this before it was called.",
  });
  expect(describePhase({ ...dialed, isPatched: true }, true).label).toBe("Call ended");
});

test("every state has a label and a sentence that end as sentences do, and never shows a code", () => {
  for (const status of ATTEMPT_STATUSES) {
    for (const outcome of status === "settled" ? ATTEMPT_OUTCOMES : [null]) {
      const { label, sentence } = describePhase(createProvider({ status, outcome }), false);
      expect(label).toMatch(/^[A-Z][a-z, ]+$/);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/_/);
    }
  }
});
