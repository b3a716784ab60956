import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { partsOf } from "@/lib/assistant-parts";
import { buildCall } from "@/lib/calls/assistant";
import { chooseNumber } from "@/lib/calls/choose-number";
import { hangUp, type PlaceResult, placeCall } from "@/lib/calls/client";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import type { StoredOutcome } from "@/lib/states/attempt";
import { isTimeZone } from "@/lib/time-zone";
import { noteIds, traced } from "@/lib/trace";
import {
  beginDial,
  type DialSheet,
  markCallInProgress,
  type SettleDetails,
  type SettledAttempt,
} from "./functions";
import { settleDecided } from "./settle-decided";
import { endStrayCall } from "./stray-calls";
import { webhookOf } from "./webhook-address";

export type PlacedAttempt =
  /** The call exists (now or from before): wait for its end. */
  | { kind: "placed" }
  /** It may exist: look for it, never dial again. */
  | { kind: "ambiguous" }
  /** Known not to be a call: final. A row that follows is in `settled.nextAttempt`. */
  | { kind: "settled"; settled: SettledAttempt }
  /** Nothing to do: final before, or its line was taken back. */
  | { kind: "gone" };

// With 10 s for each request, asking three times and then dialing takes less than the 90 s after which the sweep looks.
const INTENT_TRIES = 3;
// A connection that broke is whole again at once, a database that restarts is not worth waiting for here.
const INTENT_PAUSE_MS = 250;

/**
 * Dials an attempt: commits the intent, asks the phone service once, commits its answer. Safe to repeat at any point:
 * the second time finds the intent and never dials.
 * @throws AppError `store_unavailable` when the database does not answer; repeat it then.
 */
export async function placeAttempt(services: Services, attemptId: string): Promise<PlacedAttempt> {
  const sheet = await commitIntent(services, attemptId);
  switch (sheet.verdict) {
    case "not_claimed":
    case "final":
      return { kind: "gone" };
    case "placed":
      return { kind: "placed" };
    case "ambiguous":
      return { kind: "ambiguous" };
    case "hold":
      return settle(services, sheet, "refused", {
        detail: sheet.reason,
        holdCode: sheet.reason,
        retryAfterSeconds: secondsUntil(sheet.holdUntil),
      });
    case "skip":
      return sheet.reason === "canceled"
        ? settle(services, sheet, "canceled", {})
        : settle(services, sheet, "skipped", { detail: sheet.reason });
    case "stop": {
      const code = sheet.reason ?? "gate";
      return settle(services, sheet, "skipped", { detail: code, fault: { code, message: "" } });
    }
    case "dial":
      return commitAnswer(services, sheet, await dial(services, sheet));
  }
}

/**
 * Tokens of executions that gave up before they dialed, by attempt: the next one in this process takes the token and may
 * dial in its place. Lost with the process, and then nobody knows any more.
 */
const unusedTokens = new Map<string, string>();

/**
 * Asks again when the answer is lost: the intent may be committed, and anybody else who asked would be told that the dial
 * is ambiguous. Only this execution holds the token, and it knows that it has not dialed yet.
 */
async function commitIntent({ db, rails }: Services, attemptId: string): Promise<DialSheet> {
  const token = unusedTokens.get(attemptId) ?? randomUUID();
  unusedTokens.delete(attemptId);
  for (let tries = 1; ; tries++) {
    try {
      return await beginDial(db, attemptId, token, rails);
    } catch (error) {
      const isUnanswered = error instanceof AppError && error.code === "store_unavailable";
      if (isUnanswered && tries === INTENT_TRIES) unusedTokens.set(attemptId, token);
      if (!isUnanswered || tries === INTENT_TRIES) throw error;
    }
    await delay(INTENT_PAUSE_MS * tries);
  }
}

function dial({ vapi, settings }: Services, sheet: DialSheet): Promise<PlaceResult> {
  const { attemptId, batchId } = sheet;
  const order = buildCall({
    attemptId,
    provider: {
      name: sheet.provider.name,
      phone: sheet.provider.phone,
      extension: sheet.provider.phoneExtension,
    },
    request: sheet.serviceRequest,
    webhook: webhookOf(settings, attemptId),
    phoneNumberId: chooseNumber(settings.VAPI_PHONE_NUMBER_ID, sheet.provider.phone),
    parts: partsOf(settings),
    now: new Date(),
    // Accepted by another version of this site, whose list of zones may be longer: a call is not lost over that.
    timeZone: sheet.timeZone !== null && isTimeZone(sheet.timeZone) ? sheet.timeZone : null,
    maxDurationSeconds: sheet.maxCallSeconds,
  });
  const ask = async () => {
    const answer = await placeCall(vapi, order);
    if (answer.kind === "placed") {
      noteIds({ callId: answer.callId });
      log().info("A call was placed.");
    }
    return answer;
  };
  return traced("dial", { attemptId, batchId }, ask, { is: "attempt" });
}

async function commitAnswer(
  services: Services,
  sheet: DialSheet,
  answer: PlaceResult,
): Promise<PlacedAttempt> {
  const { attemptId, batchId } = sheet;
  switch (answer.kind) {
    case "placed":
      await bindCall(services, sheet, answer.callId, answer.controlUrl);
      return { kind: "placed" };
    case "no_line":
    case "unreachable":
      return settle(services, sheet, "refused", {
        detail: answer.kind,
        callId: answer.kind === "no_line" ? answer.callId : null,
        retryAfterSeconds: answer.retryAfterSeconds ?? undefined,
      });
    case "provider_refused":
      return settle(services, sheet, "failed", {
        detail: answer.code,
        failureMessage: answer.message,
        humanHeard: false,
      });
    case "account_fault":
      log().error(
        { attemptId, batchId, code: answer.code, detail: answer.message },
        "The phone account refuses calls; the batch stops.",
      );
      return settle(services, sheet, "skipped", {
        detail: answer.code,
        fault: { code: answer.code, message: answer.message },
      });
    case "ambiguous":
      log().warn({ attemptId, batchId, detail: answer.message }, "The call may or may not exist.");
      return { kind: "ambiguous" };
  }
}

const secondsUntil = (time: string | null): number =>
  time === null ? 0 : Math.max(0, (Date.parse(time) - Date.now()) / 1000);

/** Records the call as the attempt's, and hangs up one that nobody wants: canceled meanwhile, or not the attempt's. */
async function bindCall(
  services: Services,
  { attemptId, batchId }: DialSheet,
  callId: string,
  controlUrl: string | null,
): Promise<void> {
  try {
    const bound = await markCallInProgress(services.db, attemptId, callId, controlUrl);
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
}

/** Settles what was not called. Where a webhook has told of a call since, that counts: its end is waited for. */
async function settle(
  services: Services,
  sheet: DialSheet,
  outcome: StoredOutcome,
  details: SettleDetails,
): Promise<PlacedAttempt> {
  const settled = await settleDecided(services, sheet, outcome, details);
  if (settled.applied || settled.status === "settled") return { kind: "settled", settled };
  return { kind: "ambiguous" };
}
