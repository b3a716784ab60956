import { describe, expect, test } from "vitest";
import { setup } from "./bundle";

describe("settling", () => {
  test("hands the line on in the same transaction", async () => {
    const db = await setup();
    await db.startBatch({ userId: await db.insertUser(), count: 2 });
    const [first] = await db.claim(1);
    await db.beginDial(first?.attemptId ?? "");

    const settled = await db.settle(first?.attemptId ?? "", "failed", {}, 1);

    expect(settled).toMatchObject({ applied: true, outcome: "failed", batchEnded: false });
    expect(settled.claims).toHaveLength(1);
  });

  test("a call that ends hands its line on before its report is there", async () => {
    const db = await setup();
    const { userId } = await db.attemptIn("settled");
    await db.startBatch({ userId, count: 2 });
    const [first] = await db.claim(1);
    await db.beginDial(first?.attemptId ?? "");
    await db.markInProgress(first?.attemptId ?? "", "c");

    const ended = await db.record(first?.attemptId ?? "", "status:ended", { callId: "c" }, 1);

    expect(ended.claims).toHaveLength(1);
    expect(ended.answerReady).toBe(false);
  });

  test("the last attempt ends the batch, and says so once when all settle at once", async () => {
    const db = await setup({ connections: 20 });
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 20 });
    const claims = await db.claim(20);

    const settled = await Promise.all(
      claims.map(({ attemptId }) => db.settle(attemptId, "completed")),
    );

    expect(settled.filter(({ batchEnded }) => batchEnded)).toHaveLength(1);
    const [batch] =
      await db.sql`select status, ended_at from public.batches where id = ${executionId}`;
    expect(batch?.status).toBe("completed");
  });

  test.each(["no_answer", "busy", "voicemail"])(
    "%s is followed by a further attempt after the pause",
    async (outcome) => {
      const db = await setup();
      const { id, batchId } = await db.attemptIn("dialing", { maxAttempts: 2 });

      const first = await db.settle(id, outcome, { humanHeard: false });
      const next = first.nextAttempt?.attemptId ?? "";
      await db.sql`update public.attempts set not_before = now() where id = ${next}`;
      await db.claim(10);
      const second = await db.settle(next, outcome, { humanHeard: false });

      expect(first.batchEnded).toBe(false);
      expect(Date.parse(first.nextAttempt?.dueAt ?? "") - Date.now()).toBeGreaterThan(1_700_000);
      expect(second).toMatchObject({ nextAttempt: null, batchEnded: true });
      const rows =
        await db.sql`select number from public.attempts where batch_id = ${batchId} order by number`;
      expect(rows.map((row) => row.number)).toEqual([1, 2]);
    },
  );

  test.each([
    ["unknown", { humanHeard: false }],
    ["failed", { humanHeard: false }],
    ["completed", { humanHeard: true }],
    ["no_answer", { humanHeard: true }],
  ])("%s with %o is never dialled again by itself", async (outcome, details) => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing", { maxAttempts: 3 });

    expect(await db.settle(id, outcome, details)).toMatchObject({
      nextAttempt: null,
      batchEnded: true,
    });
  });

  test("an account fault skips what is not dialled, and spares what is", async () => {
    const db = await setup();
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 5 });
    const claims = await db.claim(3);
    const [refused, live] = claims.map(({ attemptId }) => attemptId);
    await db.beginDial(refused ?? "");
    await db.beginDial(live ?? "");
    await db.markInProgress(live ?? "", "live");

    const fault = { code: "credit", message: "The account has no credit left." };
    const settled = await db.settle(refused ?? "", "skipped", { detail: "credit", fault });

    const rows = await db.sql`select status, outcome from public.attempts order by status, outcome`;
    expect(rows.map((row) => `${row.status} ${row.outcome}`)).toEqual([
      "in_progress null",
      "settled skipped",
      "settled skipped",
      "settled skipped",
      "settled skipped",
    ]);
    expect(settled.batchEnded).toBe(false);
    const [batch] =
      await db.sql`select fault_code, status from public.batches where id = ${executionId}`;
    expect(batch).toMatchObject({ fault_code: "credit", status: "running" });
    expect(await db.settle(live ?? "", "completed")).toMatchObject({ batchEnded: true });
  });

  test("a guess does not overtake a fact", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("in_progress");

    expect(await db.settle(id, "unknown", { onlyIfStatus: "dialing" })).toMatchObject({
      applied: false,
      status: "in_progress",
    });
  });
});

