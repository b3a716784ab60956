import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle, rails } from "./bundle";

/** The breaker: one fault of ours after another pauses the batch, one probe tries again, and it ends at last. */

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

const on = (lines: number, trialCalls = 1000) =>
  rails(lines, { breaker: { pauseSeconds: 60, trialCalls } });
const claim = (allowed = on(1)) =>
  db.call<{ attemptId: string }[]>("claim_attempts", { p_rails: allowed });
const begin = (id: string, allowed = on(1)) => db.beginDial(id, undefined, allowed);
const settle = (id: string, outcome: string, details: Record<string, unknown> = {}) =>
  db.settle(id, outcome, details, 0);

type End = [outcome: string, detail?: string];
const FAULTS: End[] = [
  ["failed", "failed_provider"],
  ["failed", "failed_transient"],
  ["refused", "no_line"],
  ["refused", "unreachable"],
  ["unknown", "no_report"],
];

/** Dials the next in line and ends the call like this; says whether there was one. */
async function dialNext([outcome, detail]: End, allowed = on(1)): Promise<boolean> {
  const [next] = await claim(allowed);
  if (!next) return false;
  expect(await begin(next.attemptId, allowed)).toMatchObject({ verdict: "dial" });
  const wasPlaced = !["refused", "unknown"].includes(outcome);
  if (wasPlaced) await db.markInProgress(next.attemptId);
  await settle(next.attemptId, outcome, { detail, retryAfterSeconds: 0 });
  return true;
}
const hold = async () => {
  const [batch] = await db.sql`
    select hold_code as code, extract(epoch from hold_until - clock_timestamp()) / 60 as minutes from public.batches`;
  return { code: batch?.code ?? null, minutes: Math.round(Number(batch?.minutes)) };
};
const pass = (minutes: number) =>
  db.sql`
  update public.attempts set settled_at = settled_at - make_interval(mins => ${minutes}) where settled_at is not null`.then(
    () =>
      db.sql`update public.batches set hold_until = hold_until - make_interval(mins => ${minutes})`,
  );

test.each(FAULTS)("%s by %s of three businesses in a row pauses the batch", async (...fault) => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });

  for (let call = 0; call < 3; call++) expect(await dialNext(fault)).toBe(true);

  expect(await dialNext(fault)).toBe(false);
  expect(await hold()).toEqual({ code: "faults_ahead", minutes: 1 });
});

test("one probe after each pause, which grows; a good one lifts the pause", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  const fault: End = ["failed", "failed_provider"];
  for (let call = 0; call < 3; call++) await dialNext(fault);

  for (const minutes of [1, 2, 4]) {
    expect(await claim(on(10))).toEqual([]);
    expect((await hold()).minutes).toBe(minutes);
    await pass(minutes);
    const probes = await claim(on(10));
    expect(probes).toHaveLength(1);
    await begin(probes[0]?.attemptId ?? "");
    await db.markInProgress(probes[0]?.attemptId ?? "");
    await settle(probes[0]?.attemptId ?? "", "failed", { detail: "failed_provider" });
  }
  await claim(on(10));
  await pass(8);
  expect(await dialNext(["no_answer"], on(1))).toBe(true);
  expect(await claim(on(10))).toHaveLength(10);
});

test("after eight it stops, with the reason", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  for (let call = 0; call < 8; call++) {
    await pass(60);
    expect(await dialNext(["failed", "failed_provider"])).toBe(true);
  }
  const [next] = await claim();

  expect(await begin(next?.attemptId ?? "")).toMatchObject({
    verdict: "stop",
    reason: "faults_ahead",
  });
});

test("two in a row, or three of one business, are chance", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 1 });
  for (let call = 0; call < 5; call++) expect(await dialNext(["refused", "no_line"])).toBe(true);
  expect(await claim()).toHaveLength(1);
});

test("faults with an ordinary end between them do not pause", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  const fault: End = ["failed", "failed_provider"];
  const ends: End[] = [fault, fault, ["busy"], fault, fault, ["completed"], fault, fault];

  for (const end of ends) expect(await dialNext(end)).toBe(true);
  expect(await claim()).toHaveLength(1);
});

/** Dials the next in line; resolves to its ids. */
async function dialPlaced() {
  const [next] = await claim();
  const id = next?.attemptId ?? "";
  await begin(id);
  const callId = randomUUID();
  await db.markInProgress(id, callId);
  return { id, callId };
}
const reportLate = async ({ id, callId }: { id: string; callId: string }, end: End) => {
  await db.record(id, "report", { callId, endedReason: "x", payload: {} }, 0);
  expect(await settle(id, end[0], { detail: end[1] })).toMatchObject({ applied: true });
};

test("late reports of old faults do not trip it", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  const old = [];
  for (let n = 0; n < 3; n++) {
    const call = await dialPlaced();
    await settle(call.id, "failed", { detail: "failed_provider" });
    old.push(call);
    await dialNext(["completed"]);
  }
  for (const call of old) await reportLate(call, ["failed", "failed_provider"]);

  expect(await claim()).toHaveLength(1);
});

test("a late report of an old good call does not lift the pause", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  const good = await dialPlaced();
  await settle(good.id, "no_answer");
  for (let n = 0; n < 3; n++) await dialNext(["failed", "failed_provider"]);
  expect(await claim(on(10))).toEqual([]);
  await reportLate(good, ["no_answer"]);

  expect(await claim(on(10))).toEqual([]);
});

