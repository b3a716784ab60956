import { callSchema } from "./read-call";
import { type CallReport, callFacts, toReport } from "./report";
import { instant, record, text } from "./vapi-json";

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

const webhookSchema = record({
  message: record({
    type: text(NAME_MAX),
    status: text(NAME_MAX),
    timestamp: instant,
    call: callSchema,
    ...callFacts,
  }),
});

/**
 * Reads the body of a webhook. Never throws: Vapi would take the refusal of one that cannot be read for an outage, and
 * what it tells would be lost.
 */
export function parseWebhook(json: unknown): Webhook {
  const { message } = webhookSchema.parse(json);
  const { type, status, call, timestamp: at } = message;
  const callId = call.id;

  switch (type) {
    case null:
      return { type: "invalid", problem: "The body has no message with a type." };
    case "status-update": {
      if (status === null) return { type: "invalid", problem: "The status update has no status." };
      return { type, callId, status, endedReason: message.endedReason ?? call.endedReason, at };
    }
    case "end-of-call-report":
      return { type, at, ...toReport(callId, message, call) };
    default:
      return { type: "other", name: type, callId };
  }
}
