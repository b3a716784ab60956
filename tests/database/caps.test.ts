import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Rails } from "@/lib/rails";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle, rails } from "./bundle";

/** Money: what calls can cost at the most never exceeds a cap, and hardly anything of it is left unused. */

let database: TestDatabase;
let db: Bundle;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`delete from public.service_requests`;
  db = bundle(database);
});

// Four minutes at the most, at $0.25 each: a dollar a call.
const priced = (lines: number, overrides: Partial<Rails> = {}) =>
  rails(lines, { usdPerMinute: { "*": 0.25 }, ...overrides });
const claim = (allowed: Rails) =>
  db.call<{ attemptId: string }[]>("claim_attempts", { p_rails: allowed });
const order = async (capUsd: number, count = 20) =>
  db.startBatch({ userId: await db.insertUser(), count, capUsd });

async function dial(allowed: Rails) {
  const [next] = await claim(allowed);
  if (!next) return null;
  const { verdict, reason } = await db.beginDial(next.attemptId, undefined, allowed);
  if (verdict === "dial") await db.markInProgress(next.attemptId, next.attemptId);
  return { id: next.attemptId, verdict, reason };
}
const report = (id: string, costUsd: number | null, at = new Date(), key = randomUUID()) =>
  db.record(
    id,
    "report",
    { callId: id, dedupeKey: key, occurredAt: at.toISOString(), payload: { costUsd } },
    0,
  );
const spending = async () => {
  const [row] = await db.sql`
    select s.spent::float8 as spent, s.set_aside::float8 as aside, b.hold_code as hold
    from public.batches b, public.sum_charges(b.id, null) s`;
  return row as unknown as { spent: number; aside: number; hold: string | null };
};

