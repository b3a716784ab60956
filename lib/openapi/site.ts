import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { accessTokenSchema } from "@/lib/auth/authenticate";
import { everywhere, jsonBody, problems } from "./parts";

const healthSchema = z.object({ status: z.enum(["ok", "unavailable"]) });

export const sitePaths: ZodOpenApiPathsObject = {
  "/api/v1/realtime-token": {
    get: {
      operationId: "getRealtimeToken",
      summary: "The access token of the session, for the private channel of a request",
      description: "Ask again before it expires. Never cached.",
      responses: {
        200: { description: "The token", content: jsonBody(accessTokenSchema) },
        ...problems(...everywhere),
      },
    },
  },
  "/api/v1/health": {
    get: {
      operationId: "getHealth",
      summary: "Whether the database answers",
      security: [],
      responses: {
        200: { description: "It does", content: jsonBody(healthSchema) },
        503: { description: "It does not", content: jsonBody(healthSchema) },
      },
    },
  },
};
