import type { Advanced } from "@/lib/attempts/advance-attempt";
import type { Claim, SettledAttempt } from "@/lib/attempts/functions";
import { withDeadline } from "@/lib/deadline";
import { log } from "@/lib/log";
import { inngest } from "./client";
import {
  accountDeletionRequested,
  attemptClaimed,
  attemptEnded,
  attemptScheduled,
  batchCancelRequested,
  batchRequested,
  batchSettled,
} from "./events";

/** What a database function says has happened, to be told to the durable functions in one send. */
export type Announcement = {
  claims?: readonly Claim[];
  requested?: readonly { batchId: string; announcement: number }[];
  scheduled?: readonly { attemptId: string; dueAt: string }[];
  /** Wakes the run that waits for this attempt; `cause` keeps the ids of different occasions apart. */
  ended?: readonly { attemptId: string; cause: string }[];
  settled?: readonly { batchId: string; cause: string }[];
  canceled?: readonly { batchId: string }[];
  closing?: readonly { userId: string; cause: string }[];
};

function toEvents(announcement: Announcement) {
  return [
    ...(announcement.claims ?? []).map((claim) =>
      attemptClaimed.create(claim, {
        id: `calls/attempt.claimed:${claim.attemptId}:${claim.announcement}`,
      }),
    ),
    ...(announcement.requested ?? []).map((batch) =>
      batchRequested.create(batch, {
        id: `calls/batch.requested:${batch.batchId}:${batch.announcement}`,
      }),
    ),
    ...(announcement.scheduled ?? []).map((attempt) =>
      attemptScheduled.create(attempt, {
        id: `calls/attempt.scheduled:${attempt.attemptId}:${attempt.dueAt}`,
      }),
    ),
    ...(announcement.ended ?? []).map(({ attemptId, cause }) =>
      attemptEnded.create({ attemptId }, { id: `calls/attempt.ended:${attemptId}:${cause}` }),
    ),
    ...(announcement.settled ?? []).map(({ batchId, cause }) =>
      batchSettled.create({ batchId }, { id: `calls/batch.settled:${batchId}:${cause}` }),
    ),
    ...(announcement.canceled ?? []).map(({ batchId }) =>
      batchCancelRequested.create({ batchId }, { id: `calls/batch.cancel_requested:${batchId}` }),
    ),
    ...(announcement.closing ?? []).map(({ userId, cause }) =>
      accountDeletionRequested.create(
        { userId },
        { id: `account/deletion.requested:${userId}:${cause}` },
      ),
    ),
  ];
}

/** Inngest takes at most 5,000 events a request; lines bound the claims, the sweep its findings. */
export async function announce(announcement: Announcement): Promise<void> {
  const events = toEvents(announcement);
  if (events.length > 0) await inngest.send(events);
}

/** Announcement of a settled attempt, with the row that follows from it. */
export function announcementOf(attemptId: string, settled: SettledAttempt): Announcement {
  return {
    claims: settled.claims,
    scheduled: settled.nextAttempt ? [settled.nextAttempt] : [],
    settled:
      settled.applied && settled.batchEnded
        ? [{ batchId: settled.batchId, cause: `${attemptId}:${settled.outcome}` }]
        : [],
  };
}

/** Announcement of an attempt that was looked at again. */
export function announcementOfAdvanced(attemptId: string, advanced: Advanced): Announcement {
  switch (advanced.kind) {
    case "open":
      return { claims: advanced.claims };
    case "settled":
      return advanced.settled ? announcementOf(attemptId, advanced.settled) : {};
  }
}

/**
 * Announces without making anybody wait or fail: what is stored will run, as the sweep sends again what was lost.
 * Resolves to false when the event server did not take it within `patienceMs`.
 */
export async function announceOrLeaveToSweep(
  announcement: Announcement,
  patienceMs: number,
): Promise<boolean> {
  const late = `The event server took longer than ${patienceMs} ms.`;
  try {
    await withDeadline(announce(announcement), patienceMs, late);
    return true;
  } catch (err) {
    log().warn({ err }, "An event could not be sent; the sweep will send it again.");
    return false;
  }
}
