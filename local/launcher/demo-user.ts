import { z } from "zod";
import type { Values } from "./settings";

const sessionSchema = z.looseObject({ access_token: z.string(), expires_in: z.number() });
export type Session = z.infer<typeof sessionSchema>;

// The first request to a route in development compiles it.
const ANSWER_MS = 60_000;

/** Signs the demo user in at Supabase Auth, as any client of the API does. */
export async function signIn(env: Values, signal?: AbortSignal): Promise<Session> {
  const url = `${env.NEXT_PUBLIC_SUPABASE_URL}/auth/v1/token?grant_type=password`;
  const answer = await ask(url, {
    method: "POST",
    headers: {
      apikey: env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? "",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ email: env.DEMO_EMAIL, password: env.DEMO_PASSWORD }),
    signal,
  });
  return sessionSchema.parse(await expectStatus(answer, 200, `Signing in as ${env.DEMO_EMAIL}`));
}

/**
 * The cookie of a browser in which the demo user has signed in, as `@supabase/ssr` writes it: pages are drawn, and so
 * compiled, for people who are signed in.
 */
export async function signInCookie(env: Values, signal: AbortSignal): Promise<string> {
  const session = await signIn(env, signal);
  const stored = { ...session, expires_at: Math.floor(Date.now() / 1000) + session.expires_in };
  // The name holds the first part of the host: a project's reference when hosted, "127" here.
  const host = new URL(String(env.NEXT_PUBLIC_SUPABASE_URL)).hostname;
  const value = Buffer.from(JSON.stringify(stored)).toString("base64url");
  return `sb-${host.split(".")[0]}-auth-token=base64-${value}`;
}

/** @throws a sentence when nobody answers */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const limit = AbortSignal.timeout(ANSWER_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  return fetch(url, { ...init, signal }).catch((cause: unknown) => {
    throw new Error(`${new URL(url).origin} does not answer.`, { cause });
  });
}

/** @throws a sentence with what was answered instead */
export async function expectStatus(
  answer: Response,
  wanted: number,
  what: string,
): Promise<unknown> {
  const text = await answer.text();
  if (answer.status === wanted) return JSON.parse(text);
  throw new Error(`${what} was answered ${answer.status}, not ${wanted}: ${text.slice(0, 500)}`);
}
