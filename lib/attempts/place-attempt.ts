import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { buildCall } from "@/lib/calls/assistant";
import { hangUp, type PlaceResult, placeCall } from "@/lib/calls/client";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import type { AttemptOutcome } from "@/lib/states/attempt";
import type { Db } from "@/lib/supabase/clients";
import { isTimeZone } from "@/lib/time-zone";
import {
  beginDial,
  type DialSheet,
  markCallInProgress,
  type SettleDetails,
  type SettledAttempt,
  settleAttempt,
} from "./functions";
import { endOfUncalled, releaseAttempt } from "./release-attempt";
import { endStrayCall } from "./stray-calls";

export type PlacedAttempt =
  /** The call exists (now or from before): wait for its end. */
  | { kind: "placed" }
  /** It may exist: look for it, never dial again. */
  | { kind: "ambiguous" }
  /** Not dialled for want of a line; queued again. */
  | { kind: "released"; dueAt: string }
  /** Known not to be a call: final. */
  | { kind: "settled"; settled: SettledAttempt }
  /** Nothing to do: final before, or its line was taken back. */
  | { kind: "gone" };

// With 10 s for each request, asked thrice and then dialling takes less than the 90 s after which the sweep looks.
const INTENT_TRIES = 3;
// A connection that broke is whole again at once, a database that restarts is not worth waiting for here.
const INTENT_PAUSE_MS = 250;

/**
 * Dials an attempt: commits the intent, asks the phone service once, commits its answer. Safe to repeat at any point:
 * the second time finds the intent and never dials.
 * @throws AppError `store_unavailable` when the database does not answer; repeat it then.
 */
export async function placeAttempt(services: Services, attemptId: string): Promise<PlacedAttempt> {
  const sheet = await commitIntent(services.db, attemptId);
  // Still claimed, unless the answer to the intent was lost and this became known before it was asked for again.
  const undialled = sheet.dialingAt === null ? "claimed" : "dialing";
  switch (sheet.verdict) {
    case "not_claimed":
    case "final":
      return { kind: "gone" };
    case "placed":
      return { kind: "placed" };
    case "ambiguous":
      return { kind: "ambiguous" };
    case "do_not_call":
      return settle(services, sheet, undialled, "skipped", { detail: "do_not_call" });
    case "refusal_denied":
      return settle(services, sheet, undialled, "unknown", { detail: "refusal_denied" });
    case "stopped":
      return release(services, sheet, { callId: null, retryAfterSeconds: null });
    case "dial":
      return commitAnswer(services, sheet, await dial(services, sheet));
  }
}

/**
 * Asks again when the answer is lost: the intent may be committed, and whoever else asked would be told that the dial is
 * ambiguous. Only this execution holds the token, and it knows that it has not dialled yet.
 */
async function commitIntent(db: Db, attemptId: string): Promise<DialSheet> {
  const token = randomUUID();
  for (let tries = 1; ; tries++) {
    try {
      return await beginDial(db, attemptId, token);
    } catch (error) {
      const isUnanswered = error instanceof AppError && error.code === "store_unavailable";
      if (!isUnanswered || tries === INTENT_TRIES) throw error;
    }
    await delay(INTENT_PAUSE_MS * tries);
  }
}

function dial({ vapi, settings }: Services, sheet: DialSheet): Promise<PlaceResult> {
  const { attemptId } = sheet;
  const webhookUrl = new URL(`/api/v1/vapi/webhook/${attemptId}`, settings.APP_URL);
  const headers: Record<string, string> = {
    [SIGNATURE_HEADER]: signAttempt(settings.WEBHOOK_SECRET, attemptId),
  };
  if (settings.VERCEL_AUTOMATION_BYPASS_SECRET) {
    headers["x-vercel-protection-bypass"] = settings.VERCEL_AUTOMATION_BYPASS_SECRET;
  }
  return placeCall(
    vapi,
    buildCall({
      attemptId,
      provider: {
        name: sheet.provider.name,
        phone: sheet.provider.phone,
        extension: sheet.provider.phoneExtension,
      },
      request: sheet.serviceRequest,
      webhook: { url: webhookUrl.href, headers },
      phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
      now: new Date(),
      // Accepted by another version of this site, whose list of zones may be longer: a call is not lost over that.
      timeZone: sheet.timeZone !== null && isTimeZone(sheet.timeZone) ? sheet.timeZone : null,
      maxDurationSeconds: sheet.maxCallSeconds,
    }),
  );
}

