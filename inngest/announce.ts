import type { Advanced } from "@/lib/attempts/advance-attempt";
import type { Claim, SettledAttempt } from "@/lib/attempts/functions";
import { log } from "@/lib/log";
import { inngest } from "./client";
import {
  attemptClaimed,
  attemptEnded,
  attemptScheduled,
  batchCancelRequested,
  batchRequested,
  batchSettled,
} from "./events";

/** What a database function says has happened, to be told to the durable functions in one send. */
export type News = {
  claims?: readonly Claim[];
  requested?: readonly { batchId: string; announcement: number }[];
  scheduled?: readonly { attemptId: string; dueAt: string }[];
  /** Wakes the run that waits for this attempt; `cause` keeps the ids of different occasions apart. */
  ended?: readonly { attemptId: string; cause: string }[];
  settled?: readonly { batchId: string; cause: string }[];
  canceled?: readonly { batchId: string }[];
};

function toEvents(news: News) {
  return [
    ...(news.claims ?? []).map((claim) =>
      attemptClaimed.create(claim, {
        id: `calls/attempt.claimed:${claim.attemptId}:${claim.announcement}`,
      }),
    ),
    ...(news.requested ?? []).map((batch) =>
      batchRequested.create(batch, {
        id: `calls/batch.requested:${batch.batchId}:${batch.announcement}`,
      }),
    ),
    ...(news.scheduled ?? []).map((attempt) =>
      attemptScheduled.create(attempt, {
        id: `calls/attempt.scheduled:${attempt.attemptId}:${attempt.dueAt}`,
      }),
    ),
    ...(news.ended ?? []).map(({ attemptId, cause }) =>
      attemptEnded.create({ attemptId }, { id: `calls/attempt.ended:${attemptId}:${cause}` }),
    ),
    ...(news.settled ?? []).map(({ batchId, cause }) =>
      batchSettled.create({ batchId }, { id: `calls/batch.settled:${batchId}:${cause}` }),
    ),
    ...(news.canceled ?? []).map(({ batchId }) =>
      batchCancelRequested.create({ batchId }, { id: `calls/batch.cancel_requested:${batchId}` }),
    ),
  ];
}

/** Inngest takes at most 5,000 events a request; lines bound the claims, the sweep its findings. */
export async function announce(news: News): Promise<void> {
  const events = toEvents(news);
  if (events.length > 0) await inngest.send(events);
}

/** News of a settled attempt, with the row that follows from it. */
export function newsOf(attemptId: string, settled: SettledAttempt): News {
  return {
    claims: settled.claims,
    scheduled: settled.nextAttempt ? [settled.nextAttempt] : [],
    settled:
      settled.applied && settled.batchEnded
        ? [{ batchId: settled.batchId, cause: `${attemptId}:${settled.outcome}` }]
        : [],
  };
}

/** News of an attempt that was looked at again. */
export function newsOfAdvanced(attemptId: string, advanced: Advanced): News {
  switch (advanced.kind) {
    case "open":
      return { claims: advanced.claims };
    case "settled":
      return advanced.settled ? newsOf(attemptId, advanced.settled) : {};
  }
}

/**
 * Announces without making anybody wait or fail: what is stored will run, as the sweep sends again what was lost.
 * Resolves to false when the event server did not take it within `patienceMs`.
 */
export async function announceOrLeaveToSweep(news: News, patienceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The event server took longer than ${patienceMs} ms.`)),
      patienceMs,
    );
  });
  try {
    await Promise.race([announce(news), deadline]);
    return true;
  } catch (err) {
    log().warn({ err }, "An event could not be sent; the sweep will send it again.");
    return false;
  } finally {
    clearTimeout(timer);
  }
}
