import { z } from "zod";
import { readinessSchema } from "@/lib/health";
import { answer } from "./parts";

/** Open to anybody: what they tell are states, never a name, a number or an error. */
export const healthPaths = {
  "/api/v1/health": {
    get: {
      operationId: "getHealth",
      summary: "Whether the process answers",
      security: [],
      responses: { 200: answer("It does", z.object({ status: z.literal("ok") })) },
    },
  },
  "/api/v1/health/ready": {
    get: {
      operationId: "getReadiness",
      summary: "Whether calls can be made and finished from here",
      security: [],
      responses: {
        200: answer("They can, unless somebody has switched calling off", readinessSchema),
        503: answer("They cannot: the states say why", readinessSchema),
      },
    },
  },
};
