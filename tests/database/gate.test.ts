import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import table from "@/lib/phones/time-zones.json";
import type { Rails } from "@/lib/rails";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle, HOME, rails } from "./bundle";

/** Each rule of the gate at its edge: when lines are given out, and once more before the phone service is asked. */

let database: TestDatabase;
let db: Bundle;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`delete from public.service_requests`;
  await database.sql`delete from public.do_not_call`;
  await database.sql`delete from public.calling_stop`;
  db = bundle(database);
});

const NUMBER = "+18645550000";
const ALWAYS = { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "23:59", holidays: [] };

/** A batch of one with this number; of somebody else each time. */
async function order(overrides: Record<string, unknown> = {}) {
  const row = { ...db.providers(1)[0], phone: NUMBER, ...overrides };
  const { executionId } = await db.startBatch({ userId: await db.insertUser(), rows: [row] });
  const [attempt] = await db.sql`select id from public.attempts where batch_id = ${executionId}`;
  return attempt?.id as string;
}
const claim = (allowed: Rails) =>
  db.call<{ attemptId: string }[]>("claim_attempts", { p_rails: allowed });
const dial = (id: string, allowed: Rails) => db.beginDial(id, undefined, allowed);
const held = async (id: string) => {
  const { status, hold_code: code, not_before: until } = await db.attempt(id);
  return { status, code, minutes: Math.round((until.getTime() - Date.now()) / 60_000) };
};
/** A call of the number that has ended so many minutes ago. */
async function calledAgo(minutes: number) {
  const id = await order();
  await claim(rails(10));
  await db.beginDial(id);
  await db.markInProgress(id);
  await db.record(id, "status:ended", { callId: (await db.attempt(id)).call_id });
  await db.settle(id, "completed", {}, 0);
  const ago = `${minutes} minutes`;
  await db.sql`
    update public.attempts set dialing_at = dialing_at - ${ago}::interval, called_at = called_at - ${ago}::interval,
      ended_at = ended_at - ${ago}::interval, settled_at = settled_at - ${ago}::interval
    where id = ${id}`;
}

test("every time zone that a number may be in is known to the database, or a claim would fail for everybody", async () => {
  const known = new Set((await db.sql`select name from pg_timezone_names`).map(({ name }) => name));
  const zones = new Set(Object.keys(table).flatMap((names) => names.split("&")));

  expect(zones.size).toBeGreaterThan(200);
  expect([...zones].filter((zone) => !known.has(zone))).toEqual([]);
});

describe("rules that leave a provider uncalled", () => {
  test.each<[string, Partial<Rails>]>([
    ["preview_only", { allowlist: ["+18645559999"] }],
    ["preview_only", { allowlist: [] }],
    ["country_not_allowed", { countries: ["CA"] }],
    ["country_not_allowed", { countries: [] }],
  ])("%s with %j", async (reason, overrides) => {
    const id = await order();
    const allowed = rails(10, overrides);
    await claim(allowed);

    expect(await dial(id, allowed)).toMatchObject({ verdict: "skip", reason });
    expect(await dial(id, rails(10, { allowlist: [NUMBER] }))).toMatchObject({ verdict: "dial" });
  });

  test("a deployment that calls nobody stops the batch", async () => {
    const id = await order();
    const allowed = rails(10, { callsEnabled: false });
    await claim(allowed);

    expect(await dial(id, allowed)).toMatchObject({ verdict: "stop", reason: "calls_disabled" });
  });

  test("Guam is not the US, though it shares its code", async () => {
    const id = await order({ phone: "+16716480000", country: "GU", time_zones: ["Pacific/Guam"] });
    await claim(rails(10));

    expect(await dial(id, rails(10))).toMatchObject({ reason: "country_not_allowed" });
  });

  test("rails that say nothing forbid", async () => {
    const id = await order();
    await claim(rails(10));

    for (const missing of ["callsEnabled", "countries", "callingHours", "usdPerMinute", "limits"]) {
      const { [missing as keyof Rails]: _, ...rest } = rails(10);
      expect((await dial(id, rest as Rails)).verdict, missing).not.toBe("dial");
    }
  });
});

describe("the calling switch", () => {
  const stop = () => db.call("stop_calling", { p_why: "A complaint." });
  const start = () => db.call("start_calling");

  test("stopped gives out no line, and touches no row, so that everything goes on at once", async () => {
    const id = await order();
    await stop();

    expect(await claim(rails(10))).toEqual([]);
    expect(await held(id)).toMatchObject({ status: "queued", code: null });

    await start();
    expect(await claim(rails(10))).toHaveLength(1);
  });

  test("holds back the dial of a line that was given out before", async () => {
    const id = await order();
    await claim(rails(10));
    await stop();

    expect(await dial(id, rails(10))).toMatchObject({ verdict: "hold", reason: "calling_stopped" });
    expect((await db.attempt(id)).status).toBe("claimed");
  });

  test("cannot be stopped without a reason", async () => {
    await expect(db.call("stop_calling", { p_why: "" })).rejects.toThrow("calling_stop_why_check");
  });
});

