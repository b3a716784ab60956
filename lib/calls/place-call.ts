import type { Vapi } from "@vapi-ai/server-sdk";
import type { AccountFaultCode } from "@/lib/states/outcome-detail";
import { boundedFetch, type Exchange, wasNeverSent } from "./bounded-fetch";
import { callSchema } from "./read-call";
import { type ProviderRefusalCode, readRefusal, saysRetryAfter } from "./refusal";
import type { VapiApi } from "./vapi-api";
import { parseJson } from "./vapi-json";

/** What came of the one request that dials. Only `ambiguous` leaves open whether a phone rings. */
export type PlaceResult =
  | { kind: "placed"; callId: string; controlUrl: string | null; status: string | null }
  /**
   * Not dialed: all lines of the account are busy, or it asks too fast. `callId` names the call record that Vapi may
   * have made of it; that one never rings. `retryAfterSeconds` is null when the service did not say.
   */
  | { kind: "no_line"; retryAfterSeconds: number | null; reason: string; callId: string | null }
  /** Not dialed: nothing of the request left this machine. */
  | { kind: "unreachable"; retryAfterSeconds: number; message: string }
  /** Not dialed, and this provider never will be as it stands. */
  | { kind: "provider_refused"; code: ProviderRefusalCode; message: string }
  /** Not dialed, and no other provider would be either. */
  | { kind: "account_fault"; code: AccountFaultCode; message: string }
  /** It may be ringing: look for it, never ask again. */
  | { kind: "ambiguous"; message: string };

/** Vapi answers in one to two seconds; past this its answer is no longer worth a function's time. */
const PLACE_TIMEOUT_SECONDS = 15;

/** An answer holds one call record, some 20 kB with our assistant in it. */
const PLACE_MAX_BYTES = 1_000_000;

/** A service that cannot be reached is rarely back sooner. */
const UNREACHABLE_RETRY_SECONDS = 15;

/**
 * Asks the phone service once to make a call. Exactly one request in every case: Vapi has no idempotency key, so a
 * repetition could ring the same phone twice. Never throws.
 */
export async function placeCall(
  api: VapiApi,
  dto: Vapi.CreateCallDto,
  options: { timeoutSeconds?: number } = {},
): Promise<PlaceResult> {
  const exchange: Exchange = {};
  const client = api.once(boundedFetch(api.fetch, PLACE_MAX_BYTES, exchange));
  const thrown = await client.calls
    .create(dto, {
      maxRetries: 0,
      timeoutInSeconds: options.timeoutSeconds ?? PLACE_TIMEOUT_SECONDS,
    })
    .then(
      () => null,
      (error: unknown) => error,
    );
  // The wire decides, not the SDK's error: the SDK loses the status of an answer it cannot parse.
  if (exchange.response) return readAnswer(exchange.response);
  const failure = exchange.failure ?? thrown;
  return wasNeverSent(failure)
    ? {
        kind: "unreachable",
        retryAfterSeconds: UNREACHABLE_RETRY_SECONDS,
        message: "The phone service cannot be reached.",
      }
    : { kind: "ambiguous", message: describe(failure) };
}

function readAnswer(response: NonNullable<Exchange["response"]>): PlaceResult {
  const { status } = response;
  if (status >= 200 && status < 300) return readAcceptance(response);
  if (status >= 400 && status < 500 && status !== 408) return readRefusal(response);
  if (status >= 300 && status < 400) {
    return {
      kind: "account_fault",
      code: "configuration",
      message: "The address of the phone service leads elsewhere; check VAPI_BASE_URL.",
    };
  }
  // 5xx may follow a dial that already happened, and 408 says only that somebody was too slow.
  return { kind: "ambiguous", message: `The phone service answered ${status}.` };
}

/** Every 2xx names the limits, so only the flag says that no line was free. */
function readAcceptance({ body, headers }: NonNullable<Exchange["response"]>): PlaceResult {
  const { id: callId, subscriptionLimits, monitor, status } = callSchema.parse(parseJson(body));
  if (subscriptionLimits.concurrencyBlocked) {
    return {
      kind: "no_line",
      retryAfterSeconds: saysRetryAfter(headers),
      reason: "All lines of the account are busy.",
      callId,
    };
  }
  return callId === null
    ? { kind: "ambiguous", message: "The phone service's answer names no call." }
    : { kind: "placed", callId, controlUrl: monitor.controlUrl, status };
}

/** The code of a connection that failed says more than the sentence around it. */
function describe(failure: unknown): string {
  const { cause, message } = failure instanceof Error ? failure : new Error("unknown failure");
  const code = cause instanceof Error && "code" in cause ? cause.code : message;
  return `No answer from the phone service: ${code}`.slice(0, 200);
}