describe("the cap of a batch", () => {
  test("sets the worst case aside before each dial; what does not fit waits for a cost", async () => {
    await order(3);
    const allowed = priced(10);

    const claimed = await claim(allowed);
    expect(claimed).toHaveLength(3);
    expect(await spending()).toEqual({ spent: 0, aside: 3, hold: "cap_in_use" });

    const id = claimed[0]?.attemptId ?? "";
    await db.beginDial(id, undefined, allowed);
    await db.markInProgress(id, id);
    // While it rings the page goes on to say why the others wait.
    await db.record(id, "status:ringing", { callId: id }, 0);
    expect(await spending()).toMatchObject({ hold: "cap_in_use" });
    await report(id, 0.05);
    expect(await spending()).toMatchObject({ spent: 0.05, aside: 2, hold: null });
    // $0.95 are left, and a call may cost a dollar.
    expect(await claim(allowed)).toEqual([]);
  });

  test("a report that frees a whole dollar lets the next one ring", async () => {
    await order(2);
    const allowed = priced(10);
    const [first] = await claim(allowed);
    await db.beginDial(first?.attemptId ?? "", undefined, allowed);
    await db.markInProgress(first?.attemptId ?? "", first?.attemptId);
    await report(first?.attemptId ?? "", 0);

    expect(await claim(allowed)).toHaveLength(1);
  });

  test("used up, it stops the batch", async () => {
    await order(1.5);
    const allowed = priced(1);
    const first = await dial(allowed);
    await report(first?.id ?? "", 0.6);

    expect(await dial(allowed)).toMatchObject({ verdict: "stop", reason: "cap_reached" });
  });

  test.each([
    [3.99, 3],
    [4, 4],
    [4.01, 4],
  ])("$%s is enough for %i calls of a dollar", async (capUsd, calls) => {
    await order(capUsd);
    expect(await claim(priced(10))).toHaveLength(calls);
  });

  test("each destination has its own price, and each call its own", async () => {
    await order(3);
    const dear = priced(10, { usdPerMinute: { "*": 0.1, US: 0.25 }, usdPerCall: 0.5 });
    expect(await claim(dear)).toHaveLength(2);
  });

  test.each([
    [0.99, { kind: "cap_usd", used: 0.99, most: 1 }],
    [1, null],
  ])("of $%s an order that cannot make one call is refused", async (capUsd, limit) => {
    const started = db.startBatch({
      userId: await db.insertUser(),
      capUsd,
      rails: priced(10, { usdPerMinute: { "*": 0.1, US: 0.25 } }),
    });
    const found = await started.then(
      () => null,
      (error: { detail: string }) => JSON.parse(error.detail) as unknown,
    );

    if (limit) expect(found).toMatchObject(limit);
    else expect(found).toBeNull();
    const [row] = await db.sql`select count(*)::integer as stored from public.service_requests`;
    expect(row?.stored).toBe(limit ? 0 : 1);
  });

  test("calling again with too little is refused as well", async () => {
    const { batchId, userId } = await db.attemptIn("settled");
    const retry = db.call("retry_batch", {
      p_user_id: userId,
      p_batch_id: batchId,
      p_idempotency_key: null,
      p_fingerprint: "a".repeat(64),
      p_outcomes: null,
      p_provider_ids: null,
      p_cap_usd: 0.5,
      p_rails: priced(10),
    });

    await expect(retry).rejects.toThrow("limit_reached");
  });

  test("what calls can cost is told before: the dearest, and all", async () => {
    const preview = async (allowed: Rails) => {
      const [row] = await db.sql`
        select public.preview_costs(null, 1.5, array['US', 'US', 'MX'], 241, ${db.sql.json(allowed as never)}) as told`;
      return row?.told as unknown;
    };
    const usdPerMinute = { "*": 0.2, US: 0.1 };
    expect(await preview(rails(1, { usdPerMinute, usdPerCall: 0.05 }))).toEqual({
      oneCall: 1.05,
      allCalls: 2.15,
      limit: null,
    });
    expect(await preview(rails(1, { usdPerMinute: { US: 0.1 } }))).toEqual({
      oneCall: null,
      allCalls: null,
      limit: null,
    });
  });

  test("rows that were claimed to be skipped share the cap when the rule is lifted before they are dialed", async () => {
    await order(1.5, 2);
    const [first, second] = await claim(priced(8, { countries: [] }));

    const other = await db.sql.begin(async (sql) => {
      const allowed = sql.json(priced(8) as never);
      await sql`select public.begin_dial(${first?.attemptId ?? ""}, gen_random_uuid(), ${allowed})`;
      // Not committed yet, and so not seen by whoever does not wait for it.
      const waits = db.beginDial(second?.attemptId ?? "", undefined, priced(8));
      await Promise.race([waits, setTimeout(200)]);
      return [waits];
    });

    expect((await other[0])?.verdict).toBe("hold");
    expect((await spending()).aside).toBe(1);
  });

  test("a dear destination that does not fit keeps no cheap one from what is left", async () => {
    const allowed = rails(1, { countries: null, usdPerMinute: { "*": 0.1, MX: 0.625 } });
    const rows = db.providers(5).map((row, index) => (index < 3 ? { ...row, country: "MX" } : row));
    await db.startBatch({ userId: await db.insertUser(), capUsd: 5, rows, rails: allowed });
    for (const costUsd of [2.5, 0.3]) {
      const call = await dial(allowed);
      await report(call?.id ?? "", costUsd);
      await db.settle(call?.id ?? "", "completed", {}, 0);
    }

    const dear = await dial(allowed);
    expect(dear).toMatchObject({ verdict: "skip", reason: "cap_reached" });
    await db.settle(dear?.id ?? "", "skipped", { detail: "cap_reached" }, 0);
    expect(await dial(allowed)).toMatchObject({ verdict: "dial" });
  });

  test("a destination without a price is not called", async () => {
    await order(1000);
    expect(await dial(priced(10, { usdPerMinute: { MX: 0.1 } }))).toMatchObject({
      verdict: "stop",
    });
  });

  test("a dial that found no line, failed at once or was canceled gives back what was set aside", async () => {
    const userId = await db.insertUser();
    const { executionId } = await db.startBatch({ userId, count: 5, capUsd: 5 });
    const allowed = priced(5);
    const [refused, failed] = await claim(allowed);
    await db.beginDial(refused?.attemptId ?? "", undefined, allowed);
    await db.beginDial(failed?.attemptId ?? "", undefined, allowed);
    await db.refuse(refused?.attemptId ?? "");
    await db.settle(failed?.attemptId ?? "", "failed", { detail: "invalid_number" }, 0);
    expect(await spending()).toMatchObject({ spent: 0, aside: 3 });

    await db.cancel(userId, executionId);
    expect(await spending()).toMatchObject({ spent: 0, aside: 0 });
  });

  test("a call that may have rung stays at its worst case", async () => {
    await order(5);
    const allowed = priced(1);
    const [next] = await claim(allowed);
    await db.beginDial(next?.attemptId ?? "", undefined, allowed);
    await db.settle(next?.attemptId ?? "", "unknown", {}, 0);

    expect(await spending()).toMatchObject({ spent: 1, aside: 0 });
  });

  test("costs follow the latest report by its own clock, up and down, also long after the call", async () => {
    await order(5);
    const { id } = (await dial(priced(1))) ?? { id: "" };
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000);
    await report(id, 0.4, at(10));
    await db.settle(id, "completed", {}, 0);
    expect((await spending()).spent).toBe(0.4);

    await report(id, 0.7, at(30));
    await report(id, 0.5, at(20));
    expect((await spending()).spent).toBe(0.7);
    await report(id, 0.6, at(40));
    await report(id, null, at(50));
    expect((await spending()).spent).toBe(0.6);
  });
});

