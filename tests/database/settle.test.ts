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
  ])("%s with %o is never dialed again by itself", async (outcome, details) => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing", { maxAttempts: 3 });

    expect(await db.settle(id, outcome, details)).toMatchObject({
      nextAttempt: null,
      batchEnded: true,
    });
  });

  test("an account fault skips what is not dialed, and spares what is", async () => {
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
    const { id, callId } = await db.attemptIn("dialing");
    const { version: onlyIfVersion } = await db.facts(id);
    await db.markInProgress(id, callId);

    expect(await db.settle(id, "unknown", { onlyIfVersion })).toMatchObject({
      applied: false,
      status: "in_progress",
    });
  });
});
