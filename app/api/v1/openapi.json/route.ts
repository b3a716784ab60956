import { env } from "@/lib/env";
import { buildOpenApi } from "@/lib/openapi";
import { otherMethods } from "../../other-methods";

/** The API described for machines; public, as it tells nothing about anybody. */
export function GET(): Response {
  return Response.json(buildOpenApi(env().APP_URL), {
    headers: { "Cache-Control": "public, max-age=300" },
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
