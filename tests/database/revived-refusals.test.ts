import { describe, expect, test } from "vitest";
import { setup } from "./bundle";
import { dialedAgain, refusedDial } from "./refused";

/** Calls for which the phone service had no line, as it said, and that take place after all. */

const OTHER_END = { endedReason: "customer-ended-call" };
const NEWS = [
  ["status:ringing", {}],
  ["status:in-progress", {}],
  ["status:ended", OTHER_END],
  ["report", OTHER_END],
] as const;

describe("a refused call that is alive", () => {
  test.each(NEWS)(
    "makes its own row one that may have rung, and the one that waits is skipped: %s",
    async (kind, event) => {
      for (const isClaimed of [false, true]) {
        const db = await setup();
        const { id, callId, nextId, batchId } = await refusedDial(db);
        if (isClaimed) await db.claim(10);
        // Its end was told before, as a refusal.
        const news = { callId, dedupeKey: "otherwise", ...event };

        const first = await db.record(id, kind, news);
        const again = await db.record(id, kind, news);

        expect(first).toMatchObject({ duplicate: false, status: "settled", isStray: false });
        expect(again).toMatchObject({ duplicate: true, isStray: false });
        expect(await db.attempt(id)).toMatchObject({
          outcome: "unknown",
          detail: "refusal_denied",
          call_id: callId,
        });
        expect(await db.attempt(nextId)).toMatchObject({
          outcome: "skipped",
          detail: "heard_before",
          dialing_at: null,
        });
        expect(await db.beginDial(nextId)).toMatchObject({ verdict: "final" });
        const [batch] =
          await db.sql`select status, finished_at from public.batches where id = ${batchId}`;
        expect(batch).toMatchObject({ status: "completed", finished_at: null });
      }
    },
  );

  test("brings its answer by the rule for late reports", async () => {
    const db = await setup();
    const { id, callId } = await refusedDial(db);
    await db.record(id, "status:ringing", { callId });
    const report = { callId, dedupeKey: "said", ...OTHER_END, payload: { of: "the call" } };
    await db.record(id, "report", report);

    expect((await db.facts(id)).reports).toEqual([{ of: "the call" }]);
    const late = { detail: "answered", result: { availability: "available" }, humanHeard: true };
    expect(await db.settle(id, "completed", late)).toMatchObject({
      applied: true,
      outcome: "completed",
      batchEnded: true,
    });
  });

  test("hands the line of a row that was claimed in its place to the next", async () => {
    const db = await setup();
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 2 });
    const [claim] = await db.claim(1);
    const id = claim?.attemptId ?? "";
    await db.beginDial(id);
    const { nextAttempt } = await db.refuse(id, 0, "refused");
    await db.sql`
      update public.attempts set not_before = now() - interval '1 hour' where id = ${nextAttempt?.attemptId ?? ""}`;
    expect(await db.claim(1)).toMatchObject([{ attemptId: nextAttempt?.attemptId }]);

    const heard = await db.record(id, "status:ringing", { callId: "refused" }, 1);

    expect(heard.claims).toMatchObject([{ batchId: executionId }]);
    expect(heard.claims[0]?.attemptId).not.toBe(nextAttempt?.attemptId);
  });

  test("is over when it rang before it was refused, and only the news of it is late", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    const [rang, ended] = [2000, 1000].map((ago) => new Date(Date.now() - ago).toISOString());
    await db.record(id, "status:ended", { callId, isRefusal: true, occurredAt: ended });
    await db.refuse(id, 0);

    await db.record(id, "status:ringing", { callId, occurredAt: rang });

    expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", ended_at: expect.any(Date) });
  });

  test("was named by the answer to its dial: it is known like one that was accepted first", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    await db.refuse(id, 0, "named");

    await db.record(id, "status:ringing", { callId: "named" });

    expect(await db.attempt(id)).toMatchObject({ call_id: "named", outcome: "unknown" });
  });

  test("is named by its news where the answer to its dial named none", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    await db.refuse(id, 0);

    await db.record(id, "status:ringing", { callId: "first heard of" });

    expect(await db.attempt(id)).toMatchObject({ call_id: "first heard of", outcome: "unknown" });
  });

  test.each(NEWS)("beside another dial leaves that dial alone: %s", async (kind, event) => {
    const db = await setup();
    const { id, callId, nextId } = await dialedAgain(db);

    const recorded = await db.record(id, kind, { callId, dedupeKey: "otherwise", ...event });

    // One that is over needs no hanging up.
    expect(recorded.isStray).toBe(kind === "status:ringing" || kind === "status:in-progress");
    expect(await db.attempt(nextId)).toMatchObject({ status: "dialing", call_id: null });
    expect(await db.markInProgress(nextId, "another")).toMatchObject({ status: "in_progress" });
    expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", call_id: callId });
  });

  test("beside a dial that was refused as well keeps the third from being made, and has its report read", async () => {
    const db = await setup();
    const { id, callId, nextId } = await dialedAgain(db);
    await db.record(id, "status:in-progress", { callId });

    const refused = await db.refuse(nextId, 0, "refused too");

    expect(refused).toMatchObject({ outcome: "refused", nextAttempt: null, batchEnded: true });
    const [last] = await db.sql`select outcome, detail from public.attempts where refusals = 2`;
    expect(last).toEqual({ outcome: "skipped", detail: "heard_before" });
    await db.record(id, "report", { callId, dedupeKey: "said", ...OTHER_END });
    expect(await db.settle(id, "completed", { humanHeard: true })).toMatchObject({ applied: true });
  });

  test("is to be hung up once its batch was canceled, each time it is heard of, and what was said in it is kept", async () => {
    const db = await setup();
    const { id, callId, userId, batchId } = await refusedDial(db);
    await db.cancel(userId, batchId);

    for (const kind of ["status:ringing", "status:in-progress", "status:ringing"])
      expect(await db.record(id, kind, { callId })).toMatchObject({ isStray: true });
    await db.record(id, "report", { callId, dedupeKey: "said", ...OTHER_END, payload: { a: 1 } });

    expect(await db.facts(id)).toMatchObject({ callId, reports: [{ a: 1 }] });
    expect(await db.settle(id, "completed", { result: {} })).toMatchObject({
      applied: true,
      outcome: "completed",
    });
  });

  test("after the provider was given up goes on, and its answer counts", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    await db.sql`update public.attempts set refusals = 120 where id = ${id}`;
    await db.refuse(id, 0, "refused");

    const heard = await db.record(id, "status:in-progress", { callId: "refused" });
    await db.record(id, "report", { callId: "refused", ...OTHER_END });
    await db.settle(id, "completed", { result: { availability: "available" } });

    expect(heard.isStray).toBe(false);
    expect(await db.attempt(id)).toMatchObject({ outcome: "completed" });
  });
});

