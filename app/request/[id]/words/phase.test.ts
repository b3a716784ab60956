import { expect, test } from "vitest";
import { createProvider } from "@/lib/batches/live-batch.fixture";
import type { LiveProvider } from "@/lib/batches/live-state";
import { nothingSaid } from "@/lib/results/test-rows";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES } from "@/lib/states/attempt";
import { describePhase } from "./phase";

const AT = "2026-11-23T09:00:00.000Z";

test.each<[Partial<LiveProvider["attempt"]>, string, RegExp]>([
  [{}, "Waiting", /its turn/],
  [{ refusals: 1 }, "Waiting", /lines were busy/],
  [{ holdCode: "outside_hours" }, "Waiting", /calling hours/],
  [{ holdCode: "on_phone" }, "Waiting", /On the phone for another/],
  [{ number: 2 }, "Waiting", /another try/],
  [{ status: "claimed" }, "Next", /dialing/],
  [{ status: "dialing", dialingAt: AT }, "Dialing", /being placed/],
  [{ status: "in_progress", dialingAt: AT }, "Dialing", /being placed/],
  [{ status: "in_progress", dialingAt: AT, ringingAt: AT }, "Ringing", /is ringing/],
  [{ status: "in_progress", ringingAt: AT, answeredAt: AT }, "Talking", /picked up/],
  [{ status: "ended", answeredAt: AT, endedAt: AT }, "Call ended", /Reading the answer/],
  [{ status: "ended", endedAt: AT }, "Call ended", /what happened/],
  [{ status: "settled", outcome: "busy" }, "Not reached", /line was busy\.$/],
])("%j is %s", (attempt, label, sentence) => {
  const phase = describePhase(createProvider(attempt));
  expect(phase).toMatchObject({ label, sentence: expect.stringMatching(sentence) });
});

test("a live call of a batch that is being stopped is hung up", () => {
  const provider = createProvider({ status: "in_progress", dialingAt: AT, answeredAt: AT });
  expect(describePhase(provider, { isCanceling: true })).toMatchObject({
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

  expect(describePhase(failed).sentence).toBe("Finding out what happened.");
  expect(describePhase(waiting).dueAt).toBeNull();
});

test("a row stopped before it was dialed says so at once, as no call has ended", () => {
  const canceled = createProvider({ status: "settled", outcome: "canceled" });
  const dialed = createProvider({ status: "settled", outcome: "canceled", dialingAt: AT });

  expect(describePhase({ ...canceled, isPatched: true }, { isCanceling: true })).toMatchObject({
    label: "Canceled",
    sentence: "You stopped this before it was called.",
  });
  expect(describePhase({ ...dialed, isPatched: true }, { isCanceling: true }).label).toBe(
    "Call ended",
  );
});

test("every state has a label and a sentence that end as sentences do, and never shows a code", () => {
  for (const status of ATTEMPT_STATUSES) {
    for (const outcome of status === "settled" ? ATTEMPT_OUTCOMES : [null]) {
      const { label, sentence } = describePhase(createProvider({ status, outcome }));
      expect(label).toMatch(/^[A-Z][a-z, ]+$/);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/_/);
    }
  }
});

test.each([
  ["do_not_call", "Do not call"],
  ["cut_off", "Cut off"],
  ["language_barrier", "Language barrier"],
  ["unread", "Answered, not read"],
])("%s does not wear the mark of an answer", (detail, label) => {
  const provider = createProvider({ status: "settled", outcome: "completed", detail });
  expect(describePhase(provider).label).toBe(label);
  expect(describePhase(provider).mark).not.toBe("answered");
});

test("a refusal does not wear the mark of an answer either", () => {
  const result = { ...nothingSaid(), availability: "unavailable" as const };
  const refused = createProvider({ status: "settled", outcome: "completed", result });
  expect(describePhase(refused)).toMatchObject({ label: "Not available", mark: "declined" });
});

test("who was not reached is told with the reader's time, and without a reader without", () => {
  const missed = createProvider({ status: "settled", outcome: "no_answer", endedAt: AT });
  const reader = { timeZone: "America/New_York", now: Date.parse(AT) };

  expect(describePhase(missed, { reader }).sentence).toBe("No answer at 4:00 AM.");
  expect(describePhase(missed).sentence).toBe("No answer.");
});

test("a further try that waits says why the one before brought nothing", () => {
  const waiting = createProvider({ number: 2 });
  const missed = { outcome: "busy", detail: null, endedAt: AT } as const;
  const reader = { timeZone: "America/New_York", now: Date.parse(AT) };

  expect(describePhase({ ...waiting, missed }, { reader })).toMatchObject({
    label: "Waiting",
    sentence: "The line was busy at 4:00 AM.",
    dueAt: AT,
  });
  expect(describePhase({ ...waiting, missed }).sentence).toBe("The line was busy.");
});

test("an offered action comes with the end of a call, and with nothing before it", () => {
  const missed = createProvider({ status: "settled", outcome: "no_answer" });
  expect(describePhase(missed).action).toBe("call_again");
  expect(describePhase(createProvider({ status: "ended", endedAt: AT })).action).toBeNull();
});
