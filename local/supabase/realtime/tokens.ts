import { errors, jwtVerify } from "jose";
import type { Keys } from "../lite";

/** Who a channel acts for; `claims` reach policies as `request.jwt.claims`. */
export type Identity = {
  role: string;
  claims: Record<string, unknown>;
  /** Seconds since 1970; null for an API key, which does not expire. */
  expiresAt: number | null;
};

/** A refused key or token; the message is what hosted Realtime answers, `Code: sentence`. */
export class TokenError extends Error {
  override name = "TokenError";
}

/** @throws {TokenError} for a key that is neither of the project's keys nor a valid token */
export async function identifyKey(apiKey: string, keys: Keys): Promise<Identity> {
  if (apiKey === keys.publishableKey) return fromKey("anon");
  if (apiKey === keys.secretKey) return fromKey("service_role");
  return verifyToken(apiKey, keys.jwtSecret);
}

function fromKey(role: string): Identity {
  return { role, claims: { role }, expiresAt: null };
}

/** @throws {TokenError} for a token that is malformed, foreign, expired or lacks role and exp */
export async function verifyToken(token: string, jwtSecret: string): Promise<Identity> {
  const secret = new TextEncoder().encode(jwtSecret);
  try {
    const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"] });
    const { role, exp } = payload;
    if (typeof role !== "string" || exp === undefined) {
      throw new TokenError("InvalidJWTToken: Fields `role` and `exp` are required in JWT");
    }
    return { role, claims: payload, expiresAt: exp };
  } catch (error) {
    throw describe(error);
  }
}

export function expiredMessage(expiresAt: number): string {
  const seconds = Math.max(0, Math.floor(Date.now() / 1000) - expiresAt);
  return `Token has expired ${seconds} seconds ago`;
}

function describe(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new TokenError(`InvalidJWTToken: ${expiredMessage(error.payload.exp ?? 0)}`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError("JwtSignatureError: Failed to validate JWT signature");
  }
  if (error instanceof errors.JOSEError || error instanceof TypeError) {
    return new TokenError("MalformedJWT: The token provided is not a valid JWT");
  }
  return error;
}
