import { describe, expect, test } from "vitest";
import { setup } from "./bundle";

describe("canceling", () => {
  test("cancels what is not dialed, keeps answers, and ends when live calls have ended", async () => {
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

  test("an attempt that is being dialed while its batch is canceled is told to hang up", async () => {
    const db = await setup();
    const { id, batchId, userId } = await db.attemptIn("dialing");
    await db.cancel(userId, batchId);

    expect(await db.markInProgress(id, "c")).toMatchObject({ cancelRequested: true });
  });
});
