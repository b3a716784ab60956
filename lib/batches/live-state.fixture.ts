import type { AttemptsChanged } from "@/lib/realtime/topics";
import { NOTHING_KNOWN } from "./live-state";
import { toBatchStatus } from "./read-status";
import type { AttemptSnapshot, BatchStatusAnswer, RequestSnapshot } from "./schema";

export const EXECUTION = "00000000-0000-4000-8000-00000000000b";
export const AT = "2026-11-23T09:00:00.000Z";
export const LATER = "2026-11-23T09:00:05.000Z";

export const providerId = (index: number) => `00000000-0000-4000-8000-0000000000a${index}`;
export const attemptId = (index: number, number = 1) =>
  `00000000-0000-4000-8000-000000000${number}a${index}`;

export type Row = Partial<AttemptSnapshot> & Pick<AttemptSnapshot, "version">;
export type Batch = Partial<NonNullable<RequestSnapshot["batch"]>>;

/** What the API answers about a running batch with these attempts, one for each provider. */
export function snapshot(rows: Row[], batch: Batch = {}, version?: number): BatchStatusAnswer {
  return toBatchStatus({
    serviceRequest: {
      id: "00000000-0000-4000-8000-00000000000c",
      title: "Leaking toilet",
      serviceNeeded: "plumbing",
      description: null,
      location: "Greenville SC",
      criteria: [],
      urgency: "flexible",
      clientName: null,
      clientAddress: null,
      createdAt: AT,
    },
    batch: {
      executionId: EXECUTION,
      status: "running",
      requestedAt: AT,
      startedAt: AT,
      cancelRequestedAt: null,
      endedAt: null,
      faultCode: null,
      faultMessage: null,
      holdCode: null,
      holdUntil: null,
      capUsd: 10,
      spentUsd: 0,
      reservedUsd: 0,
      maxAttempts: 2,
      retryDelaySeconds: 1800,
      callingHours: null,
      consentBasis: "listed_publicly",
      result: null,
      isRetry: false,
      ...batch,
    },
    providers: rows.map((row, index) => ({
      id: providerId(index),
      name: `Provider ${index}`,
      phone: `+1864555010${index}`,
      phoneExtension: null,
      alsoKnownAs: [],
      attempt: {
        ...NOTHING_KNOWN,
        id: attemptId(index),
        executionId: EXECUTION,
        number: 1,
        status: "queued",
        notBefore: AT,
        refusals: 0,
        holdCode: null,
        ...row,
      },
      earlier: null,
      missed: null,
    })),
    version: version ?? Math.max(...rows.map((row) => row.version)),
  });
}

type Change = Partial<AttemptsChanged["attempts"][number]>;

/** A broadcast about one attempt; newer than what it is merged into where its version is. */
export function hint(index: number, change: Change & { version: number }): AttemptsChanged {
  return {
    version: change.version,
    complete: true,
    attempts: [
      {
        attemptId: attemptId(index, change.number),
        providerId: providerId(index),
        batchId: EXECUTION,
        number: 1,
        status: "in_progress",
        outcome: null,
        ...change,
      },
    ],
  };
}
