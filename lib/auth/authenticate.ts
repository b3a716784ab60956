import { parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { createBearerClient, type Db } from "@/lib/supabase/clients";
import { createCookieClient } from "@/lib/supabase/cookie-client";
import { type ApiScope, authorizeApiKey, isApiKey } from "./api-keys";
import { isUnanswered } from "./unanswered";

export type SignedInUser = {
  userId: string;
  /** Null for an account without one, and for an API key. */
  email: string | null;
  /**
   * Reads for this person. With a session, row level security shows nothing else. With an API key it is the product's own
   * client, which sees everybody's rows: whatever reads with it names the owner.
   */
  db: Db;
  /** The token that was shown or refreshed, and until when it is good. */
  session: () => Promise<AccessToken>;
  /** Cookies of a session that was refreshed on the way; they belong into the answer. */
  responseHeaders: Headers;
};

export const accessTokenSchema = z.object({
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
});
export type AccessToken = z.infer<typeof accessTokenSchema>;

export type AuthSettings = {
  url: string;
  publishableKey: string;
  secretKey: string;
  appUrl: string;
  /** Acts as the product itself. */
  serviceDb: Db;
};

/**
 * Who sends a request: an API key or an access token of Supabase as bearer, or the session cookies of the site.
 * The auth server or the table of keys is asked each time, so what was revoked cannot start calls.
 * @param scope what an API key needs for this; null where none will do
 * @throws AppError `not_signed_in`; `api_key_invalid`, `scope_missing` and `too_many_requests` for an API key; and
 * `cross_site_request` for a cookie-authenticated write from elsewhere.
 */
export async function authenticate(
  request: Request,
  scope: ApiScope | null,
  settings: AuthSettings,
): Promise<SignedInUser> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return authenticateBearer(authorization, scope, settings);
  if (!["GET", "HEAD"].includes(request.method)) assertSameSite(request, settings.appUrl);
  return authenticateCookies(request, settings);
}

async function authenticateBearer(
  authorization: string,
  scope: ApiScope | null,
  settings: AuthSettings,
): Promise<SignedInUser> {
  const accessToken = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (!accessToken)
    throw notSignedIn(
      "The Authorization header is not of the form: Bearer <API key or access token>.",
    );
  if (isApiKey(accessToken)) {
    const { serviceDb: db, appUrl } = settings;
    const userId = await authorizeApiKey(db, { secret: accessToken, scope, appUrl });
    const session = () => Promise.reject(new Error("An API key has no session."));
    return { userId, email: null, db, session, responseHeaders: new Headers() };
  }
  const db = createBearerClient({ ...settings, accessToken });
  const user = await askAuthServer(() => db.auth.getUser(accessToken));
  if (!user) throw notSignedIn("The access token is wrong or has expired.");
  return {
    ...user,
    db,
    session: async () => readAccessToken(accessToken),
    responseHeaders: new Headers(),
  };
}

async function authenticateCookies(
  request: Request,
  settings: AuthSettings,
): Promise<SignedInUser> {
  const responseHeaders = new Headers();
  const db = createCookieClient({
    ...settings,
    headers: request.headers,
    cookies: {
      getAll: () =>
        parseCookieHeader(request.headers.get("cookie") ?? "").map(({ name, value }) => ({
          name,
          value: value ?? "",
        })),
      setAll: (cookies) => {
        for (const { name, value, options } of cookies) {
          responseHeaders.append("Set-Cookie", serializeCookieHeader(name, value, options));
        }
      },
    },
  });
  const user = await askAuthServer(() => db.auth.getUser());
  if (!user) throw notSignedIn("Send an API key or an access token, or sign in on the site first.");
  const session = async () => {
    const { data } = await db.auth.getSession();
    // Between the question above and this one, the person may have signed out in another tab.
    if (!data.session) throw notSignedIn("Sign in on the site first.");
    return readAccessToken(data.session.access_token);
  };
  return { ...user, db, session, responseHeaders };
}

const claimsSchema = z.object({ exp: z.int() });

/** Reads the expiry of a token that the auth server has confirmed; the signature has been its affair. */
function readAccessToken(accessToken: string): AccessToken {
  const payload = Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString("utf8");
  const { exp } = claimsSchema.parse(JSON.parse(payload));
  return { accessToken, expiresAt: new Date(exp * 1000).toISOString() };
}

/** Null for "not signed in"; an auth server that cannot be reached is our failure, not the caller's. */
async function askAuthServer(
  ask: () => ReturnType<Db["auth"]["getUser"]>,
): Promise<Pick<SignedInUser, "userId" | "email"> | null> {
  const { data, error } = await ask();
  if (isUnanswered(error)) {
    throw new AppError("store_unavailable", {
      detail: "The sign-in service did not answer. Try again in a few seconds.",
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  return data.user && { userId: data.user.id, email: data.user.email ?? null };
}

/** Browsers send Origin with every write: one from another site rides on the cookies of its visitor. */
function assertSameSite(request: Request, appUrl: string): void {
  const origin = request.headers.get("origin");
  const fetchSite = request.headers.get("sec-fetch-site");
  const isForeignSite = fetchSite !== null && !["same-origin", "none"].includes(fetchSite);
  const hosts = [
    request.headers.get("x-forwarded-host"),
    request.headers.get("host"),
    new URL(appUrl).host,
  ];
  const isForeignOrigin =
    origin !== null && (!URL.canParse(origin) || !hosts.includes(new URL(origin).host));
  if (isForeignSite || isForeignOrigin) {
    throw new AppError("cross_site_request", {
      detail: "A page of another site may not do this with your session.",
      hint: "Programs send an API key instead of cookies.",
    });
  }
}

function notSignedIn(detail: string): AppError {
  return new AppError("not_signed_in", {
    detail,
    hint: "Programs send Authorization: Bearer <API key>; keys are made in the settings of the site.",
  });
}
