import type { CallingHours } from "./calling-hours";
import type { Env } from "./env";
import { AppError } from "./errors";

/**
 * What this deployment allows, as the gate in the database reads it (`check_gate`). It travels with every function that may
 * give out a line or a dial, so that a deployment cannot be governed by another one's settings.
 */
export type Rails = {
  /** Its address, which the sweep notes. */
  deployment?: string;
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
  signUp: { mode: Env["SIGN_UP"]; allowed: readonly string[] };
  /** Null for no limit, where calls are simulated. Days are those of UTC. */
  limits: {
    person: Limits & { providersPerBatch: number | null };
    deployment: Limits;
  };
  /** The most that a minute costs, by country; `*` for all others. */
  usdPerMinute: Record<string, number>;
  usdPerCall: number;
  /** Null in tests of something else. */
  breaker: { pauseSeconds: number; trialCalls: number } | null;
  /** Whether a person may order one call outside of these hours. */
  callAnyway: boolean;
};

type Limits = Record<"batchesPerHour" | "callsPerDay" | "usdPerDay", number | null>;

// Long enough for a passing fault of the phone service to pass, short enough to be waited for on the page.
const BREAKER_PAUSE_SECONDS = 60;

export function railsOf(settings: Env): Rails {
  return {
    deployment: settings.APP_URL,
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
    signUp: { mode: settings.SIGN_UP, allowed: settings.SIGN_UP_ALLOWED },
    limits: {
      person: {
        batchesPerHour: settings.PERSON_BATCHES_PER_HOUR,
        callsPerDay: settings.PERSON_CALLS_PER_DAY,
        usdPerDay: settings.PERSON_USD_PER_DAY,
        providersPerBatch: settings.PERSON_PROVIDERS_PER_BATCH,
      },
      deployment: {
        batchesPerHour: settings.DEPLOYMENT_BATCHES_PER_HOUR,
        callsPerDay: settings.DEPLOYMENT_CALLS_PER_DAY,
        usdPerDay: settings.DEPLOYMENT_USD_PER_DAY,
      },
    },
    usdPerMinute: settings.CALL_USD_PER_MINUTE,
    usdPerCall: settings.CALL_USD_PER_CALL,
    breaker: {
      pauseSeconds: BREAKER_PAUSE_SECONDS * settings.PATIENCE,
      trialCalls: settings.TRIAL_CALLS,
    },
    callAnyway: settings.CALL_ANYWAY,
  };
}

const limitsOf = ({ limits }: Rails) => [
  ...Object.values(limits.person),
  ...Object.values(limits.deployment),
];

/** Whether hours or limits may keep some of a list from being called now. */
export const mayHold = (rails: Rails): boolean =>
  rails.callingHours !== null || limitsOf(rails).some((most) => most !== null);

/** The rails that are off here, by name, as only a site with simulated calls may have them. */
export function listRelaxed(rails: Rails): string[] {
  const relaxed = {
    "calling hours": rails.callingHours === null,
    "the list of countries": rails.countries === null,
    "the pause between two calls to one number": rails.minutesBetweenCalls === 0,
    "who may sign up": rails.signUp.mode === "open",
    "limits of orders and money a day": limitsOf(rails).every((most) => most === null),
  };
  return Object.entries(relaxed).flatMap(([words, isOff]) => (isOff ? [words] : []));
}

/** @throws AppError `calls_disabled` (403) where this deployment dials nobody; the gate would skip every row. */
export function requireCalls({ callsEnabled }: Rails): void {
  if (callsEnabled) return;
  throw new AppError("calls_disabled", {
    detail: "This deployment calls nobody: an operator has to switch calls on.",
    hint: "Set CALLS_ENABLED=true where this site is deployed.",
  });
}
