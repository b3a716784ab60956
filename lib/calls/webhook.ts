import { plainText } from "@/lib/results/plain-text";
import { asId, asInstant, asRecord, asText } from "./read-json";
import { type CallReport, readReport, reasonOf } from "./report";

export { type CallMessage, type CallReport, reportFromCall } from "./report";

export type Webhook =
  | {
      type: "status-update";
      callId: string | null;
      /** Open set: `queued`, `ringing`, `in-progress`, `forwarding`, `ended` today. */
      status: string;
      endedReason: string | null;
      at: string | null;
    }
  | ({ type: "end-of-call-report"; at: string | null } & CallReport)
  /** Authentic, but nothing we asked for. */
  | { type: "other"; name: string; callId: string | null }
  /** Not a message of the phone service. `problem` repeats nothing of the body. */
  | { type: "invalid"; problem: string };

/** Longer than any name Vapi uses. */
const NAME_MAX = 60;

/**
 * Reads the body of a webhook. Whatever is missing or of the wrong type reads as null, since the shape changes between
 * releases and a report that cannot be read would be lost: Vapi takes the refusal for an outage. Never throws.
 */
export function parseWebhook(json: unknown): Webhook {
  const message = asRecord(asRecord(json).message);
  const type = asText(message.type);
  if (type === null) return { type: "invalid", problem: "The body has no message with a type." };
  const call = asRecord(message.call);
  const callId = asId(call.id);
  const at = asInstant(message.timestamp);

  switch (type) {
    case "status-update": {
      const status = asText(message.status);
      if (status === null) return { type: "invalid", problem: "The status update has no status." };
      return {
        type,
        callId,
        status: plainText(status, NAME_MAX),
        endedReason: reasonOf(message) ?? reasonOf(call),
        at,
      };
    }
    case "end-of-call-report":
      return { type, at, ...readReport(message, call) };
    default:
      return { type: "other", name: plainText(type, NAME_MAX), callId };
  }
}
