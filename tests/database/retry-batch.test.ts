import { createHash, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Bundle, rails, setup } from "./bundle";

type Retried = {
  executionId: string;
  replayed: boolean;
  providers: { id: string; name: string }[];
};

type Choice = { outcomes?: string[] | null; providerIds?: string[] | null; key?: string | null };

function retry(db: Bundle, userId: string, batchId: string, choice: Choice): Promise<Retried> {
  const { outcomes = null, providerIds = null, key = null } = choice;
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([batchId, outcomes, providerIds]))
    .digest("hex");
  return db.sql`
    select public.retry_batch(
      ${userId}, ${batchId}, ${key}, ${fingerprint}, ${outcomes}::public.attempt_outcome[], ${providerIds}::uuid[], null, ${db.sql.json(rails(10) as never)}
    ) as answer`.then(([row]) => row?.answer as Retried);
}

/** An ended batch of three: not reached, answered, unclear. */
async function endedBatch(db: Bundle) {
  const userId = await db.insertUser();
  const { executionId, providers } = await db.startBatch({ userId, count: 3 });
  await settleAll(db, ["no_answer", "completed", "unknown"]);
  const ids = providers.map(({ id }) => id);
  return { userId, executionId, ids, unreached: ids[0] ?? "", answered: ids[1] ?? "" };
}

/** Dials whatever waits and settles it, in the order of the list. */
async function settleAll(db: Bundle, outcomes: string[]) {
  for (const [index, { attemptId }] of (await db.claim(10)).entries()) {
    const outcome = outcomes[index] ?? "completed";
    await db.beginDial(attemptId);
    // Of a dial that was never answered no call is known.
    if (outcome !== "unknown") await db.markInProgress(attemptId);
    await db.settle(attemptId, outcome, {}, 0);
  }
}

const counts = async (db: Bundle) => {
  const [row] = await db.sql`
    select (select count(*) from public.batches)::int as batches, (select count(*) from public.attempts)::int as attempts`;
  return row;
};

describe("by how they came out", () => {
  test("makes a new batch of those, and of nobody else; an equal order at once is the same batch", async () => {
    const db = await setup();
    const { userId, executionId } = await endedBatch(db);

    const [one, two] = await Promise.all([
      retry(db, userId, executionId, { outcomes: ["no_answer", "busy"] }),
      retry(db, userId, executionId, { outcomes: ["no_answer", "busy"] }),
    ]);

    expect(one.providers).toHaveLength(1);
    expect(two.executionId).toBe(one.executionId);
    expect([one.replayed, two.replayed].sort()).toEqual([false, true]);
    expect(await counts(db)).toEqual({ batches: 2, attempts: 4 });
  });

  test("is refused while the batch is open, for strangers, and when there is nobody", async () => {
    const db = await setup();
    const open = await db.attemptIn("claimed");
    const done = await db.attemptIn("settled");

    await expect(
      retry(db, open.userId, open.batchId, { outcomes: ["no_answer"] }),
    ).rejects.toMatchObject({ message: "batch_open" });
    await expect(
      retry(db, open.userId, done.batchId, { outcomes: ["completed"] }),
    ).rejects.toMatchObject({ code: "PT404" });
    await expect(
      retry(db, done.userId, done.batchId, { outcomes: ["no_answer"] }),
    ).rejects.toMatchObject({ message: "nothing_to_retry" });
    expect(await counts(db)).toEqual({ batches: 2, attempts: 2 });
  });

  test("whoever a later batch has phoned is left alone", async () => {
    const db = await setup();
    const { id, batchId, userId } = await db.attemptIn("dialing");
    await db.settle(id, "no_answer");
    await retry(db, userId, batchId, { outcomes: ["no_answer"] });
    await settleAll(db, ["no_answer"]);

    await expect(retry(db, userId, batchId, { outcomes: ["no_answer"] })).rejects.toMatchObject({
      message: "nothing_to_retry",
    });
  });

  test("a later batch that was canceled before it dialed hides nobody", async () => {
    const db = await setup();
    const { id, batchId, userId } = await db.attemptIn("dialing");
    await db.settle(id, "no_answer");
    const canceled = await retry(db, userId, batchId, { outcomes: ["no_answer"] });
    await db.cancel(userId, canceled.executionId);

    const again = await retry(db, userId, batchId, { outcomes: ["no_answer"] });

    expect(again).toMatchObject({ replayed: false, providers: canceled.providers });
    expect(again.executionId).not.toBe(canceled.executionId);
  });

  test("a further attempt that was canceled while it waited leaves its provider unreached", async () => {
    const db = await setup();
    const { id, batchId, userId } = await db.attemptIn("dialing", { maxAttempts: 2 });
    await db.settle(id, "busy");
    await db.cancel(userId, batchId);

    expect((await retry(db, userId, batchId, { outcomes: ["busy"] })).providers).toHaveLength(1);
  });
});

