import type { CookieMethodsServer } from "@supabase/ssr";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCookieClient } from "@/lib/supabase/cookie-client";
import { startTestSupabase, type TestSupabase } from "@/tests/support/supabase";

/** Links in emails, as the templates of docs/deploying.md make them: `{{ .RedirectTo }}&token_hash={{ .TokenHash }}&type=…`. */

const EMAIL = "jane@example.test";
const REQUEST = "/request/0d9f1c9e-6a44-4b4f-9a53-5c1f8a7f2b10";
const redirectTo = `https://ringround.example/login/confirm?next=${encodeURIComponent(REQUEST)}`;

/** The cookies of the browser that sends the request. */
let browser: Map<string, string>;
let supabase: TestSupabase;

vi.mock("@/app/session", () => ({ writableDb: async () => clientOf(browser) }));
const { GET } = await import("@/app/login/confirm/route");

beforeAll(async () => {
  supabase = await startTestSupabase();
  const { error } = await supabase.createClient().auth.signUp({
    email: EMAIL,
    password: "a-long-enough-password",
  });
  expect(error).toBeNull();
});
afterAll(() => supabase.close());

function clientOf(jar: Map<string, string>) {
  const cookies: CookieMethodsServer = {
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (changes) => {
      for (const { name, value } of changes) jar.set(name, value);
    },
  };
  return createCookieClient({
    url: supabase.url,
    publishableKey: supabase.publishableKey,
    secretKey: supabase.secretKey,
    headers: new Headers(),
    cookies,
  });
}

/** Asks for a link in a browser of its own, and reads the hash that the mail would carry. */
async function askForLink(): Promise<string> {
  const { auth } = clientOf(new Map());
  const { error } = await auth.signInWithOtp({
    email: EMAIL,
    options: { emailRedirectTo: redirectTo },
  });
  expect(error).toBeNull();
  const [user] = await supabase.db
    .sql`select recovery_token from auth.users where email = ${EMAIL}`;
  return user?.recovery_token;
}

/** Opens a link in a browser that nobody has asked for a link in. */
async function openElsewhere(link: string) {
  browser = new Map();
  const response = await GET(new NextRequest(link));
  const { data } = await clientOf(browser).auth.getUser();
  const { pathname, search } = new URL(response.headers.get("location") ?? "");
  return { path: pathname + search, email: data.user?.email ?? null };
}

test("a link signs in on another device, and leads to the page that was asked for", async () => {
  const link = `${redirectTo}&token_hash=${await askForLink()}&type=magiclink`;

  expect(await openElsewhere(link)).toEqual({ path: REQUEST, email: EMAIL });
});

test("a link works once", async () => {
  const link = `${redirectTo}&token_hash=${await askForLink()}&type=magiclink`;
  expect(await openElsewhere(link)).toMatchObject({ email: EMAIL });

  expect(await openElsewhere(link)).toEqual({ path: "/login?problem=link", email: null });
});

test.each([
  ["without a hash", "&type=magiclink"],
  ["with a made-up hash", "&token_hash=0123456789abcdef&type=magiclink"],
  ["of a kind that is no link to sign in", "&token_hash=0123456789abcdef&type=sms"],
  ["with a code of another browser", "&code=0f6b8f0e-7d5c-4a43-9a56-6f0f7f0a1b2c"],
])("a link %s signs nobody in, and says so", async (_, rest) => {
  expect(await openElsewhere(redirectTo + rest)).toEqual({
    path: "/login?problem=link",
    email: null,
  });
});
