import postgres from "postgres";
import { expect, onTestFinished, test } from "vitest";
import { adminUrl } from "@/local/supabase/database";
import { setup } from "./bundle";

test("each change is told on the request's private channel with its version, in the same transaction", async () => {
  const db = await setup();
  const { id, batchId, callId } = await db.attemptIn("dialing");
  await db.sql`delete from realtime.messages`.catch(() => undefined);
  const heard = () =>
    db.sql`select topic, event, private, payload from realtime.messages order by inserted_at`;
  const before = (await heard()).length;

  await db.markInProgress(id, callId);
  await db.sql
    .begin(async (tx) => {
      await tx`update public.attempts set status = 'ended', ended_at = now() where id = ${id}`;
      throw new Error("undo");
    })
    .catch(() => undefined);

  const messages = (await heard()).slice(before);
  const attempt = await db.attempt(id);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatchObject({
    topic: `request:${attempt.service_request_id}`,
    event: "attempts_changed",
    private: true,
    payload: {
      complete: true,
      version: Number(attempt.version),
      attempts: [
        {
          attemptId: id,
          batchId,
          number: 1,
          status: "in_progress",
          outcome: null,
          version: Number(attempt.version),
        },
      ],
    },
  });
});

test("a change of many rows is one message that says to read again", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const { executionId } = await db.startBatch({ userId, count: 200 });
  const heard = () => db.sql`select event, payload from realtime.messages`;
  const before = (await heard()).length;

  await db.cancel(userId, executionId);

  const messages = (await heard()).slice(before);
  expect(
    messages.filter((row) => row.event === "attempts_changed").map((row) => row.payload),
  ).toMatchObject([{ complete: false, attempts: [] }]);
  expect(
    messages.filter((row) => row.event === "batch_changed").map((row) => row.payload.status),
  ).toEqual(["canceling", "canceled"]);
});

test("starting a batch and claiming lines for it tell of claims, not of a thousand inserts", async () => {
  const db = await setup();
  await db.startBatch({ userId: await db.insertUser(), count: 1000 });

  expect(await db.sql`select 1 from realtime.messages`).toHaveLength(0);
});

test("a further attempt is news", async () => {
  const db = await setup();
  const { id } = await db.attemptIn("dialing", { maxAttempts: 2 });
  const { nextAttempt } = await db.settle(id, "no_answer");

  const messages =
    await db.sql`select payload from realtime.messages where event = 'attempts_changed'`;
  expect(JSON.stringify(messages)).toContain(nextAttempt?.attemptId);
});

test("versions rise with every change, also from one attempt of a provider to the next", async () => {
  const db = await setup();
  const { id } = await db.attemptIn("dialing", { maxAttempts: 2 });
  const before = Number((await db.attempt(id)).version);

  const { nextAttempt } = await db.settle(id, "busy");

  const settled = Number((await db.attempt(id)).version);
  const next = Number((await db.attempt(nextAttempt?.attemptId ?? "")).version);
  expect(settled).toBeGreaterThan(before);
  expect(next).toBeGreaterThan(settled);
});

// realtime#2250, supabase#46681: partitions of the table are missing, or a message is taken and reaches nobody.
test("a channel whose table is gone keeps no change from being stored; pages read every 15 s as well", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("in_progress");
  const superuser = postgres(adminUrl(db.url), { max: 1 });
  onTestFinished(() => superuser.end());
  await superuser`alter table realtime.messages rename to messages_of_yesterday`;

  await db.record(id, "report", { callId });
  await db.settle(id, "completed");

  expect(await db.attempt(id)).toMatchObject({ status: "settled", outcome: "completed" });
});
