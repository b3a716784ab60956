import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Bundle, setup } from "./bundle";

const DO_NOT_CALL = { verdict: "skip", reason: "do_not_call" };

/** A batch of another person to the same numbers, with its only attempt claimed. */
async function claimForSomebodyElse(db: Bundle): Promise<string> {
  await db.startBatch({ userId: await db.insertUser(), rows: db.providers(1) });
  const [claim] = await db.claim(10);
  if (!claim) throw new Error("Nothing was claimed.");
  return claim.attemptId;
}

test("a number whose people asked not to be called again is never dialed again, for nobody", async () => {
  const db = await setup();
  const asked = await db.attemptIn("ended");
  // Claimed before they asked: the wish holds for calls that wait already.
  const waiting = await claimForSomebodyElse(db);

  await db.settle(asked.id, "completed", { detail: "do_not_call", humanHeard: true });

  expect(await db.beginDial(waiting)).toMatchObject(DO_NOT_CALL);
  expect((await db.attempt(waiting)).status).toBe("claimed");
  const settled = await db.settle(waiting, "skipped", { detail: "do_not_call" });
  expect(settled).toMatchObject({ applied: true, outcome: "skipped", batchEnded: true });

  const later = await claimForSomebodyElse(db);
  expect(await db.beginDial(later)).toMatchObject(DO_NOT_CALL);
});

test("the wish concerns that number alone, and is kept once", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  await db.startBatch({ userId, count: 2 });
  const [first, second] = await db.claim(10);

  for (const attemptId of [first?.attemptId ?? "", first?.attemptId ?? ""]) {
    await db.settle(attemptId, "completed", { detail: "do_not_call" });
  }

  expect((await db.beginDial(second?.attemptId ?? "")).verdict).toBe("dial");
  expect(await db.sql`select user_id, phone, source, reason from public.do_not_call`).toEqual([
    {
      user_id: null,
      phone: "+18645550000",
      source: "call",
      reason: "Asked on the phone not to be called again.",
    },
  ]);
});

test.each([
  ["completed", "answered"],
  ["skipped", "do_not_call"],
  ["failed", "wrong_number"],
])("an attempt that is %s (%s) forbids nothing", async (outcome, detail) => {
  const db = await setup();
  const { id } = await db.attemptIn("claimed");

  await db.settle(id, outcome, { detail });

  expect(await db.sql`select 1 from public.do_not_call`).toHaveLength(0);
});

test("a wish that is heard while the answer to an intent to dial is lost is kept when it is asked for again", async () => {
  const db = await setup();
  const asked = await db.attemptIn("ended");
  const waiting = await claimForSomebodyElse(db);
  const token = randomUUID();
  await db.beginDial(waiting, token);

  await db.settle(asked.id, "completed", { detail: "do_not_call" });

  expect(await db.beginDial(waiting, token)).toMatchObject(DO_NOT_CALL);
});

test("once an operator takes the number out, it is called again", async () => {
  const db = await setup();
  const asked = await db.attemptIn("ended");
  await db.settle(asked.id, "completed", { detail: "do_not_call" });
  const waiting = await claimForSomebodyElse(db);

  await db.sql`delete from public.do_not_call where phone = '+18645550000'`;

  expect((await db.beginDial(waiting)).verdict).toBe("dial");
});

test("what an operator takes out is not put back by a later event of the same call", async () => {
  const db = await setup();
  const asked = await db.attemptIn("ended");
  await db.settle(asked.id, "completed", { detail: "do_not_call" });
  await db.sql`delete from public.do_not_call`;

  await db.record(asked.id, "status:in-progress", { callId: asked.callId });

  expect(await db.sql`select 1 from public.do_not_call`).toHaveLength(0);
});

