import { type CookieMethodsServer, createServerClient } from "@supabase/ssr";
import WebSocket from "ws";
import { fetchWithTimeout } from "@/lib/fetch-with-timeout";
import { asVisitor } from "./as-visitor";
import type { Db } from "./clients";
import type { Database } from "./database.types";

// Sign-in and page reads: a person waits, so no longer than they would.
const TIMEOUT_MS = 10_000;

/**
 * Acts as the person whose session the cookies hold; row level security applies. The cookie adapter is an argument
 * so that pages, route handlers and the proxy can each bring theirs.
 */
export function createCookieClient(options: {
  url: string;
  publishableKey: string;
  secretKey: string;
  /** Of the visitor's request. */
  headers: Headers;
  cookies: CookieMethodsServer;
}): Db {
  return createServerClient<Database>(options.url, options.publishableKey, {
    cookies: options.cookies,
    // A hosted project is reached over https, and so is the site in front of it; the embedded stack is not.
    cookieOptions: { secure: new URL(options.url).protocol === "https:" },
    global: { fetch: asVisitor(options, fetchWithTimeout(TIMEOUT_MS)) },
    // Node 20 has no WebSocket of its own, and the client refuses to start without one.
    realtime: {
      transport: globalThis.WebSocket ?? (WebSocket as unknown as typeof globalThis.WebSocket),
    },
  });
}
