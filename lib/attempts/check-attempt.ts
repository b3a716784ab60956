import { z } from "zod";
import { type CallSnapshot, getCall, hangUp } from "@/lib/calls/client";
import { withDeadline } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import type { Services } from "@/lib/services";
import { CALL_STATUSES, toCallStatus } from "@/lib/states/attempt";
import { storeUnavailable } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { advanceAttempt, findLostCall } from "./advance-attempt";
import {
  type AttemptFacts,
  getAttemptFacts,
  markCallInProgress,
  recordCallEvent,
  type SettledAttempt,
} from "./functions";
import { recordEnd } from "./record-end";
import { waitsWith } from "./waits";

/** What `POST /api/v1/attempts/:attemptId/check` answers. */
export const checkedAttemptSchema = z.object({
  attemptId: z.uuid(),
  callStatus: z.enum(CALL_STATUSES),
  found: z
    .enum(["nothing", "live", "answer"])
    .describe(
      "nothing: no trace of a call, or none of how it ended. live: the call goes on, or its report is not ready; it stays unknown, so check again. answer: callStatus is what came of it",
    ),
});
export type CheckedAttempt = z.infer<typeof checkedAttemptSchema>;

// A person waits; what the phone service has not told by then, a second press asks again.
const PATIENCE_MS = 20_000;

/**
 * Asks the phone service once more about an attempt whose outcome is unknown, and stores what it tells. Never dials.
 * A call that turns up alive leaves the outcome unknown until it has ended: its webhooks make it known, or the next check.
 * @throws AppError `attempt_not_found`; `phone_service_unavailable` when it cannot be asked, nothing has changed then.
 */
export async function checkAttempt(
  services: Services,
  userId: string,
  attemptId: string,
): Promise<{ answer: CheckedAttempt; settled: SettledAttempt | null }> {
  const facts = (await isOwnedBy(userId, services.db, attemptId))
    ? await getAttemptFacts(services.db, attemptId)
    : null;
  if (!facts || facts.outcome === "refused") {
    throw new AppError("attempt_not_found", {
      detail: "It does not exist, or it belongs to somebody else.",
    });
  }
  if (facts.outcome !== "unknown") {
    const callStatus = toCallStatus(facts.status, facts.outcome);
    return { answer: { attemptId, callStatus, found: "answer" }, settled: null };
  }

  const call = await ask(services, facts);
  const isPending = call
    ? await recordCall(services, facts, call)
    : await recordLook(services, attemptId);
  // Settles from any report that came since, this one or a webhook's; without a new one it changes nothing.
  const advanced = await advanceAttempt(services, attemptId);
  const settled = advanced.kind === "settled" ? advanced.settled : null;
  const after = (await getAttemptFacts(services.db, attemptId)) ?? facts;
  const callStatus = toCallStatus(after.status, after.outcome);
  const found = callStatus !== "unknown" ? "answer" : isPending ? "live" : "nothing";
  return { answer: { attemptId, callStatus, found }, settled };
}

async function isOwnedBy(userId: string, db: Db, attemptId: string): Promise<boolean> {
  const { data, error } = await db
    .from("attempts")
    .select("id")
    .eq("id", attemptId)
    .eq("user_id", userId)
    .maybeSingle();
  if (!error) return data !== null;
  throw storeUnavailable("Reading an attempt", error);
}

async function ask(services: Services, facts: AttemptFacts): Promise<CallSnapshot | null> {
  try {
    return await withDeadline(
      askFor(services, facts),
      PATIENCE_MS,
      `No answer within ${PATIENCE_MS} ms.`,
    );
  } catch (cause) {
    throw new AppError("phone_service_unavailable", {
      detail: "It did not answer the question. Nothing has changed; try again in a while.",
      retryAfterSeconds: 10,
      cause,
    });
  }
}

async function askFor(services: Services, facts: AttemptFacts): Promise<CallSnapshot | null> {
  const { attemptId, callId, dialingAt } = facts;
  if (callId !== null) return getCall(services.vapi, callId);
  return dialingAt === null ? null : findLostCall(services, attemptId, Date.parse(dialingAt));
}

/** Stores a call as its webhooks would have been stored. Resolves to whether more is to come from it. */
async function recordCall(
  services: Services,
  { attemptId, callId, cancelRequestedAt }: AttemptFacts,
  call: CallSnapshot,
): Promise<boolean> {
  if (callId === null)
    await markCallInProgress(services.db, attemptId, call.callId, call.controlUrl);
  if (!call.ended) {
    // The batch was stopped before anybody knew that this call goes on.
    if (cancelRequestedAt !== null && call.controlUrl) await hangUp(services.vapi, call.controlUrl);
    return true;
  }
  const { reportPatience } = waitsWith(services.settings.PATIENCE);
  const isLastWord =
    call.isAnswerReady ||
    call.endedAt === null ||
    Date.now() - Date.parse(call.endedAt) >= reportPatience * 1000;
  await recordEnd(services, attemptId, call, isLastWord);
  return !isLastWord;
}

/** Shown among the events of the call; one a minute, however often a button is pressed. */
async function recordLook({ db, rails }: Services, attemptId: string): Promise<false> {
  const minute = new Date().toISOString().slice(0, 16);
  await recordCallEvent(
    db,
    attemptId,
    { source: "reconcile", kind: "look:not_found", dedupeKey: `look:check:${minute}` },
    rails,
  );
  return false;
}
