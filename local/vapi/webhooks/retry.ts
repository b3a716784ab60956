import type { Vapi } from "@vapi-ai/server-sdk";

/**
 * Milliseconds to wait before a webhook is sent again, null when it is given up. Without a plan nothing is ever sent
 * twice; with one, every answer but a 2xx is retried unless its status is excluded. `status` is null when there was no
 * answer.
 */
export function retryDelayMs(
  plan: Vapi.BackoffPlan | undefined,
  attemptsMade: number,
  status: number | null,
): number | null {
  if (!plan || attemptsMade > plan.maxRetries) return null;
  // The SDK types the codes as objects; they are numbers.
  const excluded: unknown[] = plan.excludedStatusCodes ?? [];
  if (status !== null && excluded.map(Number).includes(status)) return null;

  const base = plan.baseDelaySeconds * 1000;
  return isExponential(plan) ? base * 2 ** (attemptsMade - 1) : base;
}

// Typed as an object by the SDK; a word in reality.
function isExponential(plan: Vapi.BackoffPlan): boolean {
  const type: unknown = plan.type;
  return type === "exponential";
}
