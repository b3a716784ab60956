import { describe, expect, test } from "vitest";
import { type Bundle, setup } from "./bundle";
import { dialledAgain, refusedAttempt } from "./refused";

/** Calls that the phone service accepted and then had no line for: they cost no attempt and stand for nothing. */

describe("a call that ended for want of a line", () => {
  test("takes its attempt back to the queue as if it had never been made", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, "status:ended", { callId, endedReason: "x", isRefusal: true });
    await db.record(id, "report", { callId, endedReason: "x", isRefusal: true });

    expect(await db.release(id, 30, callId)).toMatchObject({ released: true, stopped: false });

    expect(await db.attempt(id)).toMatchObject({
      status: "queued",
      number: 1,
      refusals: 1,
      refused_call_ids: [callId],
      call_id: null,
      dialing_at: null,
      called_at: null,
      ended_at: null,
      ended_reason: null,
      report_at: null,
    });
    expect(await db.facts(id)).toMatchObject({ refusedCallIds: [callId], controlUrl: null });
    expect((await db.facts(id)).reports).toEqual([]);
  });

  test("waits for its time, and then gets a line and another call", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("ended");
    await db.release(id, 30, callId);
    expect(await db.claim(10)).toEqual([]);

    await db.sql`update public.attempts set not_before = now() where id = ${id}`;
    expect(await db.claim(10)).toMatchObject([{ attemptId: id, announcement: 2 }]);
    expect(await db.beginDial(id)).toMatchObject({ verdict: "dial" });
    expect(await db.markInProgress(id, "another")).toMatchObject({ status: "in_progress" });
    expect(await db.facts(id)).toMatchObject({ controlUrl: "https://control.test/another" });
  });

  test.each(["status:ringing", "status:in-progress", "status:forwarding"])(
    "and of which %s was heard is not taken back",
    async (kind) => {
      const db = await setup();
      const { id, callId } = await db.attemptIn("in_progress");
      await db.record(id, kind, { callId });
      await db.record(id, "status:ended", { callId, isRefusal: true });

      expect(await db.release(id, 0, callId)).toMatchObject({ released: false, stopped: false });
      expect((await db.attempt(id)).status).toBe("ended");
    },
  );

  test("is not taken back on behalf of another call, or without one", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("ended");

    expect(await db.release(id, 0, "another")).toMatchObject({ released: false });
    expect(await db.release(id, 0)).toMatchObject({ released: false });
  });

  test("lets the line rest, as the next call would be refused too", async () => {
    const db = await setup();
    await db.startBatch({ userId: await db.insertUser(), count: 3 });
    const [claim] = await db.claim(1);
    const id = claim?.attemptId ?? "";
    await db.beginDial(id);
    await db.markInProgress(id, "refused");

    const recorded = await db.record(id, "status:ended", { callId: "refused", isRefusal: true }, 1);
    await db.release(id, 30, "refused");

    expect(recorded).toMatchObject({ merged: true, status: "ended", claims: [] });
    expect(await db.claim(1)).toHaveLength(1);
  });

  test("does not end the call of its attempt where the refusal names none", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");

    const recorded = await db.record(id, "status:ended", { callId: null, isRefusal: true });

    expect(recorded).toMatchObject({ merged: false, status: "in_progress" });
    expect(await db.release(id, 0, callId)).toMatchObject({ released: false });
  });

  test("is no report of the call of its attempt where the refusal names none", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, "report", { callId: null, isRefusal: true, payload: { of: "some call" } });

    await db.record(id, "status:ended", { callId });

    expect(await db.facts(id)).toMatchObject({ status: "ended", reports: [] });
  });

  test("of which was heard before it was recorded is known for refused, and taken back at once", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    await db.record(id, "status:ended", { callId: "refused", isRefusal: true });

    const marked = await db.markInProgress(id, "refused");

    expect(marked).toMatchObject({ status: "ended", wasRefused: true });
    expect(await db.release(id, 0, "refused")).toMatchObject({ released: true });
  });

  test.each([
    ["of one that ended otherwise", [{ callId: "call" }]],
    ["of another call", [{ callId: "other", isRefusal: true }]],
    [
      "that something else contradicts",
      [
        { callId: "call", isRefusal: true },
        { callId: "call", dedupeKey: "again" },
      ],
    ],
  ])("is not taken for refused by news %s", async (_, news) => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    for (const event of news) await db.record(id, "status:ended", event);

    expect(await db.markInProgress(id, "call")).toMatchObject({ wasRefused: false });
  });

  test("is not taken back once its batch was canceled, and says so", async () => {
    const db = await setup();
    const { id, callId, userId, batchId } = await db.attemptIn("ended");
    await db.cancel(userId, batchId);

    expect(await db.release(id, 0, callId)).toMatchObject({ released: false, stopped: true });
  });

  test("makes no further attempt where it is settled after all", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("ended", { maxAttempts: 3 });

    expect(await db.settle(id, "skipped", { detail: "failed_capacity" })).toMatchObject({
      nextAttempt: null,
      batchEnded: true,
    });
  });
});

