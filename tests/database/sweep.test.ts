import { describe, expect, test } from "vitest";
import { SWEEP } from "@/lib/limits";
import { setup } from "./bundle";

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
      isOpen: true,
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

  describe("of a call given up on as unknown that has ended since", () => {
    const givenUp = async (db: Awaited<ReturnType<typeof setup>>) => {
      const attempt = await db.attemptIn("in_progress");
      await db.settle(attempt.id, "unknown", { detail: "past_limit" });
      return attempt;
    };

    test("fetches the report, which may be lost, as soon as one is late and for two hours", async () => {
      const db = await setup();
      const { id, callId } = await givenUp(db);
      await db.record(id, "status:ended", { callId });
      expect((await db.sweep(0)).reconcile).toEqual([]);

      await age(db, id, "ended_at", 60);
      expect((await db.sweep(0)).reconcile).toEqual([id]);

      await age(db, id, "settled_at", 7_300);
      expect((await db.sweep(0)).reconcile).toEqual([]);
    });

    test("asks for no report where one has come, or where nobody knows that it is over", async () => {
      const db = await setup();
      const reported = await givenUp(db);
      await db.record(reported.id, "report", { callId: reported.callId });
      await age(db, reported.id, "ended_at", 60);
      await givenUp(db);

      expect((await db.sweep(0)).reconcile).toEqual([]);
    });

    test("leaves the open attempts their turn, however many there are", async () => {
      const db = await setup();
      // Ten times what a sweep takes, so that an order by chance leaves the open one out nine times in ten.
      const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 2_000 });
      await db.sql`
        update public.attempts set status = 'settled', outcome = 'unknown', settled_at = now(), call_id = id::text,
          ended_at = now() - interval '1 minute'
        where batch_id = ${executionId}`;
      const { id } = await db.attemptIn("dialing");
      await age(db, id, "dialing_at", 120);

      const { reconcile } = await db.sweep(0);

      expect(reconcile).toHaveLength(200);
      expect(reconcile).toContain(id);
    });
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

  describe("is needed again in a minute", () => {
    test.each(["claimed", "dialing", "in_progress", "ended"] as const)(
      "while an attempt is %s",
      async (status) => {
        const db = await setup();
        expect(await db.sweep(0)).toMatchObject({ isOpen: false });
        await db.attemptIn(status);

        expect(await db.sweep(0)).toMatchObject({ isOpen: true });
      },
    );

    test("until the answers of an ended batch are ranked", async () => {
      const db = await setup();
      const { batchId } = await db.attemptIn("settled");
      expect(await db.sweep(0)).toMatchObject({ isOpen: true });

      await db.sql`update public.batches set finished_at = now() where id = ${batchId}`;
      expect(await db.sweep(0)).toMatchObject({ isOpen: false });
    });

    test.each([
      ["is due", -1, true],
      ["becomes due before the next heartbeat", SWEEP.idleSeconds + 30, true],
      ["waits for longer, as overnight", SWEEP.idleSeconds + 90, false],
    ] as const)("or not, while a row %s", async (_what, seconds, isOpen) => {
      const db = await setup();
      const { id, batchId } = await db.attemptIn("queued");
      await db.sql`update public.batches set status = 'running', started_at = now() where id = ${batchId}`;
      await age(db, id, "not_before", -seconds);

      expect(await db.sweep(0)).toMatchObject({ isOpen });
    });
  });
});

test("a batch that waits for tomorrow as a whole needs no sweep each minute", async () => {
  const db = await setup();
  await db.attemptIn("queued");
  expect(await db.call("has_work_soon")).toBe(true);
  await db.sql`update public.batches set hold_code = 'day_spent', hold_until = now() + interval '10 hours'`;
  expect(await db.call("has_work_soon")).toBe(false);
});
