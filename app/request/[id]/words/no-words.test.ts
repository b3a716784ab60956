import { expect, test } from "vitest";
import { createProvider } from "@/lib/batches/live-batch.fixture";
import type { LiveProvider } from "@/lib/batches/live-state";
import { describeNoWords } from "./no-words";

const AT = "2026-11-23T09:00:00.000Z";

test.each<[Partial<LiveProvider["attempt"]>, string]>([
  [{ status: "in_progress" }, "The conversation appears here after the call."],
  [{ status: "settled", outcome: "unknown", answeredAt: AT }, "There is no record of this call."],
  [{ status: "settled", outcome: "no_answer", detail: "connected_silent" }, "Nobody spoke."],
  [{ status: "settled", outcome: "failed" }, "There was no conversation."],
  [{ status: "settled", outcome: "canceled" }, "There was no conversation."],
  [{ status: "settled", outcome: "skipped" }, "There was no conversation."],
  [{ status: "settled", outcome: "busy" }, "There was no conversation."],
  [{ status: "settled", outcome: "canceled", answeredAt: AT }, "No words were recorded."],
  [{ status: "settled", outcome: "failed", humanHeard: true }, "No words were recorded."],
  [{ status: "settled", outcome: "voicemail" }, "No words were recorded."],
  [{ status: "settled", outcome: "completed" }, "No words were recorded."],
])("without words, %j reads: %s", (attempt, words) => {
  expect(describeNoWords(createProvider(attempt).attempt, null)).toBe(words);
});

test.each([
  [
    "2027-02-21T04:17:00Z",
    "The transcript was deleted 89 days after the call. What came of it stays.",
  ],
  [
    "2026-11-24T09:00:00Z",
    "The transcript was deleted a day after the call. What came of it stays.",
  ],
])("a transcript that was removed on %s is not called silence", (removedAt, words) => {
  const { attempt } = createProvider({ status: "settled", outcome: "completed", settledAt: AT });
  expect(describeNoWords(attempt, removedAt)).toBe(words);
});
