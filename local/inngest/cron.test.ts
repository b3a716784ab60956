import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkCron, createCronScheduler, cronEvent, nextSlotMs } from "./cron";

const at = (iso: string) => Date.parse(iso);

describe("nextSlotMs", () => {
  test.each([
    ["* * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z"],
    ["* * * * *", "2026-01-01T00:01:00Z", "2026-01-01T00:02:00Z"],
    ["0 9 * * MON", "2026-01-01T00:00:00Z", "2026-01-05T09:00:00Z"],
    ["TZ=Europe/Paris 0 9 * * *", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00Z"],
    ["TZ=Europe/Paris 0 9 * * *", "2026-07-01T00:00:00Z", "2026-07-01T07:00:00Z"],
  ])("%s after %s is %s", (schedule, after, expected) => {
    expect(nextSlotMs(schedule, at(after))).toBe(at(expected));
  });

  test("a date that never comes has no slot", () => {
    expect(nextSlotMs("0 0 31 2 *", at("2026-01-01T00:00:00Z"))).toBeNull();
  });
});

describe("checkCron", () => {
  test.each(["", "soon", "60 * * * *", "*/5 * * * * *", "@hourly", "TZ=Nowhere/City * * * * *"])(
    "refuses %j",
    (schedule) => {
      expect(() => checkCron(schedule)).toThrow(`'${schedule}' isn't a valid cron schedule`);
    },
  );
});

test("cronEvent names the slot to the second", () => {
  const event = cronEvent("* * * * *", at("2026-01-01T00:01:00Z"), at("2026-01-01T00:01:00.120Z"));

  expect(event).toMatchObject({
    name: "inngest/scheduled.timer",
    id: "2026-01-01T00:01:00Z",
    data: {
      cron: "* * * * *",
      fireAt: "2026-01-01T00:01:00Z",
      scheduledAt: "2026-01-01T00:01:00.120Z",
    },
  });
});

describe("createCronScheduler", () => {
  let fired: string[];
  const scheduler = () =>
    createCronScheduler(Date.now, (functionId, _, slotMs) => {
      fired.push(`${functionId} ${new Date(slotMs).toISOString().slice(11, 16)}`);
    });

  beforeEach(() => {
    fired = [];
    vi.useFakeTimers({ now: at("2026-01-01T00:00:30Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("fires once per slot", () => {
    const crons = scheduler();
    crons.set([{ functionId: "f", schedule: "* * * * *" }]);

    vi.advanceTimersByTime(150_000);

    expect(fired).toEqual(["f 00:01", "f 00:02", "f 00:03"]);
    crons.close();
  });

  test("setting the same schedules again neither doubles nor delays a slot", () => {
    const crons = scheduler();
    for (let second = 0; second < 90; second += 5) {
      crons.set([{ functionId: "f", schedule: "* * * * *" }]);
      vi.advanceTimersByTime(5_000);
    }

    expect(fired).toEqual(["f 00:01", "f 00:02"]);
    crons.close();
  });

  test("a schedule that is no longer set stops, a new one starts", () => {
    const crons = scheduler();
    crons.set([{ functionId: "old", schedule: "* * * * *" }]);
    crons.set([{ functionId: "new", schedule: "*/2 * * * *" }]);

    vi.advanceTimersByTime(120_000);

    expect(fired).toEqual(["new 00:02"]);
    crons.close();
  });

  test("slots that a sleeping machine has missed are not made up for", () => {
    const crons = scheduler();
    crons.set([{ functionId: "f", schedule: "* * * * *" }]);

    vi.setSystemTime(at("2026-01-01T00:10:30Z"));
    vi.advanceTimersByTime(90_000);

    expect(fired).toEqual(["f 00:01", "f 00:12"]);
    crons.close();
  });
});