describe("news of a refused call that say nothing else", () => {
  test.each([
    ["status:queued", {}],
    ["status:ended", { isRefusal: true, endedReason: "no line" }],
    ["report", { isRefusal: true, endedReason: "no line", payload: {} }],
    // An end without a reason does not contradict one that was given.
    ["status:ended", {}],
    ["report", { payload: {} }],
  ])("move nothing: %s %j", async (kind, event) => {
    const db = await setup();
    for (const prepare of [refusedDial, dialedAgain]) {
      const { id, callId, nextId } = await prepare(db);
      const before = [await db.attempt(id), await db.attempt(nextId)];

      const recorded = await db.record(id, kind, { callId, dedupeKey: "late", ...event });

      expect(recorded).toMatchObject({ duplicate: false, isStray: false, claims: [] });
      expect([await db.attempt(id), await db.attempt(nextId)]).toEqual(before);
      expect((await db.sweep(0)).settle).toEqual([]);
    }
  });

  test("a report that denies a call that rang after all makes nothing known, and nobody goes on about it", async () => {
    const db = await setup();
    const { id, callId } = await refusedDial(db);
    await db.record(id, "status:ringing", { callId });
    await db.record(id, "report", { callId, isRefusal: true, payload: {} });

    await db.settle(id, "unknown", { detail: "refusal_denied" });

    await db.sql`
      update public.attempts set report_at = report_at - interval '3 hours', settled_at = settled_at - interval '2 hours'`;
    expect(await db.attempt(id)).toMatchObject({ outcome: "unknown" });
    expect(await db.sweep(0)).toMatchObject({ reconcile: [], settle: [] });
  });
});
