import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { fetchWithTimeout } from "@/lib/fetch-with-timeout";
import type { Database } from "./database.types";

/** Knows tables and functions by the migrations; what functions answer is parsed where it is called (`callFunction`). */
export type Db = SupabaseClient<Database>;

/** Node 20 has no WebSocket of its own, and the client refuses to start without one. */
const realtime = {
  transport: globalThis.WebSocket ?? (WebSocket as unknown as typeof globalThis.WebSocket),
};

// Above the slowest function (1,000 providers: some 100 ms) by two orders, below every proxy's patience.
const DATABASE_TIMEOUT_MS = 10_000;

const stateless = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/** Acts as the product itself, past row level security: only for durable functions, webhooks and starting batches. */
export function createServiceClient(options: { url: string; secretKey: string }): Db {
  return createClient<Database>(options.url, options.secretKey, {
    auth: stateless,
    realtime,
    global: { fetch: fetchWithTimeout(DATABASE_TIMEOUT_MS) },
  });
}

/** Acts as the person that the access token belongs to; row level security applies. */
export function createBearerClient(options: {
  url: string;
  publishableKey: string;
  accessToken: string;
}): Db {
  return createClient<Database>(options.url, options.publishableKey, {
    auth: stateless,
    realtime,
    global: {
      fetch: fetchWithTimeout(DATABASE_TIMEOUT_MS),
      headers: { Authorization: `Bearer ${options.accessToken}` },
    },
  });
}