describe("by name", () => {
  test("calls only those, however they came out", async () => {
    const db = await setup();
    const { userId, executionId, ids } = await endedBatch(db);

    const again = await retry(db, userId, executionId, { providerIds: ids.slice(1) });

    expect(again.providers.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  test("posted to the batch of a provider's latest call while a newer one is shown, calls that provider", async () => {
    const db = await setup();
    const { userId, executionId, unreached, answered } = await endedBatch(db);
    await retry(db, userId, executionId, { providerIds: [unreached] });
    await settleAll(db, ["completed"]);

    const again = await retry(db, userId, executionId, { providerIds: [answered] });

    expect(again.providers.map(({ id }) => id)).toEqual([answered]);
  });

  test("keeps the options of the batch it stems from, its time zone too", async () => {
    const db = await setup();
    const { userId, executionId, unreached } = await endedBatch(db);
    await db.sql`update public.batches set time_zone = 'Europe/Paris', max_call_seconds = 60`;

    await retry(db, userId, executionId, { providerIds: [unreached] });

    const [claim] = await db.claim(1);
    expect(await db.beginDial(claim?.attemptId ?? "")).toMatchObject({
      timeZone: "Europe/Paris",
      maxCallSeconds: 60,
    });
  });

  test("somebody who cannot be called makes the whole order fail, and is named with the reason", async () => {
    const db = await setup();
    const { userId, executionId, ids, unreached, answered } = await endedBatch(db);
    const other = await endedBatch(db);
    const nowhere = randomUUID();
    await retry(db, userId, executionId, { providerIds: [unreached] });
    await settleAll(db, ["completed"]);
    const before = await counts(db);

    const refusal = await retry(db, userId, executionId, {
      outcomes: ["completed"],
      providerIds: [...ids, other.answered, nowhere],
    }).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: "PT409", message: "provider_not_retryable" });
    const { detail } = refusal as { detail: string };
    expect(detail).toContain("Called again since: Provider 0.");
    expect(detail).toContain("Came out otherwise: Provider 2.");
    // Somebody else's provider reads like one that never was.
    expect(detail).toMatch(/Not of this batch: [0-9a-f-]{36}, [0-9a-f-]{36}\./);
    expect(detail).not.toContain("Provider 1");
    expect(await counts(db)).toEqual(before);
    expect((await retry(db, userId, executionId, { providerIds: [answered] })).replayed).toBe(
      false,
    );
  });

  test("a long list of those who cannot is cut short and counted", async () => {
    const db = await setup();
    const { userId, executionId } = await endedBatch(db);

    const refusal = retry(db, userId, executionId, {
      providerIds: Array.from({ length: 1000 }, () => randomUUID()),
    });

    await expect(refusal).rejects.toMatchObject({
      detail: expect.stringContaining("and 997 more"),
    });
  });

  test("the key stands for its order: the same again is the same batch, another choice is refused", async () => {
    const db = await setup();
    const { userId, executionId, unreached, answered } = await endedBatch(db);
    const choice = { providerIds: [unreached], key: "once" };

    const first = await retry(db, userId, executionId, choice);
    await settleAll(db, ["completed"]);
    const second = await retry(db, userId, executionId, choice);

    expect(second).toMatchObject({ executionId: first.executionId, replayed: true });
    await expect(
      retry(db, userId, executionId, { providerIds: [answered], key: "once" }),
    ).rejects.toMatchObject({ code: "PT422" });
  });

  test("two orders for one request at once: one batch opens, the other is told to wait", async () => {
    const db = await setup();
    const { userId, executionId, unreached, answered } = await endedBatch(db);

    const results = await Promise.allSettled(
      [unreached, answered].map((id) => retry(db, userId, executionId, { providerIds: [id] })),
    );

    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { message: "batch_open" },
    });
  });
});
