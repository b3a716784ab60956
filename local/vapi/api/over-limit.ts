import type { Vapi } from "@vapi-ai/server-sdk";

/** The ways in which the real service has been seen to say that no line is free. */
export const overLimitVariants = [
  "message-string",
  "message-array",
  "error-only",
  "blocked-201",
  "429",
  "429-retry-after",
] as const;

export type OverLimitVariant = (typeof overLimitVariants)[number];

export type Refusal = { status: 400 | 429; body: unknown; headers: Record<string, string> };

const TEXT = "Over Concurrency Limit";

/** The answer to a call that finds no line; null: it is answered 201 and the call then never starts. */
export function overLimitAnswer(variant: OverLimitVariant): Refusal | null {
  const badRequest = (body: unknown): Refusal => ({ status: 400, body, headers: {} });
  const tooMany = (headers: Record<string, string>): Refusal => ({
    status: 429,
    body: { message: "Rate limit exceeded", error: "Too Many Requests", statusCode: 429 },
    headers,
  });

  switch (variant) {
    case "message-string":
      return badRequest({ message: TEXT, error: "Bad Request", statusCode: 400 });
    case "message-array":
      return badRequest({ message: [TEXT], error: "Bad Request", statusCode: 400 });
    case "error-only":
      return badRequest({ error: TEXT });
    case "blocked-201":
      return null;
    case "429":
      return tooMany({});
    case "429-retry-after":
      return tooMany({ "Retry-After": "1" });
  }
}

/** Part of every 201, also of those with lines to spare. */
export function subscriptionLimits(
  lines: number,
  live: number,
  isBlocked: boolean,
): Vapi.SubscriptionLimits {
  return {
    concurrencyBlocked: isBlocked,
    concurrencyLimit: lines,
    remainingConcurrentCalls: Math.max(0, lines - live),
  };
}
