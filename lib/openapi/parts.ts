import { z } from "zod";
import type { ZodOpenApiResponseObject } from "zod-openapi";
import type { ApiScope } from "@/lib/auth/api-keys";
import { ERROR_CODES, type ErrorCode } from "@/lib/errors";
import { API_LIMITS } from "@/lib/limits";

/** What the operations of the API's description share. */

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().optional(),
    hint: z.string().optional(),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          code: z.string(),
          detail: z.string(),
          fix: z.string().optional(),
        }),
      )
      .optional(),
    instance: z.string(),
    requestId: z.string(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document" });

/** The errors of every operation that needs a signed-in user and the database. */
const EVERYWHERE = [
  "not_signed_in",
  "api_key_invalid",
  "scope_missing",
  "too_many_requests",
  "store_unavailable",
  "internal",
] as const;

/** The errors of every operation that reads a JSON body. */
export const BODY_PROBLEMS = [
  "malformed_json",
  "cross_site_request",
  "body_too_large",
  "unsupported_media_type",
  "invalid_body",
] as const;

/** The errors of every operation that starts a batch. */
export const ORDER_PROBLEMS = [
  ...BODY_PROBLEMS,
  "invalid_idempotency_key",
  "calls_disabled",
  "not_invited",
  "limit_reached",
  "batch_open",
  "account_closing",
  "idempotency_key_reused",
] as const;

/** The answers with these error codes, and with those that are possible everywhere, by status. */
export function problems(
  ...codes: ErrorCode[]
): Record<`${1 | 4 | 5}${string}`, ZodOpenApiResponseObject> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, ...EVERYWHERE]) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `${code}: ${ERROR_CODES[code].title}`).join("; "),
        content: {
          "application/problem+json": {
            schema: problemSchema.and(z.looseObject({ code: z.enum(list) })),
          },
        },
        ...(Number(status) === 429 ? { headers: retryAfter } : {}),
      },
    ]),
  );
}

export const jsonBody = (schema: z.ZodType) => ({ "application/json": { schema } });

export const answer = (description: string, schema: z.ZodType) => ({
  description,
  content: jsonBody(schema),
});

const retryAfter = z.object({ "Retry-After": z.int().describe("Seconds to wait") });

/** How a caller may show who it is, where an API key needs the scope; null where no key will do. */
export const security = (scope: ApiScope | null): Record<string, string[]>[] => [
  { session: [] },
  { accessToken: [] },
  ...(scope ? [{ apiKey: [scope] }] : []),
];

/** The command lines of an operation, where documentation tools look for them; tests/flows runs each. */
export const curl = (source: string) => ({
  "x-codeSamples": [{ lang: "bash", label: "curl", source }],
});

export const idempotencyKey = z.object({
  "Idempotency-Key": z.string().max(API_LIMITS.idempotencyKey).optional(),
});
