import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { previewSchema } from "@/lib/batches/preview-batch";
import { retryBodySchema } from "@/lib/batches/retry-batch";
import {
  acceptedBatchSchema,
  batchBodySchema,
  batchStatusSchema,
  startBatchBodySchema,
} from "@/lib/batches/schema";
import { FILE_TYPES, readListBodySchema, readListQuerySchema } from "@/lib/list-requests";
import { MOST_LIST_BYTES, MOST_LIST_LINES } from "@/lib/lists/open-file";
import { listReadingSchema } from "@/lib/lists/reading";
import { BATCH_STATUSES } from "@/lib/states/batch";
import { EXAMPLES } from "./examples";
import {
  answer,
  BODY_PROBLEMS,
  curl,
  idempotencyKey,
  jsonBody,
  ORDER_PROBLEMS,
  problems,
  security,
} from "./parts";

const canceledSchema = z.object({
  executionId: z.uuid(),
  status: z.enum(BATCH_STATUSES),
  hangingUp: z.int().describe("Calls that may still be live"),
  statusUrl: z.string(),
});

const ofBatch = z.object({ executionId: z.uuid() });

export const batchPaths: ZodOpenApiPathsObject = {
  "/api/v1/providers/batch-call-async": {
    post: {
      operationId: "startBatch",
      summary: "Start calling",
      description:
        "202 means stored: the calls are made even if this request breaks off. Repeat a request with the same Idempotency-Key to get the same answer; an equal body is the same batch while it is being called, with any key.",
      requestParams: { header: idempotencyKey },
      requestBody: { required: true, content: jsonBody(startBatchBodySchema) },
      responses: {
        202: answer("Stored and queued", acceptedBatchSchema),
        ...problems(...ORDER_PROBLEMS, "service_request_not_found", "provider_id_taken"),
      },
      security: security("start"),
      ...curl(EXAMPLES.startBatch),
    },
  },
  "/api/v1/providers/estimate": {
    post: {
      operationId: "estimateBatch",
      security: security("start"),
      summary: "What an order would come to",
      description:
        "A dry run: takes the body of an order, whose request may be left out, checks it alike, stores nothing and calls nobody. Tells how many businesses are outside of calling hours now, what the calls can cost at the most, and what limits leave of the order.",
      requestBody: { required: true, content: jsonBody(batchBodySchema) },
      responses: {
        200: answer("The estimate", previewSchema),
        ...problems(...BODY_PROBLEMS),
      },
    },
  },
  "/api/v1/providers/read-list": {
    post: {
      operationId: "readList",
      security: security("start"),
      summary: "What a list is understood as",
      description: `Reads a text (JSON) or a file (the body itself: text in any encoding, an Excel workbook, contacts) of at most ${MOST_LIST_BYTES / 1_000_000} MB and ${MOST_LIST_LINES} lines as the page does. Stores nothing and calls nobody: send the rows with the verdict call to start calling.`,
      requestParams: { query: readListQuerySchema },
      requestBody: {
        required: true,
        content: {
          ...jsonBody(readListBodySchema),
          ...Object.fromEntries(FILE_TYPES.map((type) => [type, { schema: z.string() }])),
        },
      },
      responses: {
        200: answer("The reading", listReadingSchema),
        ...problems(...BODY_PROBLEMS, "list_unreadable"),
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
        200: answer("The state", batchStatusSchema),
        304: { description: "Unchanged" },
        ...problems("service_request_not_found"),
      },
      security: security("read"),
      ...curl(EXAMPLES.getBatchStatus),
    },
  },
  "/api/v1/providers/batch-status/{serviceRequestId}/results.csv": {
    get: {
      operationId: "getResults",
      summary: "The results as a file for spreadsheets",
      description:
        "One line per provider, the best answer first, with the columns of the page's own export. While calls are made, what is known so far.",
      requestParams: { path: z.object({ serviceRequestId: z.uuid() }) },
      responses: {
        200: { description: "The file", content: { "text/csv": { schema: z.string() } } },
        ...problems("service_request_not_found"),
      },
      security: security("read"),
      ...curl(EXAMPLES.getResults),
    },
  },
  "/api/v1/batches/{executionId}/retry": {
    post: {
      operationId: "retryBatch",
      summary: "Call chosen providers again",
      description:
        "A new batch of the same request, over providers of an ended one: by how their calls came out, by name, or both. Without a body: those that were not reached. Providers that a later batch has phoned are left alone; post to the batch of their latest call. Of those chosen by name, all are called or none.",
      requestParams: { path: ofBatch, header: idempotencyKey },
      requestBody: { required: false, content: jsonBody(retryBodySchema) },
      responses: {
        202: answer("Stored and queued", acceptedBatchSchema),
        ...problems(
          ...ORDER_PROBLEMS,
          "batch_not_found",
          "nothing_to_retry",
          "provider_not_retryable",
        ),
      },
      security: security("start"),
      ...curl(EXAMPLES.retryBatch),
    },
  },
  "/api/v1/batches/{executionId}/cancel": {
    post: {
      operationId: "cancelBatch",
      summary: "Stop calling and hang up",
      description: "May be repeated. Answers already given are kept.",
      requestParams: { path: ofBatch },
      responses: {
        202: answer("Stopping, or stopped", canceledSchema),
        ...problems("cross_site_request", "batch_not_found"),
      },
      security: security("cancel"),
      ...curl(EXAMPLES.cancelBatch),
    },
  },
};
