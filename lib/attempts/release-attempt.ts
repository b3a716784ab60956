import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import { releaseLine, releaseLostDial } from "./functions";
import { waitsWith } from "./waits";

export type ReleasedAttempt =
  /** Queued again; no attempt was consumed. */
  | { kind: "released"; dueAt: string }
  /** Refused too often: the batch must end. */
  | { kind: "given_up" }
  /** The batch was stopped meanwhile, by a fault of the account or by a person. */
  | { kind: "stopped"; faultCode: string | null }
  /** Not a refusal after all: its phone rang, or another call is known by now. */
  | { kind: "kept" };

// At least half an hour of refusals: the account is used up by others, and a batch must end.
const MOST_REFUSALS = 120;

/**
 * Takes an attempt back to the queue after the phone service had no line for it, whether it said so at once or after it
 * had accepted the call.
 * @param refusal.callId the call that was accepted and never rang, if there is one
 * @param refusal.lostDialAt when the dial began, if its answer was lost and its call was found refused
 * @param refusal.retryAfterSeconds how long the phone service asked us to wait
 * @throws AppError `store_unavailable` when the database does not answer; repeat it then.
 */
export async function releaseAttempt(
  { db, settings }: Pick<Services, "db" | "settings">,
  attempt: { attemptId: string; batchId: string; refusals: number },
  refusal: { retryAfterSeconds: number | null } & (
    | { callId: string | null; lostDialAt?: undefined }
    | { callId: string; lostDialAt: string }
  ),
): Promise<ReleasedAttempt> {
  if (attempt.refusals >= MOST_REFUSALS) return { kind: "given_up" };
  const { shortestRefusal, longestRefusal } = waitsWith(settings.PATIENCE);
  const jitter = Math.random() * (longestRefusal - shortestRefusal);
  const delaySeconds = Math.max(refusal.retryAfterSeconds ?? 0, shortestRefusal + jitter);
  const { released, dueAt, stopped, faultCode } = refusal.lostDialAt
    ? await releaseLostDial(db, attempt.attemptId, delaySeconds, refusal.callId, refusal.lostDialAt)
    : await releaseLine(db, attempt.attemptId, delaySeconds, refusal.callId);
  if (released && dueAt !== null) {
    const { attemptId, batchId } = attempt;
    log().info({ attemptId, batchId, callId: refusal.callId, dueAt }, "No line; it waits.");
    return { kind: "released", dueAt };
  }
  return stopped ? { kind: "stopped", faultCode } : { kind: "kept" };
}

/** How an attempt ends that was not called and does not go back to the queue: for want of a line, or with its batch. */
export function endOfUncalled(
  release: Extract<ReleasedAttempt, { kind: "given_up" | "stopped" }>,
): { outcome: "skipped" | "canceled"; detail: string | null } {
  if (release.kind === "given_up") return { outcome: "skipped", detail: "no_line" };
  const { faultCode } = release;
  return { outcome: faultCode ? "skipped" : "canceled", detail: faultCode };
}
