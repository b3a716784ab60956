import { isRecord } from "@/lib/is-record";
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_STATUSES,
  type AttemptOutcome,
  type AttemptStatus,
} from "@/lib/states/attempt";
import { BATCH_STATUSES, type BatchStatus } from "@/lib/states/batch";

/** The private channel on which the database tells of changes to one service request. */
export function requestTopic(serviceRequestId: string): string {
  return `request:${serviceRequestId}`;
}

/** Event names and payloads of that channel; sent by triggers in `supabase/migrations/*_versions_and_broadcast.sql`. */
export const ATTEMPTS_CHANGED = "attempts_changed";
export const BATCH_CHANGED = "batch_changed";

export type AttemptsChanged = {
  /** Highest row version in this hint. */
  version: number;
  /** False when too many rows changed to list them: read the snapshot instead. */
  complete: boolean;
  attempts: {
    attemptId: string;
    providerId: string;
    batchId: string;
    number: number;
    status: AttemptStatus;
    outcome: AttemptOutcome | null;
    version: number;
  }[];
};

export type BatchChanged = {
  executionId: string;
  status: BatchStatus;
  version: number;
  finished: boolean;
};

/** Reads a hint; null for a shape that this page does not know. By hand, as a schema library is 60 kB of script. */
export function parseAttemptsChanged(value: unknown): AttemptsChanged | null {
  if (!isRecord(value)) return null;
  const { version, complete, attempts } = value;
  if (!Number.isInteger(version) || typeof complete !== "boolean" || !Array.isArray(attempts))
    return null;
  return attempts.every(isAttemptChange) ? (value as AttemptsChanged) : null;
}

/** Reads a hint; null for a shape that this page does not know. */
export function parseBatchChanged(value: unknown): BatchChanged | null {
  if (!isRecord(value)) return null;
  const { executionId, status, version, finished } = value;
  const isRead =
    typeof executionId === "string" &&
    isOneOf(BATCH_STATUSES, status) &&
    Number.isInteger(version) &&
    typeof finished === "boolean";
  return isRead ? (value as BatchChanged) : null;
}

function isAttemptChange(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { attemptId, providerId, batchId, number, status, outcome, version } = value;
  const isSettled = status === "settled";
  return (
    [attemptId, providerId, batchId].every((id) => typeof id === "string") &&
    [number, version].every(Number.isInteger) &&
    isOneOf(ATTEMPT_STATUSES, status) &&
    // A settled attempt has an outcome and no other has one, as a constraint of the table says.
    (isSettled ? isOneOf(ATTEMPT_OUTCOMES, outcome) : outcome === null)
  );
}

const isOneOf = (words: readonly string[], value: unknown): boolean =>
  typeof value === "string" && words.includes(value);
