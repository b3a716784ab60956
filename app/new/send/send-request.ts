import { isRecord } from "@/lib/is-record";

export type SendResult =
  | { kind: "accepted"; pageUrl: string }
  | { kind: "signed_out" }
  /** With a problem document (RFC 9457). */
  | { kind: "refused"; problem: Record<string, unknown>; retryAfter: string | null }
  /** Nothing was sent. */
  | { kind: "offline" }
  /** No answer came: the request may have arrived. Sending again with the same key is safe. */
  | { kind: "unanswered" };

// Storing 1,000 providers takes some 100 ms; beyond half a minute the answer is lost.
const SEND_TIMEOUT_MS = 30_000;

/** Sends a batch to the API. Never throws. */
export async function sendRequest(body: unknown, idempotencyKey: string): Promise<SendResult> {
  // Tried anyway: some browsers take a network that they do not know for none.
  const wasOffline = !navigator.onLine;
  try {
    const response = await fetch("/api/v1/providers/batch-call-async", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    if (response.status === 401) return { kind: "signed_out" };
    const answer: unknown = await response.json();
    if (!isRecord(answer)) return { kind: "unanswered" };
    if (response.status === 202 && typeof answer.serviceRequestId === "string") {
      return { kind: "accepted", pageUrl: `/request/${answer.serviceRequestId}` };
    }
    const retryAfter = response.headers.get("Retry-After");
    return { kind: "refused", problem: answer, retryAfter };
  } catch {
    // No network, too slow, or a body that is not JSON: a proxy answered in place of the site.
    return { kind: wasOffline ? "offline" : "unanswered" };
  }
}
