import type { CallingHours } from "./calling-hours";
import type { Env } from "./env";
import { AppError } from "./errors";

/**
 * What this deployment allows, as the gate in the database reads it (`check_gate`). It travels with every function that may
 * give out a line or a dial, so that a deployment cannot be governed by another one's settings.
 */
export type Rails = {
  /** Concurrent calls of the account. */
  lines: number;
  callsEnabled: boolean;
  /** E.164; null where any number may be dialed. */
  allowlist: readonly string[] | null;
  /** ISO 3166 codes of the countries that may be called; null for any, where calls are simulated. */
  countries: readonly string[] | null;
  minutesBetweenCalls: number;
  callsPerDay: number;
  /** In the callee's own time; null where calls are simulated. */
  callingHours: (CallingHours & { holidays: readonly string[] }) | null;
  /** Whether a person may order one call outside of these hours. */
  callAnyway: boolean;
};

export function railsOf(settings: Env): Rails {
  return {
    lines: settings.VAPI_LINES,
    callsEnabled: settings.CALLS_ENABLED,
    allowlist: settings.CALL_ALLOWLIST,
    countries: settings.CALL_COUNTRIES,
    minutesBetweenCalls: settings.NUMBER_PAUSE_MINUTES,
    callsPerDay: settings.NUMBER_CALLS_PER_DAY,
    callingHours: settings.CALLING_HOURS && {
      ...settings.CALLING_HOURS,
      holidays: settings.CALLING_HOLIDAYS,
    },
    callAnyway: settings.CALL_ANYWAY,
  };
}

/** @throws AppError `calls_disabled` (403) where this deployment dials nobody; the gate would skip every row. */
export function requireCalls({ callsEnabled }: Rails): void {
  if (callsEnabled) return;
  throw new AppError("calls_disabled", {
    detail: "This deployment calls nobody: an operator has to switch calls on.",
    hint: "Set CALLS_ENABLED=true where this site is deployed.",
  });
}