describe("one number, across all batches and people", () => {
  test("is on the phone once", async () => {
    const first = await order();
    const second = await order();

    expect(await claim(rails(10))).toMatchObject([{ attemptId: first }]);
    expect(await held(second)).toMatchObject({ status: "queued", code: "on_phone" });
    await db.beginDial(first);
    await db.sql`update public.attempts set not_before = now() where id = ${second}`;
    expect(await claim(rails(10))).toEqual([]);
    await db.markInProgress(first, "first");
    const over = await db.record(first, "status:ended", { callId: "first" });
    // Without a wait: what it waited for is over.
    expect(over.claims).toMatchObject([{ attemptId: second }]);
  });

  test("of twenty batches at once one dials", async () => {
    for (let batch = 0; batch < 20; batch++) await order();

    expect(await claim(rails(20))).toHaveLength(1);
  });

  test.each([
    [29, "called_recently", 1],
    [31, null, 0],
  ])("called %i minutes ago is held as %j", async (minutes, code, wait) => {
    await calledAgo(minutes);
    const id = await order();

    const claims = await claim(rails(10, { minutesBetweenCalls: 30 }));

    expect(claims).toHaveLength(code ? 0 : 1);
    if (code) expect(await held(id)).toEqual({ status: "queued", code, minutes: wait });
  });

  test("called as often as is allowed in 24 hours waits until the first of these is a day old", async () => {
    for (const hours of [23, 12, 6]) await calledAgo(hours * 60);
    const id = await order();

    expect(await claim(rails(10, { callsPerDay: 3 }))).toEqual([]);
    expect(await held(id)).toEqual({ status: "queued", code: "called_often", minutes: 60 });
    await db.sql`update public.attempts set not_before = now() where id = ${id}`;
    expect(await claim(rails(10, { callsPerDay: 4 }))).toHaveLength(1);
  });

  test("does not wait for a dial that found no line", async () => {
    const first = await order();
    await claim(rails(10));
    await db.beginDial(first);
    await db.refuse(first, 3600);
    await order();

    expect(await claim(rails(10, { minutesBetweenCalls: 30 }))).toHaveLength(1);
  });

  test("held numbers keep nobody else waiting", async () => {
    await order();
    await claim(rails(10));
    await order();
    const other = await order({ phone: "+18645550001" });

    expect(await claim(rails(2))).toMatchObject([{ attemptId: other }]);
  });
});

describe("calling hours in the callee's own time", () => {
  const NINE_TO_FIVE = {
    days: [1, 2, 3, 4, 5],
    from: "09:00",
    until: "17:00",
    holidays: [] as string[],
  };
  const isOpen = async (zones: string[], at: string, hours: object = NINE_TO_FIVE) => {
    const [row] = await db.sql`
      select public.is_calling_time(${zones}, ${db.sql.json(hours as never)}, ${at}) as open`;
    return row?.open;
  };
  const opensAt = async (zones: string[], at: string, hours: object = NINE_TO_FIVE) => {
    const [row] = await db.sql`
      select public.next_calling_time(${zones}, ${db.sql.json(hours as never)}, ${at}) as at`;
    return row?.at === null ? null : row?.at.toISOString();
  };
  const NY = ["America/New_York"];
  const COASTS = ["America/New_York", "America/Los_Angeles"];

  test.each([
    ["a second before", NY, "2026-11-30T13:59:59Z", false],
    ["as they begin", NY, "2026-11-30T14:00:00Z", true],
    ["a second before the end", NY, "2026-11-30T21:59:59Z", true],
    ["as they end", NY, "2026-11-30T22:00:00Z", false],
    ["on a Sunday", NY, "2026-11-29T15:00:00Z", false],
    ["open in the east, not yet in the west", COASTS, "2026-11-30T15:00:00Z", false],
    ["open on both coasts", COASTS, "2026-11-30T17:00:00Z", true],
    ["on Monday there, on Sunday here", ["Asia/Tokyo"], "2026-11-30T00:00:00Z", true],
  ])("%s", async (_, zones, at, open) => {
    expect(await isOpen(zones, at)).toBe(open);
  });

  test.each([
    ["the same day", NY, "2026-11-30T10:00:00Z", "2026-11-30T14:00:00.000Z"],
    ["after the weekend", NY, "2026-11-27T23:00:00Z", "2026-11-30T14:00:00.000Z"],
    ["when the west opens", COASTS, "2026-11-30T14:30:00Z", "2026-11-30T17:00:00.000Z"],
    // Clocks go forward on 14 March 2027 and back on 7 November: it opens at nine by the clock on the wall.
    ["over the beginning of summer time", NY, "2027-03-12T23:00:00Z", "2027-03-15T13:00:00.000Z"],
    ["over its end", NY, "2027-11-05T22:00:00Z", "2027-11-08T14:00:00.000Z"],
  ])("wait until %s", async (_, zones, at, expected) => {
    expect(await opensAt(zones, at)).toBe(expected);
  });

  test("leave out holidays", async () => {
    const hours = { ...NINE_TO_FIVE, holidays: ["2026-11-30"] };

    expect(await isOpen(NY, "2026-11-30T15:00:00Z", hours)).toBe(false);
    expect(await opensAt(NY, "2026-11-30T10:00:00Z", hours)).toBe("2026-12-01T14:00:00.000Z");
  });

  test("that are never the same in all zones of a number are none", async () => {
    expect(await opensAt(["Europe/Berlin", "Pacific/Honolulu"], "2026-11-30T10:00:00Z")).toBeNull();
  });

  test("hold a row until they begin, for its own zone", async () => {
    const [row] =
      await db.sql`select extract(isodow from now() at time zone 'America/New_York')::int as day`;
    const tomorrow = { ...ALWAYS, days: [(row?.day % 7) + 1] };
    const id = await order(HOME);

    expect(await claim(rails(10, { callingHours: tomorrow }))).toEqual([]);

    const { code, minutes } = await held(id);
    expect(code).toBe("outside_hours");
    expect(minutes).toBeGreaterThan(0);
    expect(minutes).toBeLessThanOrEqual(25 * 60);
  });
});
