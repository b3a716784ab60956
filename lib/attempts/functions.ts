import { z } from "zod";
import type { Rails } from "@/lib/rails";
import { ATTEMPT_STATUSES, STORED_OUTCOMES, type StoredOutcome } from "@/lib/states/attempt";
import { URGENCIES } from "@/lib/states/batch";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** The database functions that move attempts. Their rules stand in `supabase/migrations`; TypeScript asks, SQL decides. */

const timestamp = z.iso.datetime({ offset: true });

export const claimSchema = z.object({
  attemptId: z.uuid(),
  batchId: z.uuid(),
  /** Part of the event id: a claim announced again must not be dropped as a duplicate. */
  announcement: z.int(),
});
export type Claim = z.infer<typeof claimSchema>;

const dialSheetSchema = z.object({
  verdict: z.enum(["dial", "hold", "skip", "stop", "ambiguous", "placed", "final", "not_claimed"]),
  /** Which rule of the gate forbids the dial, with `hold`, `skip` and `stop`. */
  reason: z.string().nullable(),
  holdUntil: timestamp.nullable(),
  attemptId: z.uuid(),
  batchId: z.uuid(),
  version: z.int(),
  maxCallSeconds: z.int(),
  timeZone: z.string().nullable(),
  provider: z.object({
    name: z.string(),
    phone: z.string(),
    phoneExtension: z.string().nullable(),
  }),
  serviceRequest: z.object({
    title: z.string(),
    serviceNeeded: z.string(),
    description: z.string().nullable(),
    location: z.string(),
    criteria: z.array(z.string()),
    urgency: z.enum(URGENCIES),
    clientName: z.string().nullable(),
    clientAddress: z.string().nullable(),
  }),
});
export type DialSheet = z.infer<typeof dialSheetSchema>;

const factsSchema = z.object({
  attemptId: z.uuid(),
  batchId: z.uuid(),
  status: z.enum(ATTEMPT_STATUSES),
  outcome: z.enum(STORED_OUTCOMES).nullable(),
  /** Of the row: a decision made from these facts applies only while it is the same. */
  version: z.int(),
  callId: z.string().nullable(),
  calledAt: timestamp.nullable(),
  dialingAt: timestamp.nullable(),
  ringingAt: timestamp.nullable(),
  answeredAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  endedReason: z.string().nullable(),
  /** Of the latest report that is news; null where none has come since a refusal was denied. */
  reportAt: timestamp.nullable(),
  maxCallSeconds: z.int(),
  cancelRequestedAt: timestamp.nullable(),
  firstLookAt: timestamp.nullable(),
  controlUrl: z.string().nullable(),
  /** ISO 3166, of the callee. */
  country: z.string(),
  /** IANA zones that the callee may be in. */
  timeZones: z.array(z.string()),
  reports: z.array(z.unknown()),
});
export type AttemptFacts = z.infer<typeof factsSchema>;

const recordedSchema = z.object({
  batchId: z.uuid(),
  duplicate: z.boolean(),
  status: z.enum(ATTEMPT_STATUSES),
  answerReady: z.boolean(),
  /** The call lives and nobody waits for it: hang it up. */
  isStray: z.boolean(),
  claims: z.array(claimSchema),
});
export type RecordedEvent = z.infer<typeof recordedSchema>;

const settledSchema = z.object({
  applied: z.boolean(),
  status: z.enum(ATTEMPT_STATUSES),
  outcome: z.enum(STORED_OUTCOMES).nullable(),
  batchId: z.uuid(),
  batchEnded: z.boolean(),
  nextAttempt: z.object({ attemptId: z.uuid(), dueAt: timestamp }).nullable(),
  claims: z.array(claimSchema),
});
export type SettledAttempt = z.infer<typeof settledSchema>;