describe("events", () => {
  test("the same event ten times at once is stored and merged once", async () => {
    const db = await setup({ connections: 10 });
    const { id, callId } = await db.attemptIn("in_progress");

    const recorded = await Promise.all(
      Array.from({ length: 10 }, () => db.record(id, "report", { callId, payload: { report: 1 } })),
    );

    expect(recorded.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await db.sql`select 1 from public.call_events`).toHaveLength(1);
  });

  test("reversed events leave the attempt ended, with every time filled in", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("dialing");
    await db.sql`update public.attempts set dialing_at = now() - interval '1 minute' where id = ${id}`;
    const began = Date.now() - 30_000;
    const at = (second: number) => new Date(began + second * 1000).toISOString();

    await db.record(id, "report", {
      callId,
      occurredAt: at(9),
      endedAt: at(7),
      endedReason: "customer-ended-call",
    });
    await db.record(id, "status:ended", {
      callId,
      occurredAt: at(7),
      endedReason: "customer-ended-call",
    });
    await db.record(id, "status:in-progress", { callId, occurredAt: at(3) });
    await db.record(id, "status:ringing", { callId, occurredAt: at(1) });
    await db.markInProgress(id, callId);

    const attempt = await db.attempt(id);
    expect(attempt).toMatchObject({
      status: "ended",
      call_id: callId,
      ended_reason: "customer-ended-call",
    });
    expect(
      [attempt.ringing_at, attempt.answered_at, attempt.ended_at].map((date) => date.toISOString()),
    ).toEqual([1, 3, 7].map(at));
  });

  test("an event for an unknown attempt is refused", async () => {
    const db = await setup();

    await expect(db.record("00000000-0000-4000-8000-000000000000", "report")).rejects.toMatchObject(
      { code: "PT404" },
    );
  });
});

describe("canceling", () => {
  test("cancels what is not dialled, keeps answers, and ends when live calls have ended", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const { executionId } = await db.startBatch({ userId, count: 4 });
    const [done, live] = (await db.claim(3)).map(({ attemptId }) => attemptId);
    await db.beginDial(done ?? "");
    await db.settle(done ?? "", "completed", {}, 0);
    await db.beginDial(live ?? "");
    await db.markInProgress(live ?? "", "live");

    const canceled = await db.cancel(userId, executionId);
    const twice = await db.cancel(userId, executionId);
    const settled = await db.settle(live ?? "", "canceled");
    const after = await db.cancel(userId, executionId);

    expect(canceled).toMatchObject({ status: "canceling", live: 1, batchEnded: false });
    expect(twice).toMatchObject({ status: "canceling", live: 1, batchEnded: false });
    expect(settled.batchEnded).toBe(true);
    expect(after).toMatchObject({ status: "canceled", live: 0, batchEnded: false });
    const rows = await db.sql`select outcome from public.attempts order by outcome`;
    expect(rows.map((row) => row.outcome)).toEqual([
      "completed",
      "canceled",
      "canceled",
      "canceled",
    ]);
  });

  test("names a call that was given up on and may still talk, until its end is heard", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const { executionId } = await db.startBatch({ userId, count: 2 });
    const [givenUp = "", live = ""] = (await db.claim(2)).map(({ attemptId }) => attemptId);
    for (const id of [givenUp, live]) {
      await db.beginDial(id);
      await db.markInProgress(id, `call-${id}`);
    }
    await db.settle(givenUp, "unknown", { detail: "past_limit" });
    const named = async () => {
      const calls = await db.call<{ attemptId: string; controlUrl: string }[]>("list_live_calls", {
        p_batch_id: executionId,
      });
      return calls.map(({ attemptId, controlUrl }) => [attemptId, controlUrl]).sort();
    };
    const both = [givenUp, live].map((id) => [id, `https://control.test/call-${id}`]).sort();

    expect(await db.cancel(userId, executionId)).toMatchObject({ live: 2 });
    expect(await named()).toEqual(both);
    await db.record(givenUp, "status:ended", { callId: `call-${givenUp}` });
    expect(await named()).toEqual(both.filter(([id]) => id === live));
  });

  test("a batch with nothing live is canceled at once and gives its lines to others", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const first = await db.startBatch({ userId, count: 10 });
    await db.claim(10);
    await db.startBatch({ userId, count: 3 });

    const canceled = await db.cancel(userId, first.executionId);

    expect(canceled).toMatchObject({ status: "canceled", batchEnded: true, live: 0 });
    expect(canceled.claims).toHaveLength(3);
  });

  test("between two attempts the further one is not made, and what the first brought stays", async () => {
    const db = await setup();
    const { id, batchId, userId, callId } = await db.attemptIn("ended", { maxAttempts: 2 });
    await db.record(id, "report", { callId });
    const { nextAttempt } = await db.settle(id, "no_answer");

    const first = await db.cancel(userId, batchId);
    const second = await db.cancel(userId, batchId);

    expect(first).toMatchObject({ status: "canceled", batchEnded: true, live: 0 });
    expect(second).toMatchObject({ status: "canceled", batchEnded: false, live: 0 });
    expect((await db.attempt(id)).outcome).toBe("no_answer");
    expect((await db.attempt(nextAttempt?.attemptId ?? "")).outcome).toBe("canceled");
  });

  test("a stranger's batch does not exist", async () => {
    const db = await setup();
    const { batchId } = await db.attemptIn("queued");

    await expect(db.cancel(await db.insertUser(), batchId)).rejects.toMatchObject({
      code: "PT404",
    });
  });

  test("an attempt that is being dialled while its batch is canceled is told to hang up", async () => {
    const db = await setup();
    const { id, batchId, userId } = await db.attemptIn("dialing");
    await db.cancel(userId, batchId);

    expect(await db.markInProgress(id, "c")).toMatchObject({ cancelRequested: true });
    expect(await db.release(id)).toMatchObject({ released: false });
  });
});

