import { z } from "zod";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES, type AttemptOutcome } from "@/lib/states/attempt";
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
  verdict: z.enum([
    "dial",
    "ambiguous",
    "placed",
    "final",
    "not_claimed",
    "do_not_call",
    "refusal_denied",
    "stopped",
  ]),
  attemptId: z.uuid(),
  batchId: z.uuid(),
  dialingAt: timestamp.nullable(),
  refusals: z.int(),
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
  number: z.int(),
  status: z.enum(ATTEMPT_STATUSES),
  outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
  callId: z.string().nullable(),
  calledAt: timestamp.nullable(),
  dialingAt: timestamp.nullable(),
  ringingAt: timestamp.nullable(),
  answeredAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  endedReason: z.string().nullable(),
  reportAt: timestamp.nullable(),
  maxCallSeconds: z.int(),
  cancelRequestedAt: timestamp.nullable(),
  phone: z.string(),
  refusals: z.int(),
  /** Calls that were accepted and then found no line: never this attempt's. */
  refusedCallIds: z.array(z.string()),
  /** Of these, the ones that were heard of as having taken place all the same. */
  deniedCallIds: z.array(z.string()),
  firstLookAt: timestamp.nullable(),
  controlUrl: z.string().nullable(),
  reports: z.array(z.unknown()),
});
export type AttemptFacts = z.infer<typeof factsSchema>;

const recordedSchema = z.object({
  duplicate: z.boolean(),
  merged: z.boolean(),
  status: z.enum(ATTEMPT_STATUSES),
  answerReady: z.boolean(),
  /** A call that was refused for want of a line is alive all the same, and is not the attempt's: hang it up. */
  deniesRefusal: z.boolean(),
  claims: z.array(claimSchema),
});
export type RecordedEvent = z.infer<typeof recordedSchema>;

const settledSchema = z.object({
  applied: z.boolean(),
  status: z.enum(ATTEMPT_STATUSES),
  outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
  batchId: z.uuid(),
  batchEnded: z.boolean(),
  nextAttempt: z.object({ attemptId: z.uuid(), dueAt: timestamp }).nullable(),
  claims: z.array(claimSchema),
});
export type SettledAttempt = z.infer<typeof settledSchema>;

export type CallEventInput = {
  source: "webhook" | "reconcile" | "system";
  /** `status:<vapi status>`, `report`, `look:not_found`, `stray`, `stray:over` or `other:<type>`. */
  kind: string;
  /** Equal events have equal keys: the second is stored nowhere and changes nothing. */
  dedupeKey: string;
  callId?: string | null;
  occurredAt?: string | null;
  endedAt?: string | null;
  endedReason?: string | null;
  /** The call was accepted and then not dialled for want of a line. */
  isRefusal?: boolean;
  payload?: unknown;
};

export type SettleDetails = {
  detail?: string | null;
  endedReason?: string | null;
  failureMessage?: string | null;
  humanHeard?: boolean | null;
  talkSeconds?: number | null;
  costUsd?: number | null;
  result?: unknown;
  summary?: string | null;
  messages?: unknown;
  /** Stops the whole batch: what is not dialled yet becomes skipped. */
  fault?: { code: string; message: string };
  /** Settles only from this status, so that a guess never overtakes a fact. */
  onlyIfStatus?: "claimed" | "dialing" | "in_progress" | "ended";
  /** Settles only while this is its call: one that was refused makes room for another. */
  onlyIfCallId?: string | null;
  /** Settles only while this is its dial, for what was decided before any call was known. */
  onlyIfDialingAt?: string | null;
};

/** Gives free lines to waiting attempts, fairly; returns the claims to announce. */
export function claimAttempts(db: Db, lines: number): Promise<Claim[]> {
  return callFunction(db, "claim_attempts", { p_line_limit: lines }, z.array(claimSchema));
}

/**
 * Commits the intent to dial. Only one caller ever gets `verdict: "dial"` for an attempt: whoever shows this token, which
 * must be fresh for each execution and be told to nobody.
 */
export function beginDial(db: Db, attemptId: string, token: string): Promise<DialSheet> {
  const args = { p_attempt_id: attemptId, p_token: token };
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
    z.object({
      status: z.enum(ATTEMPT_STATUSES),
      /** It was heard before that the call has ended for want of a line: it may be taken back. */
      wasRefused: z.boolean(),
      cancelRequested: z.boolean(),
    }),
  );
}

const releasedSchema = z.object({
  released: z.boolean(),
  dueAt: timestamp.nullable(),
  faultCode: z.string().nullable(),
  stopped: z.boolean(),
});

/** Gives the line back after a refusal; false when the batch was stopped meanwhile or a phone rang after all. */
export function releaseLine(
  db: Db,
  attemptId: string,
  delaySeconds: number,
  callId: string | null,
) {
  return callFunction(
    db,
    "release_line",
    { p_attempt_id: attemptId, p_delay_seconds: Math.ceil(delaySeconds), p_call_id: callId },
    releasedSchema,
  );
}

/** The same for a dial whose answer was lost; false too when it is not the dial begun at `dialingAt` any more. */
export function releaseLostDial(
  db: Db,
  attemptId: string,
  delaySeconds: number,
  callId: string,
  dialingAt: string,
) {
  return callFunction(
    db,
    "release_lost_dial",
    {
      p_attempt_id: attemptId,
      p_delay_seconds: Math.ceil(delaySeconds),
      p_call_id: callId,
      p_dialing_at: dialingAt,
    },
    releasedSchema,
  );
}

/** Stores an event once and merges it; a freed line is handed on in the same transaction. */
export function recordCallEvent(
  db: Db,
  attemptId: string,
  event: CallEventInput,
  lines: number,
): Promise<RecordedEvent> {
  return callFunction(
    db,
    "record_call_event",
    { p_attempt_id: attemptId, p_event: event, p_line_limit: lines },
    recordedSchema,
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
  outcome: AttemptOutcome,
  details: SettleDetails,
  lines: number,
): Promise<SettledAttempt> {
  return callFunction(
    db,
    "settle_attempt",
    { p_attempt_id: attemptId, p_outcome: outcome, p_details: details, p_line_limit: lines },
    settledSchema,
  );
}
