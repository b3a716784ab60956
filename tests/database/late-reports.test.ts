import { expect, test } from "vitest";
import { type Bundle, setup } from "./bundle";

/** Reports that come after their attempt was settled: what was said is not lost, and nobody is phoned over it. */

const SAID = { availability: "available", price: { low: 180 } };

/** An attempt that was settled without an answer, and a report that has come since. */
async function reportedLate(db: Bundle, outcome: string, options: { maxAttempts?: number } = {}) {
  const attempt = await db.attemptIn("ended", options);
  await db.record(attempt.id, "report", { callId: attempt.callId, dedupeKey: "bare" });
  await db.settle(attempt.id, outcome, { messages: [{ text: "Hello?" }], summary: "A greeting." });
  await db.record(attempt.id, "report", { callId: attempt.callId, dedupeKey: "answered" });
  return attempt;
}

test.each(["failed", "canceled", "no_answer", "busy", "voicemail", "completed", "unknown"])(
  "a conversation that a late report tells of makes %s completed, once",
  async (outcome) => {
    const db = await setup();
    const { id } = await reportedLate(db, outcome);

    const late = { detail: "answered", result: SAID, humanHeard: true };
    expect(await db.settle(id, "completed", late)).toMatchObject({ applied: true });
    expect(await db.settle(id, "failed", { result: null })).toMatchObject({ applied: false });

    expect(await db.attempt(id)).toMatchObject({
      outcome: "completed",
      detail: "answered",
      result: SAID,
    });
  },
);

test("a late report without a conversation changes no outcome but unknown", async () => {
  const db = await setup();
  const { id } = await reportedLate(db, "failed");

  await db.settle(id, "no_answer", { detail: "connected_silent" });

  expect((await db.attempt(id)).outcome).toBe("failed");
});

test("a later report that knows less takes nothing away", async () => {
  const db = await setup();
  const { id } = await reportedLate(db, "unknown");

  await db.settle(id, "unknown", { messages: [], summary: null });

  expect(await db.attempt(id)).toMatchObject({
    messages: [{ text: "Hello?" }],
    summary: "A greeting.",
  });
});

test("an answer that is known is never replaced", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("ended");
  await db.settle(id, "completed", { result: SAID });

  await db.record(id, "report", { callId, dedupeKey: "another" });

  expect(await db.settle(id, "completed", { result: {} })).toMatchObject({ applied: false });
});

test("once somebody was heard, a further attempt that waits is not made, and the batch ends", async () => {
  const db = await setup();
  const { id, batchId } = await reportedLate(db, "no_answer", { maxAttempts: 2 });
  const waiting =
    await db.sql`select id from public.attempts where batch_id = ${batchId} and number = 2`;
  expect(waiting).toHaveLength(1);

  const settled = await db.settle(id, "completed", { result: SAID, humanHeard: true });

  expect(settled).toMatchObject({ applied: true, batchEnded: true });
  expect(await db.attempt(waiting[0]?.id)).toMatchObject({ status: "settled", outcome: "skipped" });
});

test("a wish not to be called again is kept also when it comes late", async () => {
  const db = await setup();
  const { id } = await reportedLate(db, "failed");

  await db.settle(id, "completed", { detail: "do_not_call", humanHeard: true });

  expect(await db.sql`select phone from public.do_not_call`).toHaveLength(1);
});

test("the end of a call that is told before the call is recorded counts, so that its line is free", async () => {
  const db = await setup();
  const { id } = await db.attemptIn("dialing");
  await db.record(id, "status:ended", { callId: "call-1" });

  expect(await db.markInProgress(id, "call-1")).toMatchObject({ status: "ended" });
  await expect(db.markInProgress(id, "call-2")).rejects.toMatchObject({ code: "PT409" });
});
