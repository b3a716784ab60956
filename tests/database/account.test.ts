import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Rails } from "@/lib/rails";
import { type Bundle, rails, setup } from "./bundle";

const MESSAGES = [{ role: "provider", text: "We can come.", seconds: 3 }];

/** A call that became final so many days ago, with transcript, report, answer and summary. */
async function talkedCall(db: Bundle, daysAgo: number, userId?: string) {
  const call = await db.attemptIn("in_progress", { userId });
  await db.record(call.id, "report", { callId: call.callId, payload: { messages: MESSAGES } });
  await db.settle(call.id, "completed", {
    messages: MESSAGES,
    summary: "They can come.",
    result: { availability: "available" },
  });
  await age(db, call.id, daysAgo);
  return call;
}

async function age(db: Bundle, attemptId: string, days: number) {
  await db.sql`update public.attempts set settled_at = now() - make_interval(days => ${days}) where id = ${attemptId}`;
  await db.sql`update public.call_events set received_at = now() - make_interval(days => ${days}) where attempt_id = ${attemptId}`;
}

const remove = (db: Bundle, days: number, most = 100) =>
  db.call<{ transcripts: number; reports: number }>("remove_transcripts", {
    p_days: days,
    p_most: most,
  });

describe("transcripts", () => {
  test("are removed with their reports once they are old enough; what came of the call stays", async () => {
    const db = await setup();
    const old = await talkedCall(db, 30);
    const fresh = await talkedCall(db, 29);

    expect(await remove(db, 30)).toEqual({ transcripts: 1, reports: 1 });

    expect(await db.attempt(old.id)).toMatchObject({
      messages: null,
      outcome: "completed",
      summary: "They can come.",
      result: { availability: "available" },
    });
    expect((await db.attempt(fresh.id)).messages).toEqual(MESSAGES);
    const payloads = await db.sql`
      select attempt_id, payload from public.call_events where kind = 'report' and payload is not null`;
    expect(payloads.map((row) => row.attempt_id)).toEqual([fresh.id]);
  });

  test("that were removed are told from silence", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    const { id } = await talkedCall(db, 30, userId);
    const story = () =>
      db.asRole("authenticated", userId, async (tx) => {
        const [row] = await tx`select public.get_attempt_story(${id}) as story`;
        return row?.story;
      });

    expect(await story()).toMatchObject({ transcriptRemovedAt: null, messages: MESSAGES });
    await remove(db, 30);
    expect(await story()).toMatchObject({ transcriptRemovedAt: expect.any(String), messages: [] });
  });

  test("are removed in pieces of the given size, oldest first, until nothing is left", async () => {
    const db = await setup();
    const calls = [];
    for (const days of [40, 42, 41]) calls.push(await talkedCall(db, days));

    expect(await remove(db, 30, 2)).toEqual({ transcripts: 2, reports: 2 });
    expect((await db.attempt(calls[0]?.id ?? "")).messages).toEqual(MESSAGES);
    expect(await remove(db, 30, 2)).toEqual({ transcripts: 1, reports: 1 });
    expect(await remove(db, 30, 2)).toEqual({ transcripts: 0, reports: 0 });
  });

  test("of a call that is not final stay, however old their report is", async () => {
    const db = await setup();
    const { id, callId } = await db.attemptIn("in_progress");
    await db.record(id, "report", { callId, payload: { messages: MESSAGES } });
    await db.sql`update public.call_events set received_at = now() - interval '1 year'`;

    expect(await remove(db, 1)).toEqual({ transcripts: 0, reports: 0 });
    expect((await db.facts(id)).reports).toHaveLength(1);
  });

  test("are not removed on the day of the call, whatever is asked", async () => {
    const db = await setup();
    await expect(remove(db, 0)).rejects.toMatchObject({ code: "22023" });
  });

  test("do not make a removal wait for a row that is in use", async () => {
    const db = await setup();
    const busy = await talkedCall(db, 30);
    const free = await talkedCall(db, 30);

    await db.sql.begin(async (tx) => {
      await tx`select 1 from public.attempts where id = ${busy.id} for update`;
      expect((await remove(db, 30)).transcripts).toBe(1);
      expect((await db.attempt(free.id)).messages).toBeNull();
    });
    expect((await remove(db, 30)).transcripts).toBe(1);
  });
});

