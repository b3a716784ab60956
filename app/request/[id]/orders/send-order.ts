import { describeProblem } from "../../../components/problem-words";

/** How the API took an order: to stop, to call again, to check. */
export type OrderResult =
  | { kind: "accepted"; body: unknown }
  /** In words for the person. */
  | { kind: "refused"; words: string };

// Each order is one statement of the database and one message to the engine or the phone service.
const ORDER_TIMEOUT_MS = 30_000;

export type Order = { path: string; body?: unknown; idempotencyKey?: string };

/** Sends an order to the API. Never throws. */
export async function sendOrder({ path, body, idempotencyKey }: Order): Promise<OrderResult> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(idempotencyKey ? { "Idempotency-Key": idempotencyKey } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(ORDER_TIMEOUT_MS),
    });
    if (response.status === 401)
      return refused("Your session has ended. Sign in again, then try once more.");
    const answer: unknown = await response.json();
    return response.ok
      ? { kind: "accepted", body: answer }
      : refused(describeProblem(answer, response.headers.get("Retry-After")));
  } catch {
    // No network, too slow, or a proxy answered in place of the site: the order may still have arrived.
    return refused(
      "No answer came, so the order may or may not have arrived. It is safe to try again: nothing happens twice.",
    );
  }
}

const FOUND: Record<string, string> = {
  nothing: "The phone service still has no record of this call.",
  live: "The call is still going on.",
  answer: "The outcome of the call is known now.",
};

/** Asks the phone service once more what became of an unclear call; says in words what it knows. Never throws. */
export async function checkCall(attemptId: string): Promise<string> {
  const result = await sendOrder({ path: `/api/v1/attempts/${attemptId}/check` });
  if (result.kind === "refused") return result.words;
  return FOUND[String((result.body as { found?: unknown }).found)] ?? "Checked.";
}

/** Has a call made before its hours begin; says in words what came of it. Never throws. */
export async function callAnyway(attemptId: string): Promise<string> {
  const result = await sendOrder({ path: `/api/v1/attempts/${attemptId}/call-anyway` });
  return result.kind === "refused" ? result.words : "It is called as soon as a line is free.";
}

/** Puts a number on the person's own list of those that are never called; says so in words. Never throws. */
export async function neverCall(phone: string, name: string): Promise<string> {
  const body = { numbers: [{ phone, reason: name }] };
  const result = await sendOrder({ path: "/api/v1/do-not-call", body });
  return result.kind === "refused"
    ? result.words
    : `${name} is on your do-not-call list. Take it off in the settings.`;
}

const refused = (words: string): OrderResult => ({ kind: "refused", words });
