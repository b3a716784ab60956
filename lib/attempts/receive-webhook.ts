import { createHash } from "node:crypto";
import { parseWebhook, type Webhook } from "@/lib/calls/webhook";
import { SIGNATURE_HEADER, verifyAttempt } from "@/lib/calls/webhook-signature";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/http";
import { log } from "@/lib/log";
import { asksNotToBeCalled } from "@/lib/results/read-result";
import type { Services } from "@/lib/services";
import { noteIds } from "@/lib/trace";
import { isCapacityRefusal } from "./ended-reason";
import { type CallEventInput, type Claim, recordCallEvent } from "./functions";
import { isUnheardRefusal } from "./outcome";
import { endStrayCall } from "./stray-calls";

export type ReceivedWebhook = {
  answer: { received: true; note?: string };
  news: { claims?: Claim[]; ended?: { attemptId: string; cause: string }[] };
};

/**
 * Takes one webhook: proves that it is about a call of ours, stores it once, merges it.
 * @throws AppError `bad_signature` for what is not authentic, `malformed_json` for what was cut short; everything else is
 * taken, whatever it says.
 */
export async function receiveWebhook(
  services: Services,
  attemptId: string,
  headers: Headers,
  body: string,
): Promise<ReceivedWebhook> {
  const { db, settings, rails } = services;
  const secrets = [settings.WEBHOOK_SECRET, settings.WEBHOOK_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );
  if (!isUuid(attemptId) || !verifyAttempt(secrets, attemptId, headers.get(SIGNATURE_HEADER))) {
    throw new AppError("bad_signature", {
      detail: "This is not a webhook of a call that we placed.",
    });
  }

  const webhook = parseWebhook(parseJson(body));
  const event = toCallEvent(webhook);
  if (event === null) {
    log().warn(
      { attemptId, webhook: webhook.type === "invalid" ? webhook.problem : webhook.type },
      "A webhook could not be read.",
    );
    return { answer: { received: true, note: "unreadable" }, news: {} };
  }

  try {
    const recorded = await recordCallEvent(db, attemptId, event, rails);
    noteIds({ batchId: recorded.batchId, callId: event.callId ?? undefined });
    // Also for a repetition: the first time, our answer or our event may have been lost on the way.
    const isOver = recorded.status === "ended" && (recorded.answerReady || event.isRefusal);
    if (recorded.isStray && event.callId) {
      const stray = { attemptId, callId: event.callId };
      const hungUp = await endStrayCall(services, stray, null);
      log().error({ ...stray, hungUp }, "A call that nobody waits for is alive.");
    }
    return {
      answer: { received: true },
      news: {
        claims: recorded.claims,
        ended: isOver ? [{ attemptId, cause: event.dedupeKey }] : [],
      },
    };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "attempt_not_found")) throw error;
    // Signed by us, so it was ours: its request has been deleted since.
    log().warn({ attemptId, callId: event.callId }, "A webhook came for an attempt that is gone.");
    return { answer: { received: true, note: "unknown attempt" }, news: {} };
  }
}

/** A body cut short on its way is refused, so that it is sent again; the signature has shown that it is ours. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError("malformed_json", { detail: "The webhook is not valid JSON.", cause });
  }
}

/** Vapi gives its messages no id: one call, one kind of message, one status or one content make them equal. */
function toCallEvent(webhook: Webhook): CallEventInput | null {
  const source = "webhook";
  switch (webhook.type) {
    case "status-update": {
      const isRefusal = isCapacityRefusal(webhook.endedReason);
      const kind = `status:${webhook.status}`;
      return {
        source,
        kind,
        // An end for another reason is news, also after a refusal or an end without one.
        dedupeKey: `${webhook.callId ?? "call"}:${kind}${isRefusal ? ":refused" : webhook.endedReason ? ":reason" : ""}`,
        callId: webhook.callId,
        occurredAt: webhook.at,
        endedReason: webhook.endedReason,
        isRefusal,
      };
    }
    case "end-of-call-report": {
      const { type: _, at, ...payload } = webhook;
      // A second report that brings what the first lacked is another event: nothing that was said is dropped.
      const content = createHash("sha256").update(JSON.stringify(payload)).digest("base64url");
      const isRefusal = isUnheardRefusal(webhook);
      return {
        source,
        // One that names no call is no word about a call that is known.
        kind: isRefusal && webhook.callId === null ? "other:refusal" : "report",
        dedupeKey: `${webhook.callId ?? "call"}:report:${content}`,
        callId: webhook.callId,
        occurredAt: at ?? webhook.endedAt,
        endedAt: webhook.endedAt,
        endedReason: webhook.endedReason,
        isRefusal,
        isOptOut: asksNotToBeCalled(payload.structuredData),
        payload,
      };
    }
    case "other":
      return {
        source,
        kind: `other:${webhook.name}`,
        dedupeKey: `${webhook.callId ?? "call"}:other:${webhook.name}`,
        callId: webhook.callId,
      };
    case "invalid":
      return null;
  }
}
