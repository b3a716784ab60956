import { z } from "zod";
import { createDocument, type ZodOpenApiResponseObject } from "zod-openapi";
import { retryBodySchema } from "@/lib/batches/retry-batch";
import { acceptedBatchSchema, batchStatusSchema, startBatchBodySchema } from "@/lib/batches/schema";
import { BATCH_STATUSES } from "@/lib/batches/status";
import { ERROR_CODES, type ErrorCode } from "./errors";

/** The public API as an OpenAPI 3.1 document, made from the schemas that also check requests and answers. */

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

const canceledSchema = z.object({
  executionId: z.uuid(),
  status: z.enum(BATCH_STATUSES),
  hangingUp: z.int().describe("Calls that may still be live"),
  statusUrl: z.string(),
});

function problems(
  ...codes: ErrorCode[]
): Record<`${1 | 4 | 5}${string}`, ZodOpenApiResponseObject> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `${code}: ${ERROR_CODES[code].title}`).join("; "),
        content: { "application/problem+json": { schema: problemSchema } },
      },
    ]),
  );
}

const jsonBody = (schema: z.ZodType) => ({ "application/json": { schema } });
const everywhere = [
  "not_signed_in",
  "store_unavailable",
  "internal",
] as const satisfies ErrorCode[];

export function buildOpenApi(serverUrl: string) {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Ringround",
      version: "1",
      description:
        "Phones many local businesses at once and tells who can come, when and at what price.",
    },
    servers: [{ url: serverUrl }],
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "Supabase access token" },
      },
    },
    paths: {
      "/api/v1/providers/batch-call-async": {
        post: {
          operationId: "startBatch",
          summary: "Start calling",
          description:
            "202 means stored: the calls are made whatever happens to this request. Repeat a request with the same Idempotency-Key to get the same answer; an equal body is the same batch while it is being called, whatever its key.",
          requestParams: {
            header: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
          },
          requestBody: { required: true, content: jsonBody(startBatchBodySchema) },
          responses: {
            202: { description: "Stored and queued", content: jsonBody(acceptedBatchSchema) },
            ...problems(
              "malformed_json",
              "invalid_idempotency_key",
              "cross_site_request",
              "service_request_not_found",
              "batch_open",
              "body_too_large",
              "unsupported_media_type",
              "invalid_body",
              "idempotency_key_reused",
              "provider_id_taken",
              ...everywhere,
            ),
          },
        },
      },
      "/api/v1/providers/batch-status/{serviceRequestId}": {
        get: {
          operationId: "getBatchStatus",
          summary: "Everything about a request's calls",
          description:
            "Send If-None-Match to get 304 while nothing has changed; Retry-After says when to ask again.",
          requestParams: { path: z.object({ serviceRequestId: z.uuid() }) },
          responses: {
            200: { description: "The state", content: jsonBody(batchStatusSchema) },
            304: { description: "Unchanged" },
            ...problems("service_request_not_found", ...everywhere),
          },
        },
      },
      "/api/v1/batches/{executionId}/retry": {
        post: {
          operationId: "retryBatch",
          summary: "Call again those who came out as chosen",
          description:
            "A new batch of the same request, over the providers of an ended one. With {}: whoever was not reached.",
          requestParams: {
            path: z.object({ executionId: z.uuid() }),
            header: z.object({ "Idempotency-Key": z.string().max(255).optional() }),
          },
          requestBody: { required: true, content: jsonBody(retryBodySchema) },
          responses: {
            202: { description: "Stored and queued", content: jsonBody(acceptedBatchSchema) },
            ...problems(
              "malformed_json",
              "invalid_idempotency_key",
              "cross_site_request",
              "batch_not_found",
              "batch_open",
              "nothing_to_retry",
              "invalid_body",
              "idempotency_key_reused",
              ...everywhere,
            ),
          },
        },
      },
      "/api/v1/batches/{executionId}/cancel": {
        post: {
          operationId: "cancelBatch",
          summary: "Stop calling and hang up",
          description: "May be repeated. Answers already given are kept.",
          requestParams: { path: z.object({ executionId: z.uuid() }) },
          responses: {
            202: { description: "Stopping, or stopped", content: jsonBody(canceledSchema) },
            ...problems("cross_site_request", "batch_not_found", ...everywhere),
          },
        },
      },
    },
  });
}
