import { createDocument } from "zod-openapi";
import { attemptPaths } from "./attempts";
import { batchPaths } from "./batches";
import { sitePaths } from "./site";

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
    paths: { ...batchPaths, ...attemptPaths, ...sitePaths },
  });
}
