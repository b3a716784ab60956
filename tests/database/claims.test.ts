import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Bundle, rails, setup } from "./bundle";

const heldBy = async (db: Bundle) => {
  const rows = await db.sql`
    select batch_id, count(*)::int as held from public.attempts
    where status in ('claimed', 'dialing', 'in_progress') group by batch_id`;
  return new Map(rows.map((row) => [row.batch_id as string, row.held as number]));
};

test("forty claims at once give exactly the free lines away, each once", async () => {
  const db = await setup({ connections: 40 });
  const userId = await db.insertUser();
  await db.startBatch({ userId, count: 100 });

  const claims = (await Promise.all(Array.from({ length: 40 }, () => db.claim(10)))).flat();

  expect(claims).toHaveLength(10);
  expect(new Set(claims.map((claim) => claim.attemptId)).size).toBe(10);
  expect([...(await heldBy(db)).values()]).toEqual([10]);
});

test("under settles, ends, releases and claims at once, lines are never exceeded, leaked or idle", async () => {
  const db = await setup({ connections: 16 });
  const lines = 7;
  const users = await Promise.all([1, 2, 3].map(() => db.insertUser()));
  for (const userId of users) await db.startBatch({ userId, count: 40 });
  let mostHeld = 0;
  let dials = 0;
  const dialed = new Set<string>();
  const work = (await db.claim(lines)).map((claim) => claim.attemptId);

  const worker = async (seed: number) => {
    for (let id = work.shift(); id !== undefined; id = work.shift()) {
      const { verdict } = await db.beginDial(id);
      if (verdict !== "dial") continue;
      dials += 1;
      expect(dialed.has(id)).toBe(false);
      dialed.add(id);
      const held = [...(await heldBy(db)).values()].reduce((sum, count) => sum + count, 0);
      mostHeld = Math.max(mostHeld, held);
      const callId = `call-${id}`;
      // The dial and its webhooks overtake one another.
      const steps = [
        () => db.markInProgress(id, callId),
        () => db.record(id, "status:ringing", { callId }, lines),
      ];
      await Promise.all(
        (dials + seed) % 2 ? steps.map((step) => step()) : steps.reverse().map((step) => step()),
      );
      const [ended, report] = await Promise.all([
        db.record(id, "status:ended", { callId }, lines),
        db.record(id, "report", { callId }, lines),
      ]);
      const [one, two] = await Promise.all([
        db.settle(id, "completed", {}, lines),
        db.settle(id, "completed", {}, lines),
      ]);
      for (const { claims } of [ended, report, one, two])
        work.push(...claims.map((claim) => claim.attemptId));
    }
  };
  // Workers that run out of work come back while others still hold lines.
  const pool = async (seed: number) => {
    while (dialed.size < 120) {
      await worker(seed);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: lines }, (_, seed) => pool(seed)));

  expect(dials).toBe(120);
  expect(mostHeld).toBeLessThanOrEqual(lines);
  expect((await heldBy(db)).size).toBe(0);
  const batches = await db.sql`select status from public.batches`;
  expect(batches.map((row) => row.status)).toEqual(["completed", "completed", "completed"]);
});

test("lines are shared fairly: a small batch is not kept waiting by a large one", async () => {
  const db = await setup();
  const large = await db.startBatch({ userId: await db.insertUser(), count: 50 });
  await db.claim(10);
  const small = await db.startBatch({ userId: await db.insertUser(), count: 5 });
  const running = await db.sql`select id from public.attempts where status = 'claimed' limit 5`;

  for (const { id } of running) {
    await db.beginDial(id);
    await db.settle(id, "completed");
  }

  const held = await heldBy(db);
  expect(held.get(small.executionId)).toBe(5);
  expect(held.get(large.executionId)).toBe(5);
});

test("equal batches take turns", async () => {
  const db = await setup();
  const batches = [];
  for (let index = 0; index < 3; index++)
    batches.push(await db.startBatch({ userId: await db.insertUser(), count: 9 }));

  await db.claim(9);

  const held = await heldBy(db);
  expect(batches.map((batch) => held.get(batch.executionId))).toEqual([3, 3, 3]);
});

