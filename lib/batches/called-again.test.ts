import { expect, test } from "vitest";
import type { AttemptsChanged } from "@/lib/realtime/topics";
import { unknownResult } from "@/lib/results/schema";
import { createLiveBatch } from "./live-batch.fixture";
import { answerOf, type LiveBatch, mergeAttemptsHint, mergeSnapshot } from "./live-state";

/** What an open page shows of somebody who has answered and is called once more. */

const AT = "2026-11-23T09:00:05.000Z";
const SAID = {
  status: "settled",
  outcome: "completed",
  result: unknownResult(),
  version: 4,
} as const;
const AGAIN = "00000000-0000-4000-8000-0000000002a0";
const answered = createLiveBatch([SAID], { version: 4 });

const row = ({ providers: [provider] }: LiveBatch) => {
  if (!provider) throw new Error("There is no provider.");
  return provider;
};

type Change = Partial<AttemptsChanged["attempts"][number]> & { version: number };

function tell(live: LiveBatch, change: Change): LiveBatch {
  const { id, attempt } = row(live);
  const attempts: AttemptsChanged["attempts"] = [
    {
      attemptId: AGAIN,
      providerId: id,
      batchId: attempt.executionId,
      number: 1,
      status: "in_progress",
      outcome: null,
      ...change,
    },
  ];
  return mergeAttemptsHint(live, { version: change.version, complete: true, attempts }, AT);
}

test("the answer stands beside the call that a hint tells of", () => {
  const called = row(tell(answered, { version: 6 }));

  expect(called.attempt).toMatchObject({ id: AGAIN, status: "in_progress", result: null });
  expect(called.earlier).toBe(row(answered).attempt);
  expect(answerOf(called)).toBe(row(answered).attempt);
});

test("the answer stays through a second try, and until the snapshot says how that came out", () => {
  const second = { attemptId: "00000000-0000-4000-8000-0000000003a0", number: 2 };
  const waiting = tell(tell(answered, { version: 6 }), {
    ...second,
    version: 7,
    status: "queued",
  });
  const missed = tell(waiting, { ...second, version: 8, status: "settled", outcome: "busy" });

  // Whether it is tried once more is not told by a hint.
  expect(row(missed).callStatus).toBe("ended");
  expect(answerOf(row(missed))).toBe(row(answered).attempt);

  const after = mergeSnapshot(missed, createLiveBatch([{ ...SAID, version: 8 }], { version: 8 }));
  expect(row(after)).toMatchObject({ callStatus: "completed", earlier: null, isPatched: false });
});

test("news of the earlier call does not move the one that goes on; the snapshot brings it", () => {
  const called = tell(answered, { version: 6, status: "claimed" });

  const told = tell(called, {
    version: 9,
    attemptId: row(answered).attempt.id,
    status: "settled",
    outcome: "completed",
  });

  expect(row(told)).toMatchObject({ callStatus: "claimed", attempt: { id: AGAIN, version: 9 } });
  const next = createLiveBatch([{ id: AGAIN, status: "claimed", version: 9 }], { version: 9 });
  const earlier = { ...row(answered).attempt, costUsd: 0.12 };
  const after = mergeSnapshot(told, { ...next, providers: [{ ...row(next), earlier }] });
  expect(row(after)).toMatchObject({ earlier: { costUsd: 0.12 }, isPatched: false });
});

test("a stale hint about the further call moves nothing back", () => {
  const called = tell(answered, { version: 6 });
  expect(tell(called, { version: 5, status: "claimed" })).toBe(called);
});
