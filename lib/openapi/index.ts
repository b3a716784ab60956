import { z } from "zod";
import { createDocument } from "zod-openapi";
import { accessTokenSchema } from "@/lib/auth/authenticate";
import { accountPaths } from "./account";
import { attemptPaths } from "./attempts";
import { batchPaths } from "./batches";
import { doNotCallPaths } from "./do-not-call";
import { answer, problems } from "./parts";

const healthSchema = z.object({ status: z.enum(["ok", "unavailable"]) });

/** The public API as an OpenAPI 3.1 document, made from the schemas that also check requests and answers. */
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
      ...batchPaths,
      ...attemptPaths,
      ...accountPaths,
      ...doNotCallPaths,
      "/api/v1/realtime-token": {
        get: {
          operationId: "getRealtimeToken",
          summary: "The access token of the session, for the private channel of a request",
          description: "Ask again before it expires. Never cached.",
          responses: {
            200: answer("The token", accessTokenSchema),
            ...problems(),
          },
        },
      },
      "/api/v1/health": {
        get: {
          operationId: "getHealth",
          summary: "Whether the database answers",
          security: [],
          responses: {
            200: answer("It does", healthSchema),
            503: answer("It does not", healthSchema),
          },
        },
      },
    },
  });
}
