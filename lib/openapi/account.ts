import type { ZodOpenApiPathsObject } from "zod-openapi";
import { closingAccountSchema, deleteAccountBodySchema } from "@/lib/account/delete-account";
import { answer, BODY_PROBLEMS, jsonBody, problems, security } from "./parts";

export const accountPaths: ZodOpenApiPathsObject = {
  "/api/v1/account": {
    delete: {
      operationId: "deleteAccount",
      security: security(null),
      summary: "Delete the account and all that is in it",
      description:
        "Open batches are canceled and live calls hung up first; then everything is removed, which takes minutes. Nobody is called for the account from the first answer on. May be repeated until the access token is refused.",
      requestBody: { required: true, content: jsonBody(deleteAccountBodySchema) },
      responses: {
        202: answer("It has begun", closingAccountSchema),
        ...problems(...BODY_PROBLEMS),
      },
    },
  },
  "/api/v1/account/export": {
    get: {
      operationId: "exportAccount",
      security: security(null),
      summary: "All that is kept about the person",
      description:
        "A ZIP archive of JSON files. It is made while it is sent; one that was broken off cannot be opened.",
      responses: {
        200: {
          description: "The archive",
          content: { "application/zip": { schema: { type: "string", format: "binary" } } },
        },
        ...problems(),
      },
    },
  },
};