test("a short list that finds no line ends after half an hour of probes", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 4 });
  let minutes = 0;
  for (let dials = 0; dials < 8; ) {
    if (await dialNext(["refused", "no_line"])) dials++;
    else {
      const wait = Math.max((await hold()).minutes, 1);
      await pass(wait);
      minutes += wait;
    }
  }
  await pass(60);
  const [last] = await claim();

  expect(await begin(last?.attemptId ?? "")).toMatchObject({ verdict: "stop" });
  expect(minutes).toBeLessThan(35);
});

test("a pause of nothing ends the claim all the same", async () => {
  const hasty = rails(10, { breaker: { pauseSeconds: 0, trialCalls: 1000 } });
  await db.startBatch({ userId: await db.insertUser(), count: 10 });
  const live = await claim({ ...hasty, lines: 4 });
  for (const { attemptId } of live) await begin(attemptId, { ...hasty, breaker: null });
  for (const { attemptId } of live.slice(0, 3))
    await settle(attemptId, "failed", { detail: "failed_provider" });

  expect(await claim(hasty)).toEqual([]);
});

test("a dial that the gate held back is no fault", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 10 });
  for (const { attemptId } of await claim(on(6)))
    await settle(attemptId, "refused", { detail: "calling_stopped", retryAfterSeconds: 0 });

  expect(await claim(on(6))).toHaveLength(6);
});

test("calls that go on when it trips are waited for, and none is added", async () => {
  await db.startBatch({ userId: await db.insertUser(), count: 20 });
  const live = await claim(on(5));
  for (const { attemptId } of live) await begin(attemptId, on(5));
  for (const { attemptId } of live.slice(0, 3))
    await settle(attemptId, "failed", { detail: "failed_provider" });

  await pass(60);
  expect(await claim(on(5))).toEqual([]);
  for (const { attemptId } of live.slice(3)) await settle(attemptId, "completed");
  expect(await claim(on(5))).toHaveLength(5);
});

describe("the first calls", () => {
  test("are few until one has come out well, so that a fault burns no more than these", async () => {
    await db.startBatch({ userId: await db.insertUser(), count: 20 });
    const first = await claim(on(10, 4));
    expect(first).toHaveLength(4);
    expect((await hold()).code).toBe("first_calls");
    for (const { attemptId } of first) await begin(attemptId, on(10, 4));
    for (const { attemptId } of first)
      await settle(attemptId, "failed", { detail: "failed_provider" });
    expect(await claim(on(10, 4))).toEqual([]);
    expect((await hold()).code).toBe("faults_ahead");
  });

  test("show it for every batch, for an hour", async () => {
    await db.startBatch({ userId: await db.insertUser(), count: 20 });
    const [first] = await claim(on(1, 4));
    await begin(first?.attemptId ?? "", on(10, 4));
    await settle(first?.attemptId ?? "", "completed");

    expect(await claim(on(10, 4))).toHaveLength(10);
    await db.sql`update public.attempts set dialing_at = dialing_at - interval '61 minutes' where settled_at is not null`;
    expect(await claim(on(20, 4))).toEqual([]);
  });
});

test("a thousand ordinary batches never trip it", async () => {
  const [calls, faultsPerCall] = [12, 0.01];
  await db.startBatch({ userId: await db.insertUser(), count: calls });
  const tally = await db.sql.begin(async (sql) => {
    // Only how calls ended matters here, not how their rows came to say so.
    await sql`alter table public.batches disable trigger user`;
    await sql`alter table public.attempts disable trigger user`;
    await sql`select setseed(0.7)`;
    await sql`
      insert into public.batches (service_request_id, user_id, status, fingerprint, max_attempts, retry_delay_seconds,
        max_call_seconds, cap_usd, started_at, ended_at)
      select b.service_request_id, b.user_id, 'completed', b.fingerprint, 1, 0, 240, 10, now(), now()
      from public.batches b, generate_series(1, 1000)`;
    let trips = 0;
    for (let call = 0; call < calls; call++) {
      const [row] = await sql`
        select count(*)::integer as trips
        from public.batches b, lateral public.check_breaker(
          jsonb_populate_record(null::public.attempts, jsonb_build_object('id', gen_random_uuid(), 'batch_id', b.id)),
          ${sql.json(on(1) as never)}
        ) answer
        where b.ended_at is not null and answer.verdict <> 'go'`;
      trips += row?.trips;
      await sql`
        insert into public.attempts (batch_id, provider_id, service_request_id, user_id, phone, number, position, status,
          dialing_at, call_id, settled_at, outcome, detail)
        select b.id, p.id, b.service_request_id, b.user_id, p.phone, 1, p.position, 'settled', now() - make_interval(mins => ${calls - call}), gen_random_uuid(),
          now() - make_interval(mins => ${calls - call}),
          case when r < ${faultsPerCall} then 'failed' when r < 0.4 then 'no_answer' else 'completed' end::public.attempt_outcome,
          case when r < ${faultsPerCall} then 'failed_provider' end
        from (select b.*, random() as r from public.batches b where b.ended_at is not null) b
        join public.providers p on p.position = ${call}`;
      await sql`analyze public.attempts`;
    }
    const [row] =
      await sql`select count(*)::integer as faults from public.attempts where outcome = 'failed'`;
    await sql`alter table public.batches enable trigger user`;
    await sql`alter table public.attempts enable trigger user`;
    return { trips, faults: row?.faults as number };
  });

  expect(tally.faults).toBeGreaterThan(50);
  expect(tally.trips).toBe(0);
});
