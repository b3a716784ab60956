import { createDocument } from "zod-openapi";
import { API_SCOPES, SCOPE_WORDS } from "@/lib/auth/api-keys";
import { accessTokenSchema } from "@/lib/auth/authenticate";
import { attemptSnapshotSchema } from "@/lib/batches/schema";
import { API_LIMITS } from "@/lib/limits";
import { accountPaths } from "./account";
import { attemptPaths } from "./attempts";
import { batchPaths } from "./batches";
import { doNotCallPaths } from "./do-not-call";
import { healthPaths } from "./health";
import { answer, problems, security } from "./parts";

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
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "rr_…",
          description: `For programs: made and revoked in the settings of the site, and good for ${API_LIMITS.requestsPerMinute} requests a minute. Each operation names the scope that it needs. ${API_SCOPES.map((scope) => `${scope}: ${SCOPE_WORDS[scope]}`).join(". ")}.`,
        },
        accessToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token of Supabase, which lives for an hour. May do everything.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "sb-<project>-auth-token",
          description: "The session of the site, in a browser. May do everything.",
        },
      },
      // Named, as it stands in several places.
      schemas: { Attempt: attemptSnapshotSchema },
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
          security: security(null),
        },
      },
      ...healthPaths,
    },
  });
}