describe("a price that is raised between claim and dial", () => {
  const dearer = priced(10, { usdPerMinute: { "*": 0.5 } });

  test("counts for each of two dials at once", async () => {
    await order(3, 2);
    const [first, second] = await claim(priced(10));

    const [later] = await db.sql.begin(async (sql) => {
      const allowed = sql.json(dearer as never);
      await sql`select public.begin_dial(${first?.attemptId ?? ""}, gen_random_uuid(), ${allowed})`;
      const waits = db.beginDial(second?.attemptId ?? "", undefined, dearer);
      await Promise.race([waits, setTimeout(200)]);
      return [waits];
    });

    expect((await later)?.verdict).toBe("hold");
    expect((await spending()).aside).toBeLessThanOrEqual(3);
  });

  test("counts for a dial that is asked for again", async () => {
    await order(3, 2);
    const [first] = await claim(priced(1));
    const token = randomUUID();
    await db.beginDial(first?.attemptId ?? "", token, priced(1));

    expect(await db.beginDial(first?.attemptId ?? "", token, dearer)).toMatchObject({
      verdict: "dial",
    });
    expect((await spending()).aside).toBe(2);
    expect(await claim(dearer)).toEqual([]);
  });
});

describe("caps of a day", () => {
  const limited = (usd: { person?: number; deployment?: number }) => {
    const { limits } = rails(10);
    return priced(10, {
      limits: {
        person: { ...limits.person, usdPerDay: usd.person ?? null },
        deployment: { ...limits.deployment, usdPerDay: usd.deployment ?? null },
      },
    });
  };

  test("the person's day ends their batches, and nobody else's", async () => {
    await order(1000, 3);
    const allowed = limited({ person: 1.5 });
    const first = await dial(allowed);
    await report(first?.id ?? "", 1);
    await db.settle(first?.id ?? "", "completed", {}, 0);

    expect(await dial(allowed)).toMatchObject({ verdict: "stop", reason: "person_limit" });
    await order(1000, 1);
    expect(await dial(allowed)).toMatchObject({ verdict: "dial" });
  });

  test.each([
    ["to be dialed", { person: 1000, deployment: 1.5 }, {}],
    [
      "to be skipped, by a rule that is lifted",
      { person: 1000, deployment: 1.5 },
      { countries: [] },
    ],
  ])("what was claimed yesterday %s counts on the day of its dial", async (_, usd, rules) => {
    await order(1000, 5);
    const claimed = await claim({ ...limited({}), ...rules });
    await db.sql`update public.attempts set claimed_at = claimed_at - interval '24 hours'`;

    let dials = 0;
    for (const { attemptId } of claimed)
      if ((await db.beginDial(attemptId, undefined, limited(usd))).verdict === "dial") dials++;
    expect(claimed).toHaveLength(5);
    expect(dials).toBe(1);
  });

  test.each([
    ["person", { person: 0.99 }],
    ["deployment", { deployment: 0.99 }],
  ])("an order is refused where the day of the %s does not hold one call", async (scope, usd) => {
    const started = db.startBatch({ userId: await db.insertUser(), rails: limited(usd) });

    const told = await started.catch((error: { detail: string }) => JSON.parse(error.detail));
    expect(told).toMatchObject({ scope, kind: "day_too_small", used: 0.99, most: 1 });
    expect(await db.sql`select 1 from public.service_requests`).toHaveLength(0);
  });

  test("a day that has become too small for any call ends the batch", async () => {
    await order(1000, 1);
    expect(await dial(limited({ deployment: 0.99 }))).toMatchObject({
      verdict: "stop",
      reason: "day_too_small",
    });
  });

  test("the deployment's day holds everybody until the next", async () => {
    await order(1000, 3);
    const allowed = limited({ deployment: 1.5 });
    const first = await dial(allowed);
    await report(first?.id ?? "", 1);
    await db.settle(first?.id ?? "", "completed", {}, 0);

    expect(await claim(allowed)).toEqual([]);
    const [batch] = await db.sql`select hold_code, hold_until from public.batches`;
    expect(batch?.hold_code).toBe("day_spent");
    expect(batch?.hold_until.toISOString()).toMatch(/T00:00:00.000Z$/);

    await db.sql`
      update public.attempts set claimed_at = claimed_at - interval '24 hours', dialing_at = dialing_at - interval '24 hours'`;
    await db.sql`update public.batches set hold_until = now()`;
    expect(await claim(allowed)).toHaveLength(1);
  });
});
