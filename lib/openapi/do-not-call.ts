import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { doNotCallBodySchema, doNotCallListSchema } from "@/lib/do-not-call";
import { answer, BODY_PROBLEMS, jsonBody, problems, security } from "./parts";

export const doNotCallPaths: ZodOpenApiPathsObject = {
  "/api/v1/do-not-call": {
    get: {
      operationId: "listDoNotCall",
      security: security("read"),
      summary: "Your own list of numbers that are never called",
      responses: { 200: answer("The list, latest first", doNotCallListSchema), ...problems() },
    },
    post: {
      operationId: "addDoNotCall",
      security: security("start"),
      summary: "Put numbers on your list",
      description:
        "All of them or, when one cannot be read, none. Your calls to them that wait are skipped with the detail own_do_not_call; other people's calls are not touched.",
      requestBody: { required: true, content: jsonBody(doNotCallBodySchema) },
      responses: {
        200: answer("How many are new", z.object({ added: z.int() })),
        ...problems(...BODY_PROBLEMS),
      },
    },
    delete: {
      operationId: "removeDoNotCall",
      security: security("start"),
      summary: "Take a number off your list",
      requestParams: { query: z.object({ phone: z.string() }) },
      responses: {
        204: { description: "It may be called again" },
        ...problems("cross_site_request", "number_not_listed"),
      },
    },
  },
};
