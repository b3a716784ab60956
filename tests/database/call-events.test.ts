import { describe, expect, test } from "vitest";
import { setup } from "./bundle";

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

describe("what a careless phone service sends", () => {
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
