import { json } from "@/lib/http";
import { otherMethods } from "../../other-methods";
import { signedIn } from "../signed-in";

/**
 * The access token with which the page joins its private channel, so that its script needs no code for signing in.
 * The auth server has just confirmed it.
 */
export function GET(request: Request): Promise<Response> {
  return signedIn(request, async ({ session }) => json(await session()));
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