describe("an account", () => {
  const close = (db: Bundle, userId: string) => db.call("close_account", { p_user_id: userId });
  const deleteRows = (db: Bundle, userId: string, most = 100) =>
    db.call<number>("delete_account_rows", { p_user_id: userId, p_most: most });
  const calls = (db: Bundle, userId: string) =>
    db.call<{ open: string[]; batches: string[]; live: number }>("list_account_calls", {
      p_user_id: userId,
    });

  test("that nobody asked to delete keeps its rows", async () => {
    const db = await setup();
    const { userId } = await talkedCall(db, 0);
    await expect(deleteRows(db, userId)).rejects.toMatchObject({ code: "PT409" });
  });

  test.each(["claimed", "dialing", "in_progress"] as const)(
    "is not deleted while a call of it is %s",
    async (status) => {
      const db = await setup();
      const { id, batchId, userId, callId } = await db.attemptIn(status);
      await close(db, userId);

      expect(await calls(db, userId)).toEqual({ open: [batchId], batches: [batchId], live: 1 });
      await expect(deleteRows(db, userId)).rejects.toMatchObject({ code: "PT409" });

      await db.cancel(userId, batchId);
      if (status !== "claimed")
        await expect(deleteRows(db, userId)).rejects.toMatchObject({ code: "PT409" });
      if (status === "in_progress") await db.record(id, "status:ended", { callId });
      if (status === "dialing") await db.settle(id, "failed");
      expect((await calls(db, userId)).live).toBe(0);
      expect(await deleteRows(db, userId)).toBe(1);
    },
  );

  test("is not deleted while a batch of it waits to be called", async () => {
    const db = await setup();
    const { batchId, userId } = await db.attemptIn("queued");
    await close(db, userId);

    await expect(deleteRows(db, userId)).rejects.toMatchObject({ code: "PT409" });
    await db.cancel(userId, batchId);
    expect(await deleteRows(db, userId)).toBe(1);
  });

  test("waits for a call that was given up on, for as long as that may last", async () => {
    const db = await setup();
    const { id, userId } = await db.attemptIn("in_progress");
    await db.settle(id, "unknown");
    await close(db, userId);

    expect((await calls(db, userId)).live).toBe(1);
    await db.sql`update public.attempts set called_at = now() - interval '361 seconds'`;
    expect((await calls(db, userId)).live).toBe(0);
  });

  test("that is being deleted starts no batch and calls nobody again", async () => {
    const db = await setup();
    const { userId, batchId } = await db.attemptIn("settled");
    await close(db, userId);
    await close(db, userId);

    await expect(db.startBatch({ userId })).rejects.toMatchObject({ message: "account_closing" });
    const again = db.call("retry_batch", {
      p_user_id: userId,
      p_batch_id: batchId,
      p_idempotency_key: randomUUID(),
      p_fingerprint: "a".repeat(64),
      p_outcomes: null,
      p_provider_ids: null,
      p_cap_usd: null,
      p_rails: rails(10),
    });
    await expect(again).rejects.toMatchObject({ message: "account_closing" });
    await db.startBatch({ userId: await db.insertUser() });
  });

  test("leaves nothing behind but the numbers that asked not to be called", async () => {
    const db = await setup();
    const other = await talkedCall(db, 0);
    const { userId, id } = await db.attemptIn("in_progress");
    await db.settle(id, "completed", { detail: "do_not_call" });
    await talkedCall(db, 0, userId);
    await close(db, userId);

    const pieces = [];
    for (let rows = 1; rows > 0; pieces.push(rows)) rows = await deleteRows(db, userId, 1);
    await db.sql`delete from auth.users where id = ${userId}`;

    expect(pieces).toEqual([1, 1, 1, 1, 1, 1, 0]);
    const tables = await db.sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'user_id'`;
    for (const { name } of tables)
      expect(await db.sql`select 1 from ${db.sql(name)} where user_id = ${userId}`).toEqual([]);
    expect(await db.sql`select 1 from public.do_not_call`).toHaveLength(1);
    expect((await db.attempt(other.id)).messages).toEqual(MESSAGES);
    expect(
      await db.sql`select 1 from public.call_events where attempt_id <> ${other.id}`,
    ).toHaveLength(0);
  });

  test("what a deleted account has cost today still counts for the day of the deployment", async () => {
    const db = await setup();
    const { userId, id } = await talkedCall(db, 0);
    await db.sql`update public.attempts set cost_usd = 3 where id = ${id}`;
    await close(db, userId);
    while ((await deleteRows(db, userId, 100)) > 0);
    await db.sql`delete from auth.users where id = ${userId}`;

    const { limits } = rails(10);
    const deployment = { ...limits.deployment, usdPerDay: 3.2 };
    const allowed = rails(10, { limits: { ...limits, deployment } });
    // A call may cost $0.40.
    await db.startBatch({ userId: await db.insertUser() });
    expect(await db.call("claim_attempts", { p_rails: allowed })).toEqual([]);
    const spent = {
      ...allowed,
      limits: { ...limits, deployment: { ...deployment, usdPerDay: 3 } },
    };
    await expect(
      db.startBatch({ userId: await db.insertUser(), rails: spent }),
    ).rejects.toMatchObject({
      message: "limit_reached",
    });
  });
});

describe("the number that a deleted account has called", () => {
  /** Its business, ordered by somebody else. */
  async function deletedAfterCall(db: Bundle) {
    const { userId, id } = await talkedCall(db, 0);
    const { phone } = await db.attempt(id);
    await db.call("close_account", { p_user_id: userId });
    while ((await db.call<number>("delete_account_rows", { p_user_id: userId, p_most: 9 })) > 0);
    await db.sql`delete from auth.users where id = ${userId}`;
    const row = { ...db.providers(1)[0], phone };
    await db.startBatch({ userId: await db.insertUser(), rows: [row] });
    return phone;
  }
  const held = async (db: Bundle, allowed: Rails) => {
    await db.call("claim_attempts", { p_rails: allowed });
    const [attempt] = await db.sql`select hold_code, status from public.attempts`;
    return attempt?.hold_code ?? attempt?.status;
  };

  test("rests as after any call", async () => {
    const db = await setup();
    await deletedAfterCall(db);
    expect(await held(db, rails(10, { minutesBetweenCalls: 30 }))).toBe("called_recently");
  });

  test("is called no more often in a day than any other", async () => {
    const db = await setup();
    await deletedAfterCall(db);
    const once = rails(10, { minutesBetweenCalls: 0, callsPerDay: 1 });
    expect(await held(db, once)).toBe("called_often");
  });

  test("is free again after a day, and then forgotten", async () => {
    const db = await setup();
    await deletedAfterCall(db);
    await db.sql`update public.deleted_dials set dialed_at = dialed_at - interval '2 days', over_at = over_at - interval '2 days'`;
    expect(await held(db, rails(10, { minutesBetweenCalls: 30, callsPerDay: 1 }))).toBe("claimed");

    await remove(db, 1);
    expect(await db.sql`select 1 from public.deleted_dials`).toHaveLength(0);
  });

  test("counts among the calls of the day of everybody", async () => {
    const db = await setup();
    await deletedAfterCall(db);
    const { limits } = rails(10);
    const deployment = { ...limits.deployment, callsPerDay: 2 };
    await expect(
      db.startBatch({
        userId: await db.insertUser(),
        rails: rails(10, { limits: { ...limits, deployment } }),
      }),
    ).rejects.toMatchObject({ message: "limit_reached" });
  });
});

describe("an export", () => {
  const rows = (db: Bundle, userId: string, kind: string, after = "", most = 100) =>
    db.asRole("authenticated", userId, async (tx) => {
      const [row] = await tx`select public.export_account_rows(
        ${kind}, ${after || "00000000-0000-0000-0000-000000000000"}, ${most}) as rows`;
      return row?.rows as Record<string, unknown>[];
    });

  test("has the rows of every table that keeps something about people", async () => {
    const db = await setup();
    const { userId } = await talkedCall(db, 0);
    await db.sql`insert into public.person_limits (user_id) values (${userId})`;
    await db.sql`insert into public.do_not_call (user_id, phone, source) values (${userId}, '+18645550199', 'person')`;
    await db.sql`insert into public.api_keys (user_id, name, prefix, hash, scopes)
      values (${userId}, 'Script', 'rr_abcdef', ${"a".repeat(64)}, '{read}')`;
    const tables = await db.sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'user_id' and table_name <> 'account_deletions'`;

    expect(tables.length).toBeGreaterThan(3);
    for (const { name } of tables) expect(await rows(db, userId, name)).toHaveLength(1);
    const [attempt] = await rows(db, userId, "attempts");
    expect(attempt).toMatchObject({ messages: MESSAGES, summary: "They can come." });
    expect(attempt?.events).toMatchObject([{ kind: "report", source: "webhook" }]);
  });

  test("has nobody else's rows, no secret, and every row once over its pages", async () => {
    const db = await setup();
    const userId = await db.insertUser();
    await talkedCall(db, 0);
    const own = [];
    for (let n = 0; n < 3; n++) own.push((await talkedCall(db, 0, userId)).id);

    const first = await rows(db, userId, "attempts", "", 2);
    const second = await rows(db, userId, "attempts", String(first.at(-1)?.id), 2);
    const all = [...first, ...second];

    expect(all.map(({ id }) => id)).toEqual(own.sort());
    expect(JSON.stringify(all)).not.toContain("control.test");
    expect(JSON.stringify(all)).not.toContain("dial_token");
  });
});
