import { json } from "@/lib/http";
import { otherMethods } from "../../other-methods";
import { withUser } from "../with-user";

/**
 * The access token with which the page joins its private channel, so that its script needs no code for signing in.
 * The auth server has just confirmed it. An API key has none: a token would outlive its revocation, and see beyond its scopes.
 */
export function GET(request: Request): Promise<Response> {
  return withUser(request, null, async ({ session }) => json(await session()));
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
