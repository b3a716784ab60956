import { randomUUID } from "node:crypto";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import { WebSocket } from "ws";
import { type Api, startApi } from "@/local/supabase/api";
import { createDatabase, type TestDatabase } from "./database";

export type TestUser = { id: string; email: string; accessToken: string; client: SupabaseClient };

export type TokenOptions = {
  /** Below 0: a token that has expired already. */
  expiresInSeconds?: number;
};

export type ClientOptions = { accessToken?: string; realtime?: Record<string, unknown> };

export type SupabaseConnection = {
  url: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  db: TestDatabase;
};

export type TestSupabase = SupabaseConnection & {
  serviceClient: SupabaseClient;
  anonClient: SupabaseClient;
  /** A user with a signed token and a client that acts for it. */
  createUser: (email?: string) => Promise<TestUser>;
  signToken: (userId: string, options?: TokenOptions) => Promise<string>;
  /** A client with the publishable key that sends the token, when there is one, with each request. */
  createClient: (options?: ClientOptions) => SupabaseClient;
  /** Makes tables and functions that a test created known to the REST API. */
  reloadSchema: () => Promise<void>;
  close: () => Promise<void>;
};

/** A cloned database behind the REST, Auth and Realtime servers of the embedded Supabase, on a free port. */
export async function startTestSupabase(): Promise<TestSupabase> {
  const db = await createDatabase();
  let api: Api;
  try {
    api = await startApi({ databaseUrl: db.url });
  } catch (error) {
    await db.close();
    throw error;
  }
  const { url, publishableKey, secretKey, jwtSecret, reloadSchema } = api;
  const supabase = connectSupabase({ url, publishableKey, secretKey, jwtSecret, db });
  return {
    ...supabase,
    reloadSchema,
    close: async () => {
      await supabase.close();
      await api.close();
      await db.close();
    },
  };
}

/** The same helpers over any Supabase; `close` ends the clients and leaves the rest alone. */
export function connectSupabase(connection: SupabaseConnection): TestSupabase {
  const { url, publishableKey, secretKey, jwtSecret, db } = connection;
  const clients: SupabaseClient[] = [];

  const connect = (key: string, options?: ClientOptions) => {
    const client = createTestClient(url, key, options);
    clients.push(client);
    return client;
  };
  const signToken = (userId: string, options?: TokenOptions) =>
    signAccessToken(jwtSecret, userId, options);

  return {
    ...connection,
    signToken,
    serviceClient: connect(secretKey),
    anonClient: connect(publishableKey),
    createClient: (options) => connect(publishableKey, options),
    createUser: async (email = `${randomUUID()}@example.test`) => {
      const id = await db.insertUser(email);
      const accessToken = await signToken(id);
      return { id, email, accessToken, client: connect(publishableKey, { accessToken }) };
    },
    reloadSchema: async () => {
      await db.sql`notify pgrst, 'reload schema'`;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.removeAllChannels()));
      await Promise.all(clients.map((client) => client.realtime.disconnect()));
    },
  };
}

function createTestClient(url: string, key: string, options: ClientOptions = {}): SupabaseClient {
  const { accessToken, realtime } = options;
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own, so every version gets the one of `ws`.
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket, ...realtime },
    ...(accessToken && { accessToken: async () => accessToken }),
  });
}

/** An hour by default, as Supabase Auth issues them. */
async function signAccessToken(
  jwtSecret: string,
  userId: string,
  { expiresInSeconds = 3600 }: TokenOptions = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ role: "authenticated", session_id: randomUUID() })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(userId)
    .setAudience("authenticated")
    .setIssuedAt(now + Math.min(expiresInSeconds, 0))
    .setExpirationTime(now + expiresInSeconds)
    .sign(new TextEncoder().encode(jwtSecret));
}
