import "server-only";
import type { CookieMethodsServer } from "@supabase/ssr";
import type { Route } from "next";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isUnanswered } from "@/lib/auth/unanswered";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/supabase/clients";
import { createCookieClient } from "@/lib/supabase/cookie-client";

export type PageSession = { userId: string; email: string; db: Db };

async function cookieDb(methods: CookieMethodsServer): Promise<Db> {
  const settings = env();
  return createCookieClient({
    url: settings.NEXT_PUBLIC_SUPABASE_URL,
    publishableKey: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    secretKey: settings.SUPABASE_SECRET_KEY,
    headers: await headers(),
    cookies: methods,
  });
}

/** A client for server actions and route handlers, which may sign people in and out. */
export async function writableDb(): Promise<Db> {
  const jar = await cookies();
  return cookieDb({
    getAll: () => jar.getAll(),
    setAll: (changes) => {
      for (const { name, value, options } of changes) jar.set(name, value, options);
    },
  });
}

/**
 * Who looks at this page, or null when nobody is signed in. The auth server is asked, once per request.
 * @throws AppError `store_unavailable` when it does not answer: not knowing is not being signed out.
 */
export const getSession = cache(async (): Promise<PageSession | null> => {
  const jar = await cookies();
  // Pages cannot write cookies; `proxy.ts` has refreshed the session just before.
  const db = await cookieDb({ getAll: () => jar.getAll(), setAll: () => undefined });
  const { data, error } = await db.auth.getUser();
  if (data.user) return { userId: data.user.id, email: data.user.email ?? "", db };
  if (isUnanswered(error)) throw new AppError("store_unavailable", { cause: error });
  return null;
});

/** The session of a page that needs one; others are sent to sign in and come back to `path`. */
export async function requireSession(path: string): Promise<PageSession> {
  return (await getSession()) ?? redirect(`/login?next=${encodeURIComponent(path)}` as Route);
}
