import { z } from "zod";
import type { Values } from "./settings";

/**
 * The cookie of a browser in which the demo user has signed in, as `@supabase/ssr` writes it; null where the
 * stack has no demo user, or Auth refuses them. Pages are drawn, and so compiled, for people who are signed in.
 */
export async function signInCookie(env: Values, signal: AbortSignal): Promise<string | null> {
  const { NEXT_PUBLIC_SUPABASE_URL: url, DEMO_EMAIL: email, DEMO_PASSWORD: password } = env;
  if (!url || !email || !password) return null;
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: {
      apikey: env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? "",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ email, password }),
    signal,
  });
  if (!response.ok) return null;
  const session = z.looseObject({ expires_in: z.number() }).parse(await response.json());
  const stored = { ...session, expires_at: Math.floor(Date.now() / 1000) + session.expires_in };
  // The name holds the first part of the host: a project's reference when hosted, "127" here.
  const name = `sb-${new URL(url).hostname.split(".")[0]}-auth-token`;
  return `${name}=base64-${Buffer.from(JSON.stringify(stored)).toString("base64url")}`;
}