describe("the sweep", () => {
  const age = (
    db: Awaited<ReturnType<typeof setup>>,
    id: string,
    column: string,
    seconds: number,
  ) =>
    db.sql.unsafe(
      `update public.attempts set ${column} = now() - interval '${seconds} seconds' where id = '${id}'`,
    );

  test("finds nothing in a healthy batch", async () => {
    const db = await setup();
    for (const status of ["claimed", "dialing", "in_progress", "ended"] as const)
      await db.attemptIn(status);

    expect(await db.sweep(0)).toEqual({
      claims: [],
      batches: [],
      reconcile: [],
      settle: [],
      cancel: [],
      finish: [],
    });
  });

  test("announces a batch whose event never left, each time under a new number", async () => {
    const db = await setup();
    const { executionId } = await db.startBatch({ userId: await db.insertUser() });
    const lose = () => db.sql`update public.batches set announced_at = now() - interval '1 minute'`;

    await lose();
    const first = await db.sweep(0);
    const between = await db.sweep(0);
    await lose();
    const second = await db.sweep(0);

    expect(first.batches).toEqual([{ batchId: executionId, announcement: 1 }]);
    expect(between.batches).toEqual([]);
    expect(second.batches).toEqual([{ batchId: executionId, announcement: 2 }]);
  });

  test("gives free lines to waiting attempts", async () => {
    const db = await setup();
    await db.startBatch({ userId: await db.insertUser(), count: 3 });

    expect((await db.sweep(2)).claims).toHaveLength(2);
  });

  test.each([
    ["claimed", "announced_at", 90, "claims"],
    ["dialing", "dialing_at", 120, "reconcile"],
    ["in_progress", "called_at", 400, "reconcile"],
    ["ended", "ended_at", 60, "reconcile"],
  ] as const)("finds an attempt %s whose %s is %d s old", async (status, column, seconds, list) => {
    const db = await setup();
    const { id } = await db.attemptIn(status);
    await age(db, id, column, seconds);

    const found = await db.sweep(0);

    expect(JSON.stringify(found[list])).toContain(id);
  });

  test("finds an answered attempt that nobody settled, an ended batch that nobody ranked, and a cancel that nobody carried out", async () => {
    const db = await setup();
    const ended = await db.attemptIn("in_progress");
    await db.record(ended.id, "report", { callId: ended.callId });
    await age(db, ended.id, "report_at", 60);
    const settled = await db.attemptIn("settled");
    await db.sql`update public.batches set ended_at = now() - interval '1 minute' where id = ${settled.batchId}`;
    const live = await db.attemptIn("in_progress");
    await db.cancel(live.userId, live.batchId);
    await db.sql`update public.batches set cancel_requested_at = now() - interval '1 minute' where id = ${live.batchId}`;

    const found = await db.sweep(0);

    expect(found).toMatchObject({
      settle: [ended.id],
      finish: [settled.batchId],
      cancel: [live.batchId],
    });
  });
});

