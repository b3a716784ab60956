import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { setup } from "./bundle";
import { dialledAgain, refusedAttempt } from "./refused";

/** Calls that the phone service had no line for, as it said, and that took place all the same. */

describe("a refused call that is alive all the same", () => {
  const OTHER_END = { endedReason: "customer-ended-call" };

  test.each([
    ["status:ringing", {}, "in_progress"],
    ["status:in-progress", {}, "in_progress"],
    ["status:ended", OTHER_END, "ended"],
    ["report", OTHER_END, "ended"],
  ])(
    "is the call of its attempt, where nothing else was dialled: %s",
    async (kind, event, status) => {
      const db = await setup();
      for (const isClaimed of [false, true]) {
        const { id, callId } = await refusedAttempt(db);
        if (isClaimed) await db.claim(10);

        // Its end was told before, as a refusal.
        const news = { callId, dedupeKey: "otherwise", ...event };
        const first = await db.record(id, kind, news);
        const again = await db.record(id, kind, news);

        expect(first).toMatchObject({ merged: true, deniesRefusal: false, status });
        expect(again).toMatchObject({ duplicate: true, deniesRefusal: false });
        expect(await db.claim(10)).toEqual([]);
        expect(await db.beginDial(id)).toMatchObject({ verdict: "placed" });
        expect(await db.attempt(id)).toMatchObject({
          status,
          call_id: callId,
          refused_call_ids: [],
          refusals: 1,
          refusal_denied_at: expect.any(Date),
        });
        await db.settle(id, "completed");
      }
    },
  );

  test("brings its answer, and what had said that it was not made is no report of it", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, "report", { callId, isRefusal: true, payload: { of: "a refusal" } });
    await db.release(id, 0, callId);
    await db.record(id, "status:ended", { callId, ...OTHER_END });
    expect((await db.attempt(id)).call_id).toBe(callId);
    expect((await db.facts(id)).reports).toEqual([]);

    const report = { callId, dedupeKey: "second", ...OTHER_END, payload: { of: "the call" } };
    await db.record(id, "report", report);

    expect((await db.facts(id)).reports).toEqual([{ of: "the call" }]);
  });

  test("brings its answer also in a report that names no call", async () => {
    const db = await setup();
    const { id, callId } = await refusedAttempt(db);
    await db.record(id, "status:ringing", { callId });

    await db.record(id, "report", { ...OTHER_END, payload: { of: "the call" } });

    expect((await db.facts(id)).reports).toEqual([{ of: "the call" }]);
  });

  test("is not forgotten when its release comes twice", async () => {
    const db = await setup();
    for (const kind of ["status:ended", "report"]) {
      const { id, callId } = await refusedAttempt(db);
      await db.record(id, kind, {
        callId,
        dedupeKey: "otherwise",
        ...OTHER_END,
        payload: OTHER_END,
      });

      expect(await db.release(id, 0, callId)).toMatchObject({ released: false, stopped: false });
      expect(await db.attempt(id)).toMatchObject({ status: "ended", call_id: callId });
    }
  });

  test("and whose ringing was told late is over, as it was", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    const [rang, ended] = [2000, 1000].map((ago) => new Date(Date.now() - ago).toISOString());
    await db.record(id, "status:ended", { callId, isRefusal: true, occurredAt: ended });
    await db.release(id, 0, callId);

    const recorded = await db.record(id, "status:ringing", { callId, occurredAt: rang });

    expect(recorded).toMatchObject({ merged: true, status: "ended" });
    expect(await db.release(id, 0, callId)).toMatchObject({ released: false, stopped: false });
  });

  test("is to be ended once its batch was canceled, and what was said in it is kept", async () => {
    const db = await setup();
    const { id, callId, userId, batchId } = await refusedAttempt(db);
    await db.cancel(userId, batchId);

    for (const kind of ["status:ringing", "status:in-progress"]) {
      const recorded = await db.record(id, kind, { callId });
      expect(recorded).toMatchObject({ merged: true, deniesRefusal: true, status: "settled" });
    }
    await db.record(id, "report", { callId, ...OTHER_END, payload: { of: "the call" } });

    expect(await db.facts(id)).toMatchObject({ callId, reports: [{ of: "the call" }] });
    expect(await db.settle(id, "completed", { result: {} })).toMatchObject({
      applied: true,
      outcome: "completed",
    });
  });

  test("moves nothing where its attempt is skipped: nobody was called, as far as anybody was told", async () => {
    const db = await setup();
    const { id, callId } = await refusedAttempt(db);
    await db.settle(id, "skipped", { detail: "no_line" });
    const before = await db.attempt(id);

    const recorded = await db.record(id, "status:in-progress", { callId });

    expect(recorded).toMatchObject({ merged: false, deniesRefusal: true });
    expect(await db.attempt(id)).toEqual(before);
  });

  test("holds back the dial of whoever asks again as the answer to its intent was lost", async () => {
    const db = await setup();
    const { id, callId } = await refusedAttempt(db);
    await db.claim(10);
    const token = randomUUID();
    await db.beginDial(id, token);

    await db.record(id, "status:ringing", { callId });

    expect(await db.beginDial(id, token)).toMatchObject({ verdict: "refusal_denied" });
  });

  test("leaves the call alone that was made before anybody could know", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);

    await db.record(id, "status:in-progress", { callId });

    expect(await db.markInProgress(id, "another")).toMatchObject({ status: "in_progress" });
    expect(await db.attempt(id)).toMatchObject({ call_id: "another", refused_call_ids: [callId] });
  });

  test("is not taken for the call of a dial of which nobody knows what came", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);
    await db.settle(id, "unknown", { detail: "not_found" });

    const recorded = await db.record(id, "report", { callId, ...OTHER_END });

    expect(recorded).toMatchObject({ merged: false, deniesRefusal: true });
    expect((await db.attempt(id)).call_id).toBeNull();
  });

  test("beside a dial that was refused as well is not dialled over, and has its report read", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);
    const heard = await db.record(id, "status:in-progress", { callId });
    expect(heard).toMatchObject({ merged: false, deniesRefusal: true, status: "dialing" });
    await db.release(id, 0, "refused too");
    await db.claim(10);
    expect(await db.beginDial(id)).toMatchObject({ verdict: "refusal_denied" });
    await db.settle(id, "unknown", { detail: "refusal_denied" });
    expect(await db.facts(id)).toMatchObject({ callId: null, deniedCallIds: [callId] });

    await db.record(id, "report", { callId, ...OTHER_END });

    expect(await db.settle(id, "completed")).toMatchObject({ applied: true });
    expect(await db.attempt(id)).toMatchObject({
      call_id: callId,
      refused_call_ids: ["refused too"],
    });
  });
});
