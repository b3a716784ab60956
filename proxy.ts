import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/app/content-security-policy";
import { isUnanswered } from "@/lib/auth/unanswered";
import { env } from "@/lib/env";
import { createCookieClient } from "@/lib/supabase/cookie-client";

/**
 * Runs before every page: refreshes the session, sends signed-out visitors to sign in, and gives the page its content
 * security policy. Only a convenience: each page and route checks for itself who asks.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const settings = env();
  const url = settings.NEXT_PUBLIC_SUPABASE_URL;
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ nonce, supabaseUrl: url });

  const answers: ((response: NextResponse) => void)[] = [];
  const db = createCookieClient({
    url,
    publishableKey: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    secretKey: settings.SUPABASE_SECRET_KEY,
    headers: request.headers,
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (changes, headers) => {
        // The page that is about to be drawn reads the refreshed session from the request.
        for (const { name, value } of changes) request.cookies.set(name, value);
        answers.push((response) => {
          for (const { name, value, options } of changes)
            response.cookies.set(name, value, options);
          for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
        });
      },
    },
  });
  const { data, error } = await db.auth.getClaims();
  // An auth server that does not answer says nothing about the visitor; the page tells them of the fault.
  const isSignedOut = !data && !isUnanswered(error);

  const response =
    isSignedOut && !isPublic(request.nextUrl.pathname)
      ? NextResponse.redirect(signInUrl(request))
      : drawPage(request, policy);
  for (const answer of answers) answer(response);
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

const isPublic = (path: string): boolean =>
  path === "/login" || path.startsWith("/login/") || path === "/reference";

function signInUrl(request: NextRequest): URL {
  const { pathname, search } = request.nextUrl;
  const url = new URL("/login", request.url);
  if (pathname + search !== "/") url.searchParams.set("next", pathname + search);
  return url;
}

function drawPage(request: NextRequest, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from here.
  headers.set("Content-Security-Policy", policy);
  return NextResponse.next({ request: { headers } });
}

export const config = {
  // Pages only: API routes answer 401 themselves, the rest are files, two of them without an ending in their names.
  matcher: ["/((?!api/|_next/|apple-icon|opengraph-image|.*\\.[a-z0-9]+$).*)"],
};