test("a person's own list holds for their batches alone, and says so", async () => {
  const db = await setup();
  const [owner, other] = [await db.insertUser(), await db.insertUser()];
  const args = { p_source: "person", p_numbers: [{ phone: "+18645550000", reason: "Rude." }] };
  expect(await db.call("add_do_not_call", { p_user_id: owner, ...args })).toBe(1);
  // Again, by the same and by another person: one row for each of them.
  expect(await db.call("add_do_not_call", { p_user_id: owner, ...args })).toBe(0);
  await db.startBatch({ userId: owner, rows: db.providers(1) });
  const [own] = await db.claim(10);

  expect(await db.beginDial(own?.attemptId ?? "")).toMatchObject({
    verdict: "skip",
    reason: "own_do_not_call",
  });
  await db.settle(own?.attemptId ?? "", "skipped", { detail: "own_do_not_call" });
  await db.startBatch({ userId: other, rows: db.providers(1) });
  const [theirs] = await db.claim(10);
  expect((await db.beginDial(theirs?.attemptId ?? "")).verdict).toBe("dial");
});

test("a list is told to its owner, and what is taken off it may be called again", async () => {
  const db = await setup();
  const owner = await db.insertUser();
  const add = (userId: string | null, phone: string, source: string) =>
    db.call("add_do_not_call", {
      p_user_id: userId,
      p_source: source,
      p_numbers: [{ phone, reason: null }],
    });
  const list = (userId: string | null) =>
    db.call<{ phone: string }[]>("list_do_not_call", { p_user_id: userId });
  const remove = (userId: string | null) =>
    db.call("remove_do_not_call", { p_user_id: userId, p_phone: "+18645550000" });
  await add(owner, "+18645550000", "person");
  await add(null, "+18645550001", "operator");

  expect(await list(owner)).toMatchObject([{ phone: "+18645550000", source: "person" }]);
  expect(await list(null)).toMatchObject([{ phone: "+18645550001", source: "operator" }]);
  expect(await list(await db.insertUser())).toEqual([]);
  expect([await remove(null), await remove(owner), await remove(owner)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(await list(owner)).toEqual([]);
});

describe("a report that says so", () => {
  test.each(["ended", "in_progress"] as const)(
    "puts the number on the list while its call is %s, so that a batch started then is refused it",
    async (status) => {
      const db = await setup();
      const asked = await db.attemptIn(status);

      await db.record(asked.id, "report", {
        callId: asked.callId,
        endedReason: "voicemail",
        isOptOut: true,
      });

      const waiting = await claimForSomebodyElse(db);
      expect(await db.beginDial(waiting)).toMatchObject(DO_NOT_CALL);
    },
  );

  test("counts also when it comes late, and when it moves the attempt no more", async () => {
    const db = await setup();
    const asked = await db.attemptIn("ended");
    await db.settle(asked.id, "voicemail", { result: {} });

    await db.record(asked.id, "report", { callId: "another call", isOptOut: true });

    expect(await db.sql`select phone, user_id from public.do_not_call`).toEqual([
      { phone: "+18645550000", user_id: null },
    ]);
  });

  test("counts once: what an operator takes out since is not put back by it or by a second report", async () => {
    const db = await setup();
    const asked = await db.attemptIn("ended");
    const optOut = { callId: asked.callId, isOptOut: true, dedupeKey: "first" };
    await db.record(asked.id, "report", optOut);
    await db.sql`delete from public.do_not_call`;

    await db.record(asked.id, "report", optOut);
    await db.record(asked.id, "report", { ...optOut, dedupeKey: "second" });
    await db.settle(asked.id, "completed", { detail: "do_not_call" });

    expect(await db.sql`select 1 from public.do_not_call`).toHaveLength(0);
  });

  test("that says anything else puts nothing there", async () => {
    const db = await setup();
    const asked = await db.attemptIn("ended");

    await db.record(asked.id, "report", { callId: asked.callId, isOptOut: false });

    expect(await db.sql`select 1 from public.do_not_call`).toHaveLength(0);
  });
});
