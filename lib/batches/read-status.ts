import { z } from "zod";
import { describeBatchHold, describeStop, type StopWords } from "@/lib/results/stop-words";
import { type CallStatus, toCallStatus } from "@/lib/states/attempt";
import { BATCH_STATUSES, isBatchEnded } from "@/lib/states/batch";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { countStatuses, findCurrentProvider } from "./progress";
import {
  attemptSnapshotSchema,
  type BatchStatusAnswer,
  type ProviderSnapshot,
  type RequestSnapshot,
  requestSnapshotSchema,
} from "./schema";

/** The request as its owner sees it, in one round trip; null when it is not the user's. */
export function getRequestSnapshot(
  db: Db,
  userId: string,
  serviceRequestId: string,
): Promise<RequestSnapshot | null> {
  return callFunction(
    db,
    "get_request_snapshot",
    { p_service_request_id: serviceRequestId, p_user_id: userId },
    requestSnapshotSchema.nullable(),
  );
}

const summarySchema = z.object({
  id: z.uuid(),
  title: z.string(),
  serviceNeeded: z.string(),
  location: z.string(),
  createdAt: z.string(),
  executionId: z.uuid().nullable(),
  status: z.enum(BATCH_STATUSES).nullable(),
  endedAt: z.string().nullable(),
  faultCode: z.string().nullable(),
  /** Earlier batches have called providers of this request as well. */
  isRetry: z.boolean(),
  total: z.int(),
  settled: z.int(),
  reached: z.int(),
  onPhone: z.int(),
  /** First in the ranking; null before there is one, and when nobody answered. */
  bestName: z.string().nullable(),
});
export type RequestSummary = z.infer<typeof summarySchema> & { stop: StopWords | null };

/**
 * The user's own requests, newest first; 200 at most. With a query, those that have each of its words in title, service
 * or location, in any case of letters.
 */
export async function listRequestSummaries(
  db: Db,
  options: { limit: number; query?: string },
): Promise<RequestSummary[]> {
  const summaries = await callFunction(
    db,
    "list_request_summaries",
    { p_limit: options.limit, ...(options.query ? { p_query: options.query } : {}) },
    z.array(summarySchema),
  );
  return summaries.map((row) => ({
    ...row,
    stop: row.faultCode ? describeStop(row.faultCode) : null,
  }));
}

export const storySchema = z.object({
  attemptId: z.uuid(),
  summary: z.string().nullable(),
  transcriptRemovedAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .describe("When the messages were removed, as they had been kept long enough"),
  messages: z.array(
    z.object({
      role: z.enum(["agent", "provider"]),
      text: z.string(),
      seconds: z.number().nullable(),
    }),
  ),
  events: z.array(z.object({ kind: z.string(), source: z.string(), occurredAt: z.string() })),
  others: z
    .array(attemptSnapshotSchema)
    .describe("The other attempts of the same provider, the latest first"),
});
export type AttemptStory = z.infer<typeof storySchema>;

/** Transcript and timeline of one attempt, with the other attempts of its provider; null when it is not the user's. */
export function getAttemptStory(
  db: Db,
  userId: string,
  attemptId: string,
): Promise<AttemptStory | null> {
  return callFunction(
    db,
    "get_attempt_story",
    { p_attempt_id: attemptId, p_user_id: userId },
    storySchema.nullable(),
  );
}

export function callStatusOf(provider: ProviderSnapshot): CallStatus {
  return toCallStatus(provider.attempt.status, provider.attempt.outcome);
}

/** The public form of a snapshot. */
export function toBatchStatus(snapshot: RequestSnapshot): BatchStatusAnswer {
  const { batch } = snapshot;
  const spending = batch && {
    capUsd: batch.capUsd,
    spentUsd: batch.spentUsd,
    reservedUsd: batch.reservedUsd,
  };
  return {
    executionId: batch?.executionId ?? null,
    serviceRequestId: snapshot.serviceRequest.id,
    status: batch?.status ?? null,
    isFinal: batch === null || (isBatchEnded(batch.status) && batch.result !== null),
    isRetry: batch?.isRetry ?? false,
    stats: countStatuses(snapshot.providers.map(callStatusOf)),
    currentProvider: findCurrentProvider(snapshot.providers),
    fault: batch?.faultCode
      ? {
          code: batch.faultCode,
          ...describeStop(batch.faultCode, spending),
          detail: batch.faultMessage || null,
        }
      : null,
    hold:
      batch?.holdCode && batch.holdUntil
        ? {
            code: batch.holdCode,
            until: batch.holdUntil,
            message: describeBatchHold(batch.holdCode),
          }
        : null,
    spending,
    callingHours: batch?.callingHours ?? null,
    consentBasis: batch?.consentBasis ?? null,
    providers: snapshot.providers.map((provider) => ({
      id: provider.id,
      name: provider.name,
      phone: provider.phone,
      phoneExtension: provider.phoneExtension,
      alsoKnownAs: provider.alsoKnownAs,
      callStatus: callStatusOf(provider),
      attempt: provider.attempt,
      earlier: provider.earlier,
      missed: provider.missed,
    })),
    ranking: batch?.result?.ranked ?? null,
    requestedAt: batch?.requestedAt ?? null,
    endedAt: batch?.endedAt ?? null,
    version: snapshot.version,
  };
}
