import { z } from "zod";
import { plainText } from "@/lib/plain-text";
import type { AccountFaultCode } from "@/lib/states/outcome-detail";
import { orNull, parseJson, record, text, words } from "./vapi-json";

export type ProviderRefusalCode =
  /** The number or another detail of the callee is not accepted. */
  | "invalid_number"
  /** Our line may not call that country. */
  | "international"
  /** Refused without a reason that we recognize. */
  | "refused";

export type Refusal =
  | { kind: "no_line"; retryAfterSeconds: number | null; reason: string; callId: null }
  | { kind: "provider_refused"; code: ProviderRefusalCode; message: string }
  | { kind: "account_fault"; code: AccountFaultCode; message: string };

type Answer = { status: number; headers: Headers; body: string };

/** Long enough for Vapi's longest validation message, short enough for a log line. */
const MESSAGE_MAX = 300;

const DAILY_CAP = /daily (?:outbound )?(?:call )?limit/i;
const CREDIT = /insufficient|\bcredits?\b|\bbalance\b|wallet|billing|payment|frozen/i;
const UNKNOWN_PROPERTY = /should not exist/i;
const INTERNATIONAL = /\binternational(?:ly)?\b/i;
/** What the agent thinks, speaks and hears with: an operator picks another one. */
const PART = /\b(?:model|voice|transcriber)s?\b/i;
const CALLEE = /\bcustomer\b|e\.?164|valid phone number(?! id)/i;
/** The wording of Vapi's body validation, for fields that are the same in every call we make. */
const VALIDATION =
  /must (?:not )?(?:be|have|contain)|should (?:not )?be|not found|does ?n[o']t exist|required|invalid|couldn't get|assistant|phoneNumberId|server|\b(?:out|in)bound\b/i;

/**
 * Reads a 4xx to a call that was asked for: in every case nothing was dialed. The order matters: our account's faults
 * are told apart from this callee's, since one holds the batch and the other must not.
 */
export function readRefusal(answer: Answer): Refusal {
  const { status, headers } = answer;
  const texts = messagesOf(answer);
  const message =
    plainText(texts.join("; "), MESSAGE_MAX) || `The phone service answered ${status}.`;
  const says = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  const fault = (code: AccountFaultCode): Refusal => ({ kind: "account_fault", code, message });
  const refuse = (code: ProviderRefusalCode): Refusal => ({
    kind: "provider_refused",
    code,
    message,
  });

  // A rejected property may have any of these words in its name.
  if (says(UNKNOWN_PROPERTY)) return fault("configuration");
  if (says(/concurren/i) || (status === 429 && !says(DAILY_CAP))) {
    return {
      kind: "no_line",
      retryAfterSeconds: saysRetryAfter(headers),
      reason: message,
      callId: null,
    };
  }
  if (says(DAILY_CAP)) return fault("daily_cap");
  const isOfPart = texts.some((text) => PART.test(text) && !CALLEE.test(text));
  if (status === 401 || (status === 403 && !isOfPart)) return fault("credentials");
  if (status === 402 || says(CREDIT)) return fault("credit");
  if (isOfPart) return fault("assistant");
  // Anything but 400 and 422 is about the address or form of the request, which is the same for every callee.
  if (status !== 400 && status !== 422) return fault("configuration");

  if (texts.some((text) => VALIDATION.test(text) && !CALLEE.test(text)))
    return fault("configuration");
  if (says(INTERNATIONAL)) return refuse("international");
  return refuse(says(CALLEE) ? "invalid_number" : "refused");
}

/** `message` is a string, a list or missing; `error` then says it. */
const errorSchema = record({
  message: orNull(
    z.union([words(MESSAGE_MAX).transform((line) => [line]), z.array(text(MESSAGE_MAX))]),
  ),
  error: text(MESSAGE_MAX),
});

/** What the answer says, line by line; a gateway in between answers in HTML. */
function messagesOf({ body, status }: Answer): string[] {
  const parsed = parseJson(body);
  if (parsed === undefined)
    return [plainText(body.slice(0, 5_000).replace(/<[^>]*>/g, " "), MESSAGE_MAX)];
  const { message, error } = errorSchema.parse(parsed);
  // A list has one entry per wrong field; more than a few add nothing.
  const lines = (message ?? []).filter((line) => line !== null).slice(0, 20);
  return lines.length > 0 ? lines : [error ?? `The phone service answered ${status}.`];
}

/** An hour: a longer wait is not a busy line but a fault that somebody should see. */
const RETRY_AFTER_MAX_SECONDS = 3_600;

/** Seconds to wait from `Retry-After` (seconds or date) or `X-RateLimit-Reset` (Unix time); null when neither says. */
export function saysRetryAfter(headers: Headers, now = Date.now()): number | null {
  const after = headers.get("retry-after");
  const reset = headers.get("x-ratelimit-reset");
  const seconds =
    after !== null && /^\d+$/.test(after.trim())
      ? Number(after)
      : after !== null
        ? (Date.parse(after) - now) / 1_000
        : reset !== null && /^\d+$/.test(reset.trim())
          ? Number(reset) - now / 1_000
          : Number.NaN;
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 0), RETRY_AFTER_MAX_SECONDS);
}
