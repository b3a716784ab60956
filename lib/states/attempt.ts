/**
 * The states of an attempt and a batch, in order. The enums in `supabase/migrations` are the authority;
 * `tests/database/state-machine.test.ts` holds these lists equal to them.
 */

export const ATTEMPT_STATUSES = [
  /** Waits for a line, or for its time when it is a further attempt. */
  "queued",
  /** Holds a line; nothing has been dialled. */
  "claimed",
  /** The intent to dial is committed, the phone service has not answered yet. */
  "dialing",
  /** The call exists: it is queued at the carrier, rings, or people talk. */
  "in_progress",
  /** The call is over and its line free; the answer may still be on its way. */
  "ended",
  /** Final: the outcome is known. */
  "settled",
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

export const ATTEMPT_OUTCOMES = [
  "completed",
  "no_answer",
  "busy",
  "voicemail",
  "failed",
  "canceled",
  "skipped",
  "unknown",
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/**
 * Which status may follow which; the table itself enforces the same list (`is_attempt_transition`).
 * `in_progress` and `ended` can follow from anywhere before them, as a webhook may overtake our own write.
 */
export const ATTEMPT_TRANSITIONS = {
  queued: ["claimed", "in_progress", "ended", "settled"],
  claimed: ["dialing", "in_progress", "ended", "settled"],
  /** Back to queued only when the phone service said that it did not dial. */
  dialing: ["queued", "in_progress", "ended", "settled"],
  in_progress: ["ended", "settled"],
  /** Back to queued only when it found no line after the phone service had accepted it, and never rang. */
  ended: ["queued", "settled"],
  settled: [],
} as const satisfies Record<AttemptStatus, readonly AttemptStatus[]>;

/** Outcomes that a further automatic attempt may follow: nobody was reached. */
export const UNREACHED_OUTCOMES = [
  "no_answer",
  "busy",
  "voicemail",
] as const satisfies readonly AttemptOutcome[];

/** What the API calls the state of a provider: the status of its latest attempt, or the outcome once settled. */
export const CALL_STATUSES = [
  "queued",
  "claimed",
  "dialing",
  "in_progress",
  "ended",
  ...ATTEMPT_OUTCOMES,
] as const satisfies readonly (Exclude<AttemptStatus, "settled"> | AttemptOutcome)[];
export type CallStatus = (typeof CALL_STATUSES)[number];

/** @throws when a settled attempt has no outcome, which a constraint of the table forbids. */
export function toCallStatus(status: AttemptStatus, outcome: AttemptOutcome | null): CallStatus {
  if (status !== "settled") return status;
  if (outcome === null) throw new Error("An attempt is settled but has no outcome.");
  return outcome;
}