async function commitAnswer(
  services: Services,
  sheet: DialSheet,
  answer: PlaceResult,
): Promise<PlacedAttempt> {
  const { attemptId } = sheet;
  const settleDial = (outcome: AttemptOutcome, details: SettleDetails) =>
    settle(services, sheet, "dialing", outcome, details);

  switch (answer.kind) {
    case "placed": {
      const { callId, controlUrl } = answer;
      const bound = await bindCall(services, sheet, callId, controlUrl);
      // No further webhook need come, so nobody else would take it back before the sweep.
      if (bound === "refused")
        return release(services, sheet, { callId, retryAfterSeconds: null }, "ended");
      return { kind: "placed" };
    }
    case "no_line":
      return release(services, sheet, answer);
    case "unreachable":
      return release(services, sheet, { ...answer, callId: null });
    case "provider_refused":
      return settleDial("failed", {
        detail: answer.code,
        failureMessage: answer.message,
        humanHeard: false,
      });
    case "account_fault":
      log().error(
        { attemptId, batchId: sheet.batchId, code: answer.code, detail: answer.message },
        "The phone account refuses calls; the batch stops.",
      );
      return settleDial("skipped", {
        detail: answer.code,
        fault: { code: answer.code, message: answer.message },
      });
    case "ambiguous":
      log().warn(
        { attemptId, batchId: sheet.batchId, detail: answer.message },
        "The call may or may not exist.",
      );
      return { kind: "ambiguous" };
  }
}

/** Nothing was dialled: the attempt goes back to the queue, unless its batch has been stopped or waits for too long. */
async function release(
  services: Services,
  sheet: DialSheet,
  refusal: { callId: string | null; retryAfterSeconds: number | null },
  onlyIfStatus: "dialing" | "ended" = "dialing",
): Promise<PlacedAttempt> {
  const released = await releaseAttempt(services, sheet, refusal);
  if (released.kind === "released") return released;
  // A phone rings although the answer denies it: the webhook that told of it has bound the call.
  if (released.kind === "kept") return { kind: "ambiguous" };
  const { outcome, detail } = endOfUncalled(released);
  return settle(services, sheet, onlyIfStatus, outcome, { detail });
}

/**
 * Records the call as the attempt's, and hangs up one that nobody wants: canceled meanwhile, or not the attempt's.
 * `refused`: it has ended already for want of a line.
 */
async function bindCall(
  services: Services,
  { attemptId, batchId }: DialSheet,
  callId: string,
  controlUrl: string | null,
): Promise<"recorded" | "refused"> {
  try {
    const bound = await markCallInProgress(services.db, attemptId, callId, controlUrl);
    if (bound.wasRefused) return "refused";
    // Without its URL it is left to the cancel, which asks for it.
    if (bound.cancelRequested && controlUrl) await hangUp(services.vapi, controlUrl);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "attempt_has_another_call") throw error;
    const hungUp = await endStrayCall(services, { attemptId, callId }, controlUrl);
    log().error(
      { attemptId, batchId, callId, hungUp },
      "The attempt has another call; this one is hung up, or left to the sweep.",
    );
  }
  return "recorded";
}

async function settle(
  { db, settings }: Services,
  { attemptId, dialingAt }: DialSheet,
  onlyIfStatus: "claimed" | "dialing" | "ended",
  outcome: AttemptOutcome,
  details: SettleDetails,
): Promise<PlacedAttempt> {
  const settled = await settleAttempt(
    db,
    attemptId,
    outcome,
    { ...details, onlyIfStatus, onlyIfDialingAt: dialingAt },
    settings.VAPI_LINES,
  );
  return { kind: "settled", settled };
}
