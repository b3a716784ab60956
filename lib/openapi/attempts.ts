import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { checkedAttemptSchema } from "@/lib/attempts/check-attempt";
import { storySchema } from "@/lib/batches/read-status";
import { answer, problems, security } from "./parts";

const ofAttempt = z.object({ attemptId: z.uuid() });

export const attemptPaths: ZodOpenApiPathsObject = {
  "/api/v1/attempts/{attemptId}/story": {
    get: {
      operationId: "getAttemptStory",
      summary: "Transcript and timeline of one call",
      requestParams: { path: ofAttempt },
      responses: {
        200: answer("What was said and what happened", storySchema),
        ...problems("attempt_not_found"),
      },
      security: security("read"),
    },
  },
  "/api/v1/attempts/{attemptId}/call-anyway": {
    post: {
      operationId: "callAnyway",
      security: security("start"),
      summary: "Call one business outside of calling hours",
      description:
        "Only where the operator allows it, and only for a call that waits with holdCode outside_hours. Lifts no other rule and no other call; who ordered it, and when, goes on record. May be repeated.",
      requestParams: { path: ofAttempt },
      responses: {
        202: answer("It is called as soon as a line is free", ofAttempt),
        ...problems(
          "cross_site_request",
          "attempt_not_found",
          "call_anyway_off",
          "not_outside_hours",
        ),
      },
    },
  },
  "/api/v1/attempts/{attemptId}/check": {
    post: {
      operationId: "checkAttempt",
      summary: "Ask the phone service again about a call of unknown outcome",
      description:
        "Nobody is dialed. What is found is stored, and the ranking made again. A call that is still alive stays unknown until it has ended. Of a call that is not unknown, its state.",
      requestParams: { path: ofAttempt },
      responses: {
        200: answer("What is known now", checkedAttemptSchema),
        ...problems("cross_site_request", "attempt_not_found", "phone_service_unavailable"),
      },
      security: security("read"),
    },
  },
};