describe("a refused call that turns up later", () => {
  const NEWS = ["status:queued", "status:ended", "report"];

  test.each(NEWS)("moves nothing: %s, in the queue and during the next dial", async (kind) => {
    const db = await setup();
    for (const prepare of [refusedAttempt, dialledAgain]) {
      const { id, callId } = await prepare(db);
      const before = await db.attempt(id);

      const recorded = await db.record(id, kind, {
        callId,
        dedupeKey: "late",
        isRefusal: kind !== "status:queued",
        payload: {},
      });

      expect(recorded).toMatchObject({ merged: false, duplicate: false, deniesRefusal: false });
      expect(await db.attempt(id)).toEqual(before);
      expect((await db.facts(id)).reports).toEqual([]);
    }
  });

  test("is never taken for the call of the next dial", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);

    await expect(db.markInProgress(id, callId)).rejects.toMatchObject({ code: "PT409" });
    expect(await db.attempt(id)).toMatchObject({ status: "dialing", call_id: null });
  });

  test("neither ends nor settles the call that was made after it", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);
    await db.markInProgress(id, "another");

    await db.record(id, "report", { callId, dedupeKey: "late", isRefusal: true });
    const settled = await db.settle(id, "skipped", { onlyIfCallId: callId });

    expect(settled).toMatchObject({ applied: false, status: "in_progress" });
    expect(await db.attempt(id)).toMatchObject({ status: "in_progress", call_id: "another" });
  });

  test("in a report that names no call stands for its own dial alone", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, "status:ended", { callId, isRefusal: true });
    await db.record(id, "report", { isRefusal: true, payload: { of: "the first" } });
    await db.release(id, 0, callId);
    await db.claim(10);
    await db.beginDial(id);
    await db.markInProgress(id, "another");
    expect((await db.facts(id)).reports).toEqual([]);

    await db.record(id, "report", { dedupeKey: "second", payload: { of: "the second" } });

    expect((await db.facts(id)).reports).toEqual([{ of: "the second" }]);
  });

  test("does not take back the dial that was made after it, when its release comes twice", async () => {
    const db = await setup();
    const { id, callId } = await dialledAgain(db);

    expect(await db.release(id, 0, callId)).toMatchObject({ released: false, stopped: false });
    expect(await db.attempt(id)).toMatchObject({ status: "dialing", refused_call_ids: [callId] });

    await db.markInProgress(id, "another");
    expect(await db.release(id, 0, callId)).toMatchObject({ released: false });
    expect(await db.attempt(id)).toMatchObject({ status: "in_progress", call_id: "another" });
  });

  test("was named by the answer to its dial: it is remembered like one that was accepted first", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("dialing");
    await db.release(id, 0, callId);

    const recorded = await db.record(id, "status:ringing", { callId });

    expect(recorded).toMatchObject({ merged: true, status: "in_progress" });
    expect(await db.attempt(id)).toMatchObject({ call_id: callId, refused_call_ids: [] });
  });
});

describe("a dial without an answer whose call is found refused", () => {
  const dialOf = async (db: Bundle, id: string) => (await db.facts(id)).dialingAt;

  test("goes back to the queue like any other refusal, once", async () => {
    const db = await setup();
    const { id } = await dialledAgain(db);
    const dialingAt = await dialOf(db, id);

    expect(await db.releaseLost(id, "lost", dialingAt)).toMatchObject({ released: true });
    expect(await db.releaseLost(id, "lost", dialingAt)).toMatchObject({ released: false });

    const { status, refused_call_ids: refused, refusals } = await db.attempt(id);
    expect([status, refusals, refused.at(-1)]).toEqual(["queued", 2, "lost"]);
  });

  test("says so when its batch was canceled", async () => {
    const db = await setup();
    const { id, userId, batchId } = await db.attemptIn("dialing");
    await db.cancel(userId, batchId);

    const release = await db.releaseLost(id, "lost", await dialOf(db, id));

    expect(release).toMatchObject({ released: false, stopped: true });
  });

  test("is left alone once another dial is out", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    const first = await dialOf(db, id);
    await db.release(id, 0, "told");
    await db.claim(10);
    await db.beginDial(id);

    expect(await db.releaseLost(id, "lost", first)).toMatchObject({
      released: false,
      stopped: false,
    });
    expect((await db.attempt(id)).status).toBe("dialing");
  });

  test("is left alone after a refusal that named no call: this may be the call of that one", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");
    await db.release(id, 0);
    await db.claim(10);
    await db.beginDial(id);

    const release = await db.releaseLost(id, "lost", await dialOf(db, id));

    expect(release).toMatchObject({ released: false, stopped: false });
    expect((await db.attempt(id)).status).toBe("dialing");
  });

  test("is left alone when another call is known", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("in_progress");

    const release = await db.releaseLost(id, "lost", await dialOf(db, id));

    expect(release).toMatchObject({ released: false });
    expect((await db.attempt(id)).status).toBe("in_progress");
  });
});
