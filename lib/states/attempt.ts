/**
 * The states of an attempt and a batch, in order. The enums in `supabase/migrations` are the authority;
 * `tests/database/state-machine.test.ts` holds these lists equal to them.
 */

export const ATTEMPT_STATUSES = [
  /** Waits for a line, or for its time when it is a further attempt. */
  "queued",
  /** Holds a line; nothing has been dialed. */
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

/** How an attempt ended, as people and API clients read it. */
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

/** As the database has them. `refused`: the phone service had no line, nothing rang, and another row follows; never shown. */
export const STORED_OUTCOMES = [...ATTEMPT_OUTCOMES, "refused"] as const;
export type StoredOutcome = (typeof STORED_OUTCOMES)[number];

/** Nobody was reached: the outcomes that a further attempt follows by itself, while `public.settle_attempt` allows one. */
export const UNREACHED_OUTCOMES = [
  "no_answer",
  "busy",
  "voicemail",
] as const satisfies readonly AttemptOutcome[];

export const isUnreached = (status: CallStatus): boolean =>
  (UNREACHED_OUTCOMES as readonly CallStatus[]).includes(status);

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

/** @throws for a settled attempt without an outcome, which a constraint forbids, and for a refused one, which nobody is shown. */
export function toCallStatus(status: AttemptStatus, outcome: StoredOutcome | null): CallStatus {
  if (status !== "settled") return status;
  if (outcome === null || outcome === "refused")
    throw new Error(`An attempt is settled and has no outcome to show: ${outcome}.`);
  return outcome;
}
