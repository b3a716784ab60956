import { describe, expect, test } from "vitest";
import { setup } from "./bundle";

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

  test("made before a change was committed whose row version is not the highest are not stored", async () => {
    const db = await setup({ connections: 4 });
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 2 });
    const [one = "", two = ""] = (await db.claim(10)).map(({ attemptId }) => attemptId);
    for (const id of [one, two]) {
      await db.beginDial(id);
      await db.settle(id, "unknown");
    }

    const { version } = await db.sql.begin(async (tx) => {
      await tx`update public.attempts set outcome = 'completed' where id = ${one}`;
      await db.markInProgress(two);
      return answers(db, executionId);
    });

    expect(await finish(db, executionId, version)).toBe(false);
    expect(await finish(db, executionId, (await answers(db, executionId)).version)).toBe(true);
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