describe("what a careless phone service sends", () => {
  test("a call that was accepted and found no line does not take the place of the one that is made later", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing");

    await db.record(id, "status:queued", { callId: "blocked" });
    const released = await db.release(id, 0);
    await db.claim(10);
    await db.beginDial(id);
    await db.record(id, "status:queued", { callId: "blocked", dedupeKey: "late" });
    await db.markInProgress(id, "real");
    await db.record(id, "report", { callId: "blocked", isRefusal: true });
    const report = await db.record(id, "report", { callId: "real" });

    expect(released.released).toBe(true);
    expect(report).toMatchObject({ merged: true, status: "ended" });
    expect(await db.attempt(id)).toMatchObject({ call_id: "real" });
  });

  test("absurd costs and lengths of calls keep nobody from settling", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("ended");

    expect(await db.settle(id, "completed", { costUsd: 1e12, talkSeconds: 1e15 })).toMatchObject({
      applied: true,
    });
  });

  test.each([
    ["a future in which nobody would look", "9999-01-01T00:00:00Z"],
    ["a past in which every limit is over", "1970-01-20T00:00:00Z"],
  ])("times from %s move no deadline", async (_, time) => {
    const db = await setup();
    const ended = await db.attemptIn("dialing");
    const live = await db.attemptIn("dialing");

    await db.record(live.id, "status:ringing", { callId: live.callId, occurredAt: time });
    await db.record(ended.id, "status:ended", {
      callId: ended.callId,
      occurredAt: time,
      endedAt: time,
    });

    const [row] = await db.sql`
      select max(abs(extract(epoch from now() - called_at)))::int as called, max(abs(extract(epoch from now() - ended_at)))::int as ended
      from public.attempts`;
    expect(row?.called).toBeLessThan(60);
    expect(row?.ended).toBeLessThan(60);
  });

  test("a late report that still cannot be read is kept, once, and is not looked at again", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("dialing");
    await db.settle(id, "unknown", { detail: "not_found" });
    await db.record(id, "report", { callId });

    const first = await db.settle(id, "unknown", {
      detail: "unseen_reason",
      summary: "They said something.",
    });
    const second = await db.settle(id, "unknown", { summary: "Something else." });

    expect([first.applied, second.applied]).toEqual([true, false]);
    expect((await db.attempt(id)).summary).toBe("They said something.");
  });
});

describe("rankings", () => {
  const finish = (db: Awaited<ReturnType<typeof setup>>, batchId: string, version: number) =>
    db.call<boolean>("finish_batch", {
      p_batch_id: batchId,
      p_result: { ranked: [] },
      p_version: version,
    });
  const answers = (db: Awaited<ReturnType<typeof setup>>, batchId: string) =>
    db.call<{ version: number; providers: { outcome: string }[] }>("list_final_answers", {
      p_batch_id: batchId,
    });

  test("made from answers that have changed since are not stored", async () => {
    const db = await setup();
    const { id, batchId, callId } = await db.attemptIn("dialing");
    await db.settle(id, "unknown");
    const { version } = await answers(db, batchId);
    await db.record(id, "report", { callId });
    await db.settle(id, "completed");

    expect(await finish(db, batchId, version)).toBe(false);
    expect(await finish(db, batchId, (await answers(db, batchId)).version)).toBe(true);
  });

  test("are made again for every batch of the request when a late answer arrives", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const first = await db.startBatch({ userId, count: 2 });
    const [unknown, missed] = (await db.claim(10)).map(({ attemptId }) => attemptId);
    await db.beginDial(unknown ?? "");
    await db.settle(unknown ?? "", "unknown");
    await db.settle(missed ?? "", "no_answer");
    const second = await db.startBatch({
      userId,
      serviceRequestId: first.serviceRequestId,
      rows: db.providers(2).slice(1),
    });
    const [again] = await db.claim(10);
    await db.settle(again?.attemptId ?? "", "completed");
    for (const { executionId } of [first, second])
      await finish(db, executionId, (await answers(db, executionId)).version);

    await db.record(unknown ?? "", "report", { callId: "late" });
    await db.settle(unknown ?? "", "completed");

    expect(await db.sql`select 1 from public.batches where finished_at is null`).toHaveLength(2);
  });

  test("keep an answer that a later call, never made, would hide", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const first = await db.startBatch({ userId });
    const [one] = await db.claim(10);
    await db.settle(one?.attemptId ?? "", "completed", { result: { availability: "available" } });
    const second = await db.startBatch({ userId, serviceRequestId: first.serviceRequestId });
    await db.cancel(userId, second.executionId);

    expect((await answers(db, second.executionId)).providers).toMatchObject([
      { outcome: "completed" },
    ]);
    const snapshot = await db.asRole("authenticated", userId, async (tx) => {
      const [row] =
        await tx`select public.get_request_snapshot(${first.serviceRequestId}) as answer`;
      return row?.answer;
    });
    expect(snapshot.providers).toMatchObject([
      { attempt: { outcome: "completed", result: { availability: "available" } } },
    ]);
    const [latest] = await db.sql`select max(version) as version from public.attempts`;
    expect(snapshot.providers[0].attempt.version).toBe(Number(latest?.version));
  });
});

test("an attempt that found no line after its batch met an account fault is skipped, not canceled by somebody", async () => {
  const db = await setup();
  await db.startBatch({ userId: await db.insertUser(), count: 2 });
  const [refused, other] = (await db.claim(2)).map(({ attemptId }) => attemptId);
  await db.beginDial(refused ?? "");
  await db.beginDial(other ?? "");
  await db.settle(refused ?? "", "skipped", { fault: { code: "credentials", message: "x" } });

  expect(await db.release(other ?? "")).toMatchObject({
    released: false,
    faultCode: "credentials",
  });
});
