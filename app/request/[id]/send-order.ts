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
      return refused("Your session has ended. Sign in again, then give the order once more.");
    const answer: unknown = await response.json();
    return response.ok ? { kind: "accepted", body: answer } : refused(wordsOfProblem(answer));
  } catch {
    // No network, too slow, or a proxy answered in place of the site: the order may have arrived all the same.
    return refused(
      "No answer came, so the order may or may not have arrived. Giving it again does nothing twice.",
    );
  }
}

const refused = (words: string): OrderResult => ({ kind: "refused", words });

/** A problem document (RFC 9457) in a sentence or two. */
function wordsOfProblem(problem: unknown): string {
  const { title, detail, hint } = (problem ?? {}) as Record<string, unknown>;
  const words = [detail ?? title, hint].filter((part) => typeof part === "string" && part !== "");
  return words.length > 0 ? words.join(" ") : "The site could not do this. Try again.";
}