test("an attempt that is not due waits, and one that is due does not wait for it", async () => {
  const db = await setup();
  await db.startBatch({ userId: await db.insertUser(), count: 2 });
  await db.sql`update public.attempts set not_before = now() + interval '1 hour' where position = 0`;

  const claims = await db.claim(10);

  const rows = await db.sql`select position from public.attempts where status = 'claimed'`;
  expect(claims).toHaveLength(1);
  expect(rows.map((row) => row.position)).toEqual([1]);
});

describe("dialing", () => {
  test("of fifty callers at once exactly one may dial", async () => {
    const db = await setup({ connections: 50 });
    const { id } = await db.attemptIn("claimed");

    const verdicts = (await Promise.all(Array.from({ length: 50 }, () => db.beginDial(id)))).map(
      ({ verdict }) => verdict,
    );

    expect(verdicts.filter((verdict) => verdict === "dial")).toHaveLength(1);
    expect(verdicts.filter((verdict) => verdict === "ambiguous")).toHaveLength(49);
  });

  test("an execution that lost the answer to its intent gets it again, and nobody else", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("claimed");
    const token = randomUUID();

    await db.beginDial(id, token);
    const { dialing_at: intended } = await db.attempt(id);

    expect(await db.beginDial(id, token)).toMatchObject({ verdict: "dial" });
    expect(await db.beginDial(id)).toMatchObject({ verdict: "ambiguous" });
    expect(await db.beginDial(id, token)).toMatchObject({ verdict: "dial" });
    expect((await db.attempt(id)).dialing_at).toEqual(intended);
  });

  test("the same token dials no more once a call is known", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("claimed");
    const token = randomUUID();
    await db.beginDial(id, token);
    await db.markInProgress(id);

    expect(await db.beginDial(id, token)).toMatchObject({ verdict: "placed" });
  });

  test("the same token dials no more once somebody has looked for the call", async () => {
    const db = await setup();
    const { id } = await db.attemptIn("claimed");
    const token = randomUUID();
    await db.beginDial(id, token);
    await db.record(id, "look:not_found", { source: "reconcile" });

    expect(await db.beginDial(id, token)).toMatchObject({ verdict: "ambiguous" });
  });

  test("the same token dials no more once its batch was canceled", async () => {
    const db = await setup();
    const { id, userId, batchId } = await db.attemptIn("claimed");
    const token = randomUUID();
    await db.beginDial(id, token);
    await db.cancel(userId, batchId);

    const stopped = { verdict: "skip", reason: "canceled" };
    expect(await db.beginDial(id, token)).toMatchObject(stopped);
    expect(await db.beginDial(id)).toMatchObject({ verdict: "ambiguous" });
  });

  test("the same token dials no more once a fault of the account has stopped its batch", async () => {
    const db = await setup();
    const { executionId } = await db.startBatch({ userId: await db.insertUser(), count: 2 });
    const [one, two] = (await db.claim(10)).map(({ attemptId }) => attemptId);
    const token = randomUUID();
    await db.beginDial(one ?? "");
    await db.beginDial(two ?? "", token);
    await db.settle(one ?? "", "skipped", { fault: { code: "credit", message: "None left." } });

    expect(await db.beginDial(two ?? "", token)).toMatchObject({
      verdict: "skip",
      reason: "credit",
    });
    expect((await db.sql`select id from public.batches where ended_at is null`)[0]?.id).toBe(
      executionId,
    );
  });
});

test("claiming touches no more rows with 20,000 attempts queued than with 20", async () => {
  const cost = async (count: number) => {
    const db = await setup();
    const userId = await db.insertUser();
    for (let started = 0; started < count; started += 1000)
      await db.startBatch({ userId, count: Math.min(1000, count) });
    await db.sql`analyze public.attempts`;
    return db.sql.begin(async (tx) => {
      const read = async () => {
        const [row] = await tx`
          select coalesce(pg_stat_get_xact_tuples_returned('public.attempts'::regclass), 0)::int
            + coalesce((select sum(pg_stat_get_xact_tuples_returned(indexrelid)) from pg_index
                where indrelid = 'public.attempts'::regclass), 0)::int as read`;
        return row?.read as number;
      };
      const start = await read();
      await tx`select public.claim_attempts(${tx.json(rails(10))})`;
      return (await read()) - start;
    });
  };

  const [small, large] = [await cost(20), await cost(20_000)];

  expect(small).toBeGreaterThan(20);
  // 20 open batches instead of one: one probe per batch and line, not one per queued attempt.
  expect(large).toBeLessThan(small + 20 * 10 * 3);
}, 60_000);
