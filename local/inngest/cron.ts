import { Cron } from "croner";
import { BadRequestError } from "./errors";
import { startTimer } from "./timers";
import type { EventPayload } from "./types";

/** `TZ=Europe/Paris 0 9 * * *`: an optional time zone, then the fields. */
const PATTERN = /^(?:(?:CRON_)?TZ=(\S+)\s+)?([^@]+)$/;

/** Throws BadRequestError unless `schedule` has five valid fields (no seconds, no nicknames). */
export function checkCron(schedule: string): void {
  try {
    nextSlotMs(schedule, Date.now());
  } catch (error) {
    throw new BadRequestError(`'${schedule}' isn't a valid cron schedule`, { cause: error });
  }
}

/** The first slot of the schedule after `afterMs`, or null when there is none left. */
export function nextSlotMs(schedule: string, afterMs: number): number | null {
  const [, timezone, pattern = ""] = PATTERN.exec(schedule) ?? [];
  // Five fields only: the real engine knows no seconds, and takes no nickname such as @hourly.
  const cron = new Cron(pattern, { mode: "5-part", timezone: timezone ?? "UTC", paused: true });
  return cron.nextRun(new Date(afterMs))?.getTime() ?? null;
}

/** The event a cron run gets: its id is the slot, so a slot can be told from the next. */
export function cronEvent(schedule: string, slotMs: number, firedAtMs: number): EventPayload {
  const slot = new Date(slotMs).toISOString().replace(".000Z", "Z");
  return {
    name: "inngest/scheduled.timer",
    id: slot,
    data: { cron: schedule, fireAt: slot, scheduledAt: new Date(firedAtMs).toISOString() },
    ts: firedAtMs,
    user: {},
  };
}

export type CronScheduler = {
  /** Makes exactly these schedules tick; one that already ticks goes on undisturbed. */
  set: (entries: { functionId: string; schedule: string }[]) => void;
  close: () => void;
};

/** Calls `fire` once per slot of every schedule. */
export function createCronScheduler(
  now: () => number,
  fire: (functionId: string, schedule: string, slotMs: number) => void,
): CronScheduler {
  const ticking = new Map<string, () => void>();

  const tick = (key: string, functionId: string, schedule: string, afterMs: number) => {
    const slotMs = nextSlotMs(schedule, afterMs);
    if (slotMs === null) return;
    const stop = startTimer(slotMs - now(), () => {
      // From the slot, not from the clock alone: a timer that wakes early must not repeat it.
      tick(key, functionId, schedule, Math.max(slotMs, now()));
      fire(functionId, schedule, slotMs);
    });
    ticking.set(key, stop);
  };

  return {
    set(entries) {
      const wanted = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
      for (const [key, stop] of ticking) {
        if (wanted.has(key)) continue;
        stop();
        ticking.delete(key);
      }
      for (const [key, { functionId, schedule }] of wanted) {
        if (!ticking.has(key)) tick(key, functionId, schedule, now());
      }
    },
    close() {
      for (const stop of ticking.values()) stop();
      ticking.clear();
    },
  };
}
