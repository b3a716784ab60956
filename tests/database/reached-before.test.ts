import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type Bundle, rails, setup } from "./bundle";
import { dialedAgain } from "./refused";

/** Orders of events in which a provider who was reached could be phoned again, or one that waits be forgotten. */

const SAID = { availability: "available", price: { low: 180 } };

/** Brings a row that waits to a live call. */
async function live(db: Bundle, id: string, callId: string = randomUUID()) {
  await db.sql`update public.attempts set not_before = now() where id = ${id}`;
  await db.claim(100);
  await db.beginDial(id);
  await db.markInProgress(id, callId);
  return callId;
}

test("a late answer while the next attempt is on the phone keeps a third from being made", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("ended", { maxAttempts: 3 });
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  const { nextAttempt } = await db.settle(id, "no_answer", {});
  const second = nextAttempt?.attemptId ?? "";
  const secondCall = await live(db, second);
  await db.record(id, "report", { callId, dedupeKey: "answered" });
  expect(
    await db.settle(id, "completed", { detail: "answered", result: SAID, humanHeard: true }),
  ).toMatchObject({ applied: true });
  await db.record(second, "status:ended", { callId: secondCall, endedReason: "customer-busy" });
  const after = await db.settle(second, "busy", { humanHeard: false });
  expect(after).toMatchObject({ nextAttempt: null, batchEnded: true });
});

test("a late answer while the next attempt finds no line keeps another from being dialed", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("ended", { maxAttempts: 2 });
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  const { nextAttempt } = await db.settle(id, "no_answer", {});
  const second = nextAttempt?.attemptId ?? "";
  await live(db, second);
  await db.record(id, "report", { callId, dedupeKey: "answered" });
  await db.settle(id, "completed", { detail: "answered", result: SAID, humanHeard: true });
  expect(await db.refuse(second, 0)).toMatchObject({ nextAttempt: null, batchEnded: true });
});

test("a refused call that is alive beside the next dial keeps a third from being made, whatever comes of that dial", async () => {
  const db = await setup();
  const { id, callId, nextId } = await dialedAgain(db);
  await db.sql`update public.batches set max_attempts = 2`;
  await db.record(id, "status:in-progress", { callId });
  await db.markInProgress(nextId, "second");
  await db.record(nextId, "status:ended", { callId: "second", endedReason: "customer-busy" });
  expect(await db.settle(nextId, "busy", {})).toMatchObject({ nextAttempt: null });
});

test("a canceled batch frees the number that its claimed row held", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const rows = db.providers(1);
  const first = await db.startBatch({ userId, rows });
  await db.claim(10);
  await db.startBatch({ userId, rows });
  await db.claim(10);
  expect((await db.cancel(userId, first.executionId)).claims).toHaveLength(1);
});

test("a later report that knows less takes away neither the reason of a failure nor what was said", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("ended");
  await db.record(id, "report", { callId, dedupeKey: "1" });
  await db.settle(id, "failed", {
    detail: "failed_config",
    failureMessage: "the key is wrong",
    messages: [{ text: "a" }, { text: "b" }],
  });
  await db.record(id, "report", { callId, dedupeKey: "2" });
  await db.settle(id, "failed", { detail: "failed_transient", messages: [{ text: "a" }] });
  expect(await db.attempt(id)).toMatchObject({
    failure_message: "the key is wrong",
    messages: [{ text: "a" }, { text: "b" }],
  });
});

test("a webhook that names the call of another attempt is kept and moves nothing", async () => {
  const db = await setup();
  const { callId } = await db.attemptIn("in_progress");
  const { id } = await db.attemptIn("dialing");

  expect(await db.record(id, "status:ringing", { callId })).toMatchObject({ status: "dialing" });
  await expect(db.markInProgress(id, callId)).rejects.toMatchObject({ code: "PT409" });
});

test("news of a live call that names none, for a row that was refused without one, keeps the next from being dialed", async () => {
  const db = await setup();
  const { id } = await db.attemptIn("dialing");
  const { nextAttempt } = await db.refuse(id, 0);
  await db.record(id, "status:in-progress", {});
  expect(await db.attempt(nextAttempt?.attemptId ?? "")).toMatchObject({ outcome: "skipped" });
});

test("a list that waits as a whole keeps no other batch from a free line", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  // Kiritimati is 18 or 19 hours ahead of New York: never within the same hour of the day, nor the next.
  const [row] =
    await db.sql`select extract(hour from now() at time zone 'America/New_York')::int as hour`;
  const hours = {
    days: [1, 2, 3, 4, 5, 6, 7],
    from: `${row?.hour}:00`,
    until: row?.hour === 23 ? "24:00" : `${row?.hour + 1}:59`,
    holidays: [],
  };
  await db.startBatch({
    userId,
    rows: db.providers(600, 1000).map((p) => ({ ...p, time_zones: ["Pacific/Kiritimati"] })),
  });
  await db.startBatch({ userId, rows: db.providers(1, 5000) });
  const claims = await db.call("claim_attempts", { p_rails: rails(10, { callingHours: hours }) });
  expect(claims).toHaveLength(1);
});

test("a late answer keeps the attempt that waits from being made, also where nobody was counted as heard", async () => {
  const db = await setup();
  const { id, callId } = await db.attemptIn("ended", { maxAttempts: 2 });
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  const { nextAttempt } = await db.settle(id, "no_answer", {});
  await db.record(id, "report", { callId, dedupeKey: "answered" });
  await db.settle(id, "completed", { detail: "answered", result: SAID, humanHeard: false });
  expect(await db.attempt(nextAttempt?.attemptId ?? "")).toMatchObject({ outcome: "skipped" });
});
