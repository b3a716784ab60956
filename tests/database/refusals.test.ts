import { describe, expect, test } from "vitest";
import { setup } from "./bundle";
import { refusedDial } from "./refused";

/** Dials for which the phone service had no line: the row is final, another follows, and it costs no attempt. */

test("a dial that found no line settles as refused, and the next row is due after the pause", async () => {
  const db = await setup();
  const { id, batchId } = await db.attemptIn("dialing", { maxAttempts: 2 });

  const refused = await db.refuse(id, 30);

  const nextId = refused.nextAttempt?.attemptId ?? "";
  expect(refused).toMatchObject({ applied: true, outcome: "refused", batchEnded: false });
  expect(await db.attempt(id)).toMatchObject({ status: "settled", number: 1, refusals: 0 });
  expect(await db.attempt(nextId)).toMatchObject({
    batch_id: batchId,
    status: "queued",
    number: 1,
    refusals: 1,
    dialing_at: null,
    call_id: null,
  });
  expect(await db.claim(10)).toEqual([]);

  await db.sql`update public.attempts set not_before = now() where id = ${nextId}`;
  expect(await db.claim(10)).toMatchObject([{ attemptId: nextId, announcement: 1 }]);
  expect(await db.beginDial(nextId)).toMatchObject({ verdict: "dial" });
  expect(await db.beginDial(id)).toMatchObject({ verdict: "final" });
});

test("repeating the refusal adds no second row", async () => {
  const db = await setup();
  const { id } = await db.attemptIn("dialing");
  await db.refuse(id);

  expect(await db.refuse(id)).toMatchObject({ applied: false, nextAttempt: null });
  expect(await db.sql`select 1 from public.attempts where refusals = 1`).toHaveLength(1);
});

test("refusals consume none of the allowed attempts", async () => {
  const db = await setup();
  const { nextId } = await refusedDial(db, { maxAttempts: 2 });
  await db.claim(10);
  await db.beginDial(nextId);

  const missed = await db.settle(nextId, "no_answer");

  const further = await db.attempt(missed.nextAttempt?.attemptId ?? "");
  expect(further).toMatchObject({ number: 2, refusals: 0 });
});

test("a call that was accepted and then ended for lack of a line is refused, whichever news comes first", async () => {
  const db = await setup();
  const news = { endedReason: "no line", isRefusal: true };
  const early = await db.attemptIn("dialing");
  await db.record(early.id, "status:ended", { callId: "early", ...news });
  expect(await db.markInProgress(early.id, "early")).toMatchObject({ status: "ended" });
  const late = await db.attemptIn("in_progress");
  await db.record(late.id, "status:ended", { callId: late.callId, ...news });

  for (const { id } of [early, late]) {
    expect(await db.attempt(id)).toMatchObject({ status: "ended", ended_reason: "no line" });
    expect(await db.refuse(id)).toMatchObject({ applied: true, outcome: "refused" });
  }
});

test.each(["status:ringing", "status:in-progress", "status:forwarding"])(
  "a call of which %s was heard cannot settle as refused",
  async (kind) => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, kind, { callId });
    await db.record(id, "status:ended", { callId, isRefusal: true });

    await expect(db.refuse(id)).rejects.toThrow("attempts_refused_never_rang");
    expect((await db.attempt(id)).status).toBe("ended");
  },
);

test("what was decided before news came is not applied", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("dialing");
  const { version: onlyIfVersion } = await db.facts(id);
  await db.record(id, "status:ringing", { callId });

  const stale = await db.settle(id, "refused", { onlyIfVersion });
  const { version } = await db.facts(id);
  const fresh = await db.settle(id, "unknown", { onlyIfVersion: version });

  expect(stale).toMatchObject({ applied: false, status: "in_progress", claims: [] });
  expect(fresh).toMatchObject({ applied: true, outcome: "unknown" });
});

test("the line rests after a refusal, as the next call would be refused too", async () => {
  const db = await setup();
  await db.startBatch({ userId: await db.insertUser(), count: 3 });
  const [claim] = await db.claim(1);
  const id = claim?.attemptId ?? "";
  await db.beginDial(id);
  await db.markInProgress(id, "refused");

  const recorded = await db.record(id, "status:ended", { callId: "refused", isRefusal: true }, 1);
  const refused = await db.refuse(id, 30);

  expect(recorded).toMatchObject({ status: "ended", claims: [] });
  expect(refused.claims).toEqual([]);
  expect(await db.claim(1)).toHaveLength(1);
});

