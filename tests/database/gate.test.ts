import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { narrowHours } from "@/lib/calling-hours";
import { listTimeZones } from "@/lib/phones/time-zones";
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
async function order(
  overrides: Record<string, unknown> = {},
  options: Record<string, unknown> = {},
) {
  const row = { ...db.providers(1)[0], phone: NUMBER, ...overrides };
  const userId = await db.insertUser();
  const { executionId } = await db.startBatch({ userId, rows: [row], options });
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

describe("time zones", () => {
  test("of all numbers are known to the database", async () => {
    expect(listTimeZones().length).toBeGreaterThan(200);
    const [row] =
      await db.sql`select public.list_unknown_time_zones(${listTimeZones()}) as unknown`;
    expect(row?.unknown).toEqual([]);
  });

  test("that it does not know refuse the order that has them, and claims go on", async () => {
    await expect(order({ time_zones: ["America/Chicago", "Mars/Olympus"] })).rejects.toMatchObject({
      code: "PT422",
      message: "invalid_body",
      detail: "The database has no rules for the time zone Mars/Olympus.",
    });
    await order();
    expect(await claim(rails(10))).toHaveLength(1);
  });
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

  test("nobody is called for an account that is being deleted", async () => {
    const id = await order();
    await claim(rails(10));
    const { user_id: userId } = await db.attempt(id);
    await db.call("close_account", { p_user_id: userId });

    expect(await dial(id, rails(10))).toMatchObject({ verdict: "skip", reason: "canceled" });
  });

  test("Guam is not the US, though it shares its code", async () => {
    const id = await order({ phone: "+16716480000", country: "GU", time_zones: ["Pacific/Guam"] });
    await claim(rails(10));

    expect(await dial(id, rails(10))).toMatchObject({ reason: "country_not_allowed" });
  });

  test("no hour suits all zones of the number", async () => {
    const id = await order({ time_zones: ["Europe/Berlin", "Pacific/Honolulu"] });
    const allowed = rails(10, { callingHours: { ...ALWAYS, from: "09:00", until: "17:00" } });
    await claim(allowed);

    expect(await dial(id, allowed)).toMatchObject({ verdict: "skip", reason: "never_open" });
  });

  test.each([
    ["canceled", "cancel_requested_at = now()"],
    ["credit", "fault_code = 'credit'"],
  ])("%s by the batch, after the line was given out", async (reason, change) => {
    const id = await order();
    await claim(rails(10));
    await db.sql.unsafe(
      `update public.batches set ${change} where id = (select batch_id from public.attempts where id = '${id}')`,
    );

    expect(await dial(id, rails(10))).toMatchObject({ verdict: "skip", reason });
  });

  test("rails that say nothing forbid", async () => {
    const id = await order();
    await claim(rails(10));

    for (const missing of [
      "callsEnabled",
      "allowlist",
      "countries",
      "callingHours",
      "usdPerMinute",
      "limits",
    ]) {
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

  describe("of a batch", () => {
    const narrow = async (hours: object | null, narrower: object | null) => {
      const [row] = await db.sql`
        select public.narrow_hours(${JSON.stringify(hours)}::text::jsonb, ${narrower && JSON.stringify(narrower)}::text::jsonb) as hours`;
      return row?.hours;
    };
    const SATURDAYS = { days: [5, 6], from: "08:00", until: "12:00" };

    test("narrow those of the site and never widen them", async () => {
      expect(await narrow(NINE_TO_FIVE, SATURDAYS)).toEqual({
        days: [5],
        from: "09:00",
        until: "12:00",
        holidays: [],
      });
      expect(await narrow(NINE_TO_FIVE, null)).toEqual(NINE_TO_FIVE);
      expect(await narrow(null, SATURDAYS)).toEqual(SATURDAYS);
      expect(narrowHours(NINE_TO_FIVE, SATURDAYS)).toEqual({
        days: [5],
        from: "09:00",
        until: "12:00",
      });
    });

    test("missing rails forbid, whatever the batch says", async () => {
      const id = await order({}, { calling_hours: ALWAYS });
      await claim(rails(10));
      const { callingHours: _, ...rest } = rails(10);

      expect((await dial(id, rest as Rails)).verdict).not.toBe("dial");
    });

    test("hold its rows, also those of a retry, where the site is open", async () => {
      const today = await weekday();
      const notToday = { ...ALWAYS, days: ALWAYS.days.filter((day) => day !== today) };
      const id = await order({}, { calling_hours: notToday });

      expect(await claim(rails(10, { callingHours: ALWAYS }))).toEqual([]);
      expect(await held(id)).toMatchObject({ code: "outside_hours" });

      const attempt = await db.attempt(id);
      await db.cancel(attempt.user_id, attempt.batch_id);
      const { executionId } = await db.call<{ executionId: string }>("retry_batch", {
        p_user_id: attempt.user_id,
        p_batch_id: attempt.batch_id,
        p_idempotency_key: null,
        p_fingerprint: "0".repeat(64),
        p_outcomes: null,
        p_provider_ids: null,
        p_cap_usd: null,
        p_rails: rails(10),
      });
      expect(await claim(rails(10, { callingHours: ALWAYS }))).toEqual([]);
      const [again] = await db.sql`
        select a.hold_code, b.consent_basis from public.attempts a join public.batches b on b.id = a.batch_id
        where b.id = ${executionId}`;
      expect(again).toEqual({ hold_code: "outside_hours", consent_basis: "listed_publicly" });
    });
  });

  test("are not widened by urgency", async () => {
    const id = await order();
    await db.sql`update public.service_requests set urgency = 'immediate'`;
    const closed = rails(10, { callingHours: await closedToday() });

    expect(await claim(closed)).toEqual([]);
    expect(await held(id)).toMatchObject({ code: "outside_hours" });
  });

  test("are told before calling: how many wait, and when the first of them opens where", async () => {
    const preview = (zones: string[][], hours: object | null, narrower: object | null = null) =>
      db.call("preview_hours", {
        p_zones: zones,
        p_rails: { callingHours: hours },
        p_narrower: narrower,
      });
    const closed = await closedToday();

    expect(await preview([NY, NY, COASTS], ALWAYS)).toEqual({
      closedNow: 0,
      firstOpensAt: null,
      firstTimeZone: null,
    });
    expect(await preview([NY, NY, COASTS], closed)).toMatchObject({
      closedNow: 3,
      firstTimeZone: "America/New_York",
    });
    expect(await preview([NY], ALWAYS, closed)).toMatchObject({ closedNow: 1 });
    // Hours begin in the west when both coasts are open.
    expect(await preview([COASTS], closed)).toMatchObject({ firstTimeZone: "America/Los_Angeles" });
    expect(
      await preview([["Europe/Berlin", "Pacific/Honolulu"]], { ...NINE_TO_FIVE }),
    ).toMatchObject({ closedNow: 1, firstOpensAt: null });
    expect(await preview([NY], null)).toMatchObject({ closedNow: 0 });
  });

  describe("lifted by a person", () => {
    const order1 = async () => {
      const id = await order();
      const closed = rails(10, { callingHours: await closedToday(), callAnyway: true });
      await claim(closed);
      return { id, closed, owner: (await db.attempt(id)).user_id as string };
    };
    const anyway = (id: string, userId: string, allowed: Rails) =>
      db.call<{ claims: unknown[] }>("call_anyway", {
        p_user_id: userId,
        p_attempt_id: id,
        p_rails: allowed,
      });

    test("let one call out, and go on record with who and when", async () => {
      const { id, closed, owner } = await order1();
      const other = await order({ phone: "+18645550001" });

      expect((await anyway(id, owner, closed)).claims).toMatchObject([{ attemptId: id }]);
      expect((await dial(id, closed)).verdict).toBe("dial");
      // Pressed twice, it is ordered once.
      await anyway(id, owner, closed);
      expect(
        await db.sql`select source, payload from public.call_events where kind = 'call_anyway'`,
      ).toEqual([{ source: "system", payload: { userId: owner } }]);
      expect(await held(other)).toMatchObject({ status: "queued", code: "outside_hours" });
    });

    test("hold again where the operator no longer allows it, and for a further try", async () => {
      const { id, closed, owner } = await order1();
      await anyway(id, owner, closed);
      expect(await dial(id, { ...closed, callAnyway: false })).toMatchObject({
        verdict: "hold",
        reason: "outside_hours",
      });

      await db.beginDial(id, undefined, closed);
      await db.refuse(id, 0);
      // Found no line: the row after it is the same try.
      expect(await claim(closed)).toHaveLength(1);
      await db.sql`update public.attempts set number = 2 where refusals = 1`;
      const [next] = await db.sql`select id from public.attempts where refusals = 1`;
      expect(await dial(next?.id, closed)).toMatchObject({ reason: "outside_hours" });
    });

    test("lift no other rule", async () => {
      const { id, closed, owner } = await order1();
      await db.call("add_do_not_call", {
        p_user_id: owner,
        p_source: "person",
        p_numbers: [{ phone: NUMBER, reason: null }],
      });
      await anyway(id, owner, closed);

      expect(await dial(id, closed)).toMatchObject({ verdict: "skip", reason: "own_do_not_call" });
    });

    test("are refused to others, where they are not allowed, and for a call that does not wait for them", async () => {
      const { id, closed, owner } = await order1();

      await expect(anyway(id, await db.insertUser(), closed)).rejects.toThrow("attempt_not_found");
      await expect(anyway(id, owner, { ...closed, callAnyway: false })).rejects.toThrow(
        "call_anyway_off",
      );
      expect(await held(id)).toMatchObject({ status: "queued", code: "outside_hours" });
      await db.sql`update public.attempts set hold_code = 'called_often' where id = ${id}`;
      await expect(anyway(id, owner, closed)).rejects.toThrow("not_outside_hours");
    });
  });

  const weekday = async (): Promise<number> => {
    const [row] = await db.sql`
      select extract(isodow from now() at time zone 'America/New_York')::int as day`;
    return row?.day;
  };
  /** Open on every day but the one that is. */
  async function closedToday() {
    const today = await weekday();
    return { ...ALWAYS, days: ALWAYS.days.filter((day) => day !== today) };
  }

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
