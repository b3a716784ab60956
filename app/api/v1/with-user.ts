import type { ApiScope } from "@/lib/auth/api-keys";
import { authenticate, type SignedInUser } from "@/lib/auth/authenticate";
import { handle } from "@/lib/http";
import { authSettings } from "@/lib/services";

/**
 * Runs a handler for the user who sends the request. The answer carries the cookies of a session that was refreshed on the
 * way: without its new refresh token, the browser would be signed out.
 * @param scope what an API key must be allowed to; null where none will do
 */
export function withUser(
  request: Request,
  scope: ApiScope | null,
  handler: (user: SignedInUser) => Promise<Response>,
): Promise<Response> {
  return handle(request, async () => {
    const user = await authenticate(request, scope, authSettings());
    // An error is an answer too, and the cookies belong to it as well.
    const response = await handle(request, () => handler(user));
    for (const cookie of user.responseHeaders.getSetCookie())
      response.headers.append("Set-Cookie", cookie);
    return response;
  });
}