test("a refusal that names no call ends no call that is known, and is no report of it", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("in_progress");

  const recorded = await db.record(id, "status:ended", { callId: null, isRefusal: true });
  expect(recorded).toMatchObject({ duplicate: false, status: "in_progress" });

  await db.record(id, "status:ended", { callId, dedupeKey: "over" });
  expect(await db.facts(id)).toMatchObject({ status: "ended", endedReason: null, reports: [] });
});

describe("where no further dial follows, a row says why", () => {
  test.each(["canceled", "fault", "too many"])("%s", async (why) => {
    const db = await setup();
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 2 });
    const [batch] = await db.sql`select user_id from public.batches`;
    const [id = "", other = ""] = (await db.claim(2)).map(({ attemptId }) => attemptId);
    await db.beginDial(id);
    await db.beginDial(other);
    if (why === "canceled") await db.cancel(batch?.user_id, executionId);
    if (why === "fault")
      await db.settle(other, "skipped", { fault: { code: "credit", message: "None left." } });
    // 120 refusals of at least 15 s are half an hour.
    if (why === "too many")
      await db.sql`update public.attempts set refusals = 120 where id = ${id}`;

    const refused = await db.refuse(id);

    const [next] = await db.sql`
      select status, outcome, detail from public.attempts
      where batch_id = ${executionId} and provider_id = (select provider_id from public.attempts where id = ${id})
        and id <> ${id}`;
    expect(refused).toMatchObject({ outcome: "refused", nextAttempt: null });
    expect(next).toEqual(
      {
        canceled: { status: "settled", outcome: "canceled", detail: null },
        fault: { status: "settled", outcome: "skipped", detail: "credit" },
        "too many": { status: "settled", outcome: "skipped", detail: "no_line" },
      }[why],
    );
  });

  test("and ends the batch when it was the last", async () => {
    const db = await setup();
    const { id, userId, batchId } = await db.attemptIn("dialing");
    await db.cancel(userId, batchId);

    expect(await db.refuse(id)).toMatchObject({ batchEnded: true });
  });
});

test("an unknown dial that is found refused later was not called, and nobody is dialed in its place", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("dialing");
  await db.settle(id, "unknown", { detail: "not_found" });
  await db.record(id, "report", { callId, endedReason: "no line", isRefusal: true });

  const settled = await db.settle(id, "refused", { detail: "failed_capacity" });

  expect(settled).toMatchObject({ applied: true, outcome: "skipped", nextAttempt: null });
  expect(await db.sql`select 1 from public.attempts`).toHaveLength(1);
});

describe("what people read", () => {
  test("never shows a refused dial, and costs the same however many there were", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const { id, nextId } = await refusedDial(db, { userId });
    const [row] = await db.sql`select service_request_id from public.attempts where id = ${id}`;
    const read = (text: string) =>
      db.asRole("authenticated", userId, async (tx) => (await tx.unsafe(text))[0]?.answer);

    const snapshot = await read(
      `select public.get_request_snapshot('${row?.service_request_id}') as answer`,
    );
    const story = await read(`select public.get_attempt_story('${nextId}') as answer`);
    const [plan] = await db.sql.begin(async (sql) => {
      // A table of two rows is read whole, whatever index there is.
      await sql`set local enable_seqscan = off`;
      return sql`
        explain (format json, costs off)
        select * from public.attempts a
        where a.service_request_id = ${row?.service_request_id} and a.outcome is distinct from 'refused'`;
    });

    expect(snapshot.providers).toMatchObject([
      { attempt: { id: nextId, number: 1, refusals: 1, status: "queued" }, missed: null },
    ]);
    expect(story.others).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain('"Node Type":"Seq Scan"');
    expect(JSON.stringify(await db.sql`select payload from realtime.messages`)).not.toContain(
      "refused",
    );
  });

  test("tells of the row that follows a refusal", async () => {
    const db = await setup();
    const { nextId } = await refusedDial(db);

    const messages =
      await db.sql`select payload from realtime.messages where event = 'attempts_changed'`;
    expect(JSON.stringify(messages)).toContain(nextId);
  });
});
