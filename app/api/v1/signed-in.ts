import { authenticate, type SignedIn } from "@/lib/auth/authenticate";
import { handle } from "@/lib/http";
import { authSettings } from "@/lib/services";

/**
 * Runs a handler for whoever sends the request, and gives back the cookies of a session that was refreshed on the way:
 * a rotated refresh token that the browser never gets would sign it out.
 */
export function signedIn(
  request: Request,
  handler: (person: SignedIn) => Promise<Response>,
): Promise<Response> {
  return handle(request, async () => {
    const person = await authenticate(request, authSettings());
    // An error is an answer too, and the cookies belong to it as well.
    const response = await handle(request, () => handler(person));
    for (const cookie of person.responseHeaders.getSetCookie())
      response.headers.append("Set-Cookie", cookie);
    return response;
  });
}