export type CallEventInput = {
  source: "webhook" | "reconcile" | "system";
  /** `status:<vapi status>`, `report`, `look:not_found`, `stray` or `other:<type>`. */
  kind: string;
  /** Equal events have equal keys: the second is stored nowhere and changes nothing. */
  dedupeKey: string;
  callId?: string | null;
  occurredAt?: string | null;
  endedAt?: string | null;
  endedReason?: string | null;
  /** The call ended because the account had no line for it. */
  isRefusal?: boolean;
  /** Somebody asked on the phone not to be called again. */
  isOptOut?: boolean;
  payload?: unknown;
};

export type SettleDetails = {
  detail?: string | null;
  endedReason?: string | null;
  failureMessage?: string | null;
  humanHeard?: boolean | null;
  talkSeconds?: number | null;
  result?: unknown;
  summary?: string | null;
  messages?: unknown;
  /** Stops the whole batch: what is not dialed yet becomes skipped. */
  fault?: { code: string; message: string };
  /** The call that was refused, if it has an id; otherwise the call is on record already. */
  callId?: string | null;
  /** How long a refused dial waits before the next. */
  retryAfterSeconds?: number;
  /** The rule for which it waits, where one held the dial back. */
  holdCode?: string | null;
  /** Settles only the row that the outcome was decided from: after news it is decided again. */
  onlyIfVersion?: number;
};

/** Gives free lines to waiting attempts, fairly; returns the claims to announce. */
export function claimAttempts(db: Db, rails: Rails): Promise<Claim[]> {
  return callFunction(db, "claim_attempts", { p_rails: rails }, z.array(claimSchema));
}

/**
 * Commits the intent to dial. Only one caller ever gets `verdict: "dial"` for an attempt: whoever shows this token, which
 * must be fresh for each execution and be told to nobody.
 */
export function beginDial(
  db: Db,
  attemptId: string,
  token: string,
  rails: Rails,
): Promise<DialSheet> {
  const args = { p_attempt_id: attemptId, p_token: token, p_rails: rails };
  return callFunction(db, "begin_dial", args, dialSheetSchema);
}

/** Records the call that was placed, before anybody waits for it. */
export function markCallInProgress(
  db: Db,
  attemptId: string,
  callId: string,
  controlUrl: string | null,
) {
  return callFunction(
    db,
    "mark_call_in_progress",
    { p_attempt_id: attemptId, p_call_id: callId, p_control_url: controlUrl },
    z.object({ status: z.enum(ATTEMPT_STATUSES), cancelRequested: z.boolean() }),
  );
}

/** Stores an event once and merges it; a freed line is handed on in the same transaction. */
export function recordCallEvent(
  db: Db,
  attemptId: string,
  event: CallEventInput,
  rails: Rails,
): Promise<RecordedEvent> {
  return callFunction(
    db,
    "record_call_event",
    { p_attempt_id: attemptId, p_event: event, p_rails: rails },
    recordedSchema,
  );
}

/**
 * Lifts calling hours, and nothing else, from an attempt that they hold; its owner's word goes on record.
 * @throws AppError `attempt_not_found`, `call_anyway_off` (403), `not_outside_hours` (409).
 */
export function callAnyway(db: Db, userId: string, attemptId: string, rails: Rails) {
  return callFunction(
    db,
    "call_anyway",
    { p_user_id: userId, p_attempt_id: attemptId, p_rails: rails },
    z.object({ attemptId: z.uuid(), claims: z.array(claimSchema) }),
  );
}

/** All that decides how an attempt ended; null for an unknown attempt. */
export function getAttemptFacts(db: Db, attemptId: string): Promise<AttemptFacts | null> {
  return callFunction(db, "get_attempt_facts", { p_attempt_id: attemptId }, factsSchema.nullable());
}

/** Makes an attempt final and hands its line on. Repeating it changes nothing. */
export function settleAttempt(
  db: Db,
  attemptId: string,
  outcome: StoredOutcome,
  details: SettleDetails,
  rails: Rails,
): Promise<SettledAttempt> {
  return callFunction(
    db,
    "settle_attempt",
    { p_attempt_id: attemptId, p_outcome: outcome, p_details: details, p_rails: rails },
    settledSchema,
  );
}
