import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { API_LIMITS } from "@/lib/limits";
import { callFunction, storeUnavailable } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** Keys for programs. Only a hash is stored, so a key is shown once: when it is made. */

export const API_SCOPES = ["start", "read", "cancel"] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** What a key with the scope may do, for people. */
export const SCOPE_WORDS: Record<ApiScope, string> = {
  start: "Start calls, and call again",
  read: "Read requests, results and transcripts",
  cancel: "Stop calls",
};

const PREFIX = "rr_";
// Tells keys apart on the page.
const SHOWN_CHARACTERS = 9;

/** Whether a bearer is one of our keys, and not an access token. */
export const isApiKey = (bearer: string): boolean => bearer.startsWith(PREFIX);

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Makes a key and returns it; null when the person has {@link API_LIMITS.apiKeys} already. */
export async function createApiKey(
  serviceDb: Db,
  userId: string,
  { name, scopes }: { name: string; scopes: readonly ApiScope[] },
): Promise<string | null> {
  const secret = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  const id = await callFunction(
    serviceDb,
    "create_api_key",
    {
      p_user_id: userId,
      p_name: name,
      p_prefix: secret.slice(0, SHOWN_CHARACTERS),
      p_hash: hashOf(secret),
      p_scopes: [...scopes],
      p_most: API_LIMITS.apiKeys,
    },
    z.uuid().nullable(),
  );
  return id && secret;
}

/** Takes effect with the next request. Of somebody else's key and of one that is revoked, nothing changes. */
export async function revokeApiKey(serviceDb: Db, userId: string, keyId: string): Promise<void> {
  await callFunction(
    serviceDb,
    "revoke_api_key",
    { p_user_id: userId, p_key_id: keyId },
    z.unknown(),
  );
}

const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(API_SCOPES)),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

// All that can be in use, and those revoked of late.
const MOST_LISTED = 2 * API_LIMITS.apiKeys;

/** The keys of the person whom the client acts for: those in use first, then the revoked ones, the latest first. */
export async function listApiKeys(db: Db): Promise<ApiKey[]> {
  const { data, error } = await db
    .from("api_keys")
    .select("id, name, prefix, scopes, created_at, last_used_at, revoked_at")
    .order("revoked_at", { ascending: false, nullsFirst: true })
    .order("created_at", { ascending: false })
    .limit(MOST_LISTED);
  if (error) throw storeUnavailable("Reading API keys", error);
  return z.array(apiKeySchema).parse(data);
}

const verdictSchema = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("ok"), userId: z.uuid() }),
  z.object({ verdict: z.literal("unknown") }),
  z.object({ verdict: z.literal("revoked"), revokedAt: z.string() }),
  z.object({ verdict: z.literal("too_many"), retryAfterSeconds: z.int() }),
  z.object({ verdict: z.literal("scope_missing"), scopes: z.array(z.enum(API_SCOPES)) }),
]);

/**
 * The person whose key this is. Counts the request.
 * @param scope what the key must be allowed to; null where none will do
 * @throws AppError `api_key_invalid`, `scope_missing`, `too_many_requests`.
 */
export async function authorizeApiKey(
  serviceDb: Db,
  { secret, scope, appUrl }: { secret: string; scope: ApiScope | null; appUrl: string },
): Promise<string> {
  const answer = await callFunction(
    serviceDb,
    "authorize_api_key",
    { p_hash: hashOf(secret), p_scope: scope, p_per_minute: API_LIMITS.requestsPerMinute },
    verdictSchema,
  );
  const hint = `Make a key at ${appUrl}/settings.`;
  switch (answer.verdict) {
    case "ok":
      return answer.userId;
    case "unknown":
      throw new AppError("api_key_invalid", { detail: "There is no such key.", hint });
    case "revoked":
      throw new AppError("api_key_invalid", {
        detail: `It was revoked on ${answer.revokedAt.slice(0, 10)}.`,
        hint,
      });
    case "too_many":
      throw new AppError("too_many_requests", {
        detail: `A key may send ${API_LIMITS.requestsPerMinute} requests a minute.`,
        hint: "Wait as long as Retry-After says. Poll as often as the answers say, with If-None-Match.",
        retryAfterSeconds: answer.retryAfterSeconds,
      });
    case "scope_missing":
      throw scope === null
        ? new AppError("scope_missing", {
            detail: "No API key may do this.",
            hint: "Send an access token, or sign in on the site.",
          })
        : new AppError("scope_missing", {
            detail: `This needs the scope ${scope}. The key has: ${answer.scopes.join(", ")}.`,
            hint: `Make a key with the scope ${scope} at ${appUrl}/settings; a key keeps the scopes that it was made with.`,
          });
  }
}
