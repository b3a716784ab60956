/** Why the phone service says a call ended, in the groups that matter to us. */
export type EndedClass =
  | "canceled"
  | "voicemail"
  | "busy"
  | "no_answer"
  | "completed"
  /** The number itself does not work, or not from our line. */
  | "failed_permanent"
  /** No line or no daily quota was left; the phone never rang. */
  | "failed_capacity"
  /** Credit, billing or fraud checks of our account. */
  | "failed_account"
  /** Passing fault of the phone network or the phone service. */
  | "failed_transient"
  /** What we sent, or a key we configured, is wrong. */
  | "failed_config"
  /** A speech or language model failed during the call. */
  | "failed_provider"
  | "unknown";

type Rule = { class: EndedClass; pattern: RegExp };

const rule = (className: EndedClass, ...patterns: string[]): Rule => ({
  class: className,
  pattern: new RegExp(patterns.join("|")),
});

/**
 * First match wins, so the order carries meaning: capacity comes before account (both start with
 * `call.start.error-subscription-`), account and transient before the general `call.start.`, the SIP 503 of a full
 * trunk before the 5xx of a model, and 429 before the other 4xx (over quota now is passing, quota gone is ours).
 */
const RULES: readonly Rule[] = [
  rule("canceled", "^(?:manually-canceled|scheduled-call-deleted|call-deleted)$"),
  rule("voicemail", "^voicemail$"),
  rule("busy", "^customer-busy$"),
  rule(
    "no_answer",
    "^customer-did-not-answer$",
    "outbound-sip-(?:408|480)-",
    "error-assistant-did-not-receive-customer-audio$",
  ),
  rule(
    "completed",
    "^assistant-(?:ended|said|forwarded)-.*$",
    "^customer-ended-call(?:-.*)?$",
    "^(?:silence-timed-out|exceeded-max-duration|vonage-completed)$",
    "^call\\.in-progress\\.(?:twilio|sip)-completed-call$",
    "^call\\.ending\\.hook-executed-.*$",
    "^call\\.forwarding\\..*$",
    "^call\\.in-progress\\.error-(?:transfer-failed|warm-transfer-.*)$",
  ),
  rule(
    "failed_permanent",
    "^twilio-reported-customer-misdialed$",
    "^vonage-rejected$",
    "outbound-sip-(?:403|407)-",
    "^customer-did-not-give-microphone",
    "sip-inbound",
    "^call\\.ringing\\.",
    "vapi-number-international$",
  ),
  rule("failed_capacity", "subscription-concurrency-limit-reached$", "outbound-daily-limit$"),
  rule("failed_account", "^call\\.start\\.error-(?:subscription-|fraud-|enterprise-)"),
  rule("failed_transient", "^call\\.start\\.error-(?:vapifault-|get-transport)"),
  rule("failed_config", "^call\\.start\\.", "^call-start-error", "^assistant-(?:not-|request-)"),
  rule(
    "failed_transient",
    "transport-never-connected$",
    "worker-not-available$",
    "outbound-sip-503",
    "sip-outbound-call-failed-to-connect$",
    "-failed-to-connect-call$",
    "bypass-enabled-but-no-call",
  ),
  rule(
    "failed_transient",
    "^assistant-join-timed-out$",
    "call-not-active$",
    "connection-to-transport-missing$",
    "chat-pipeline-failed-to-start$",
    "worker-died$",
    "^worker-shutdown$",
    "closed-websocket$",
    "^vonage-disconnected$",
  ),
  rule(
    "failed_provider",
    "-(?:429|5\\d\\d)-",
    "server-error",
    "overloaded",
    "rate-limited",
    "timed-out",
    "gateway",
    "socket-hang-up",
    "system-busy",
    "unexpected-(?:error|api)",
    "concurrent-requests",
    "connection-failed",
    "econn",
    "request-canceled",
  ),
  rule(
    "failed_config",
    "configfault-",
    "-(?:400|401|402|403|404)-",
    "unauthori[sz]ed",
    "invalid",
    "not-found",
    "not-valid",
    "not-allowed",
    "disabled",
    "must-be",
    "auth-failed",
    "api-key",
    "out-of-c",
    "quota",
    "blocked-",
    "probation",
    "not-fine-tuned",
    "only-for",
    "missing-samples",
    "max-character",
    "no-available-llm",
    "denied",
    "validation",
    "free-(?:users|plan)",
    "no-such",
    "requested-payment",
  ),
  rule("failed_provider", "(?:llm|voice|transcriber|video|model)-failed$"),
];

/** Accepted by the phone service and then not dialed, as all lines of the account were busy: it counts as not made. */
export function isCapacityRefusal(reason: string | null | undefined): boolean {
  return classifyEndedReason(reason) === "failed_capacity" && !isDailyLimit(reason);
}

/** No line today: every further call would meet it too. */
export const isDailyLimit = (reason: string | null | undefined): boolean =>
  reason?.toLowerCase().includes("daily-limit") ?? false;

/**
 * Groups an `endedReason`. Vapi's list is open (597 values in SDK 2.0.1, more with each release), so an unseen value is
 * `unknown`, never followed by a further attempt; the caller keeps and logs the raw text.
 */
export function classifyEndedReason(reason: string | null | undefined): EndedClass {
  const normalized = (reason ?? "").trim().toLowerCase();
  return RULES.find(({ pattern }) => pattern.test(normalized))?.class ?? "unknown";
}
