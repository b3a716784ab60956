import { createHmac, timingSafeEqual } from "node:crypto";

/** Header that Vapi repeats on every webhook of a call, because the call asks for it in `server.headers`. */
export const SIGNATURE_HEADER = "x-ringround-signature";

/** Keeps these signatures apart from anything else that the same secret may sign one day. */
const PURPOSE = "ringround:webhook:v1:";

const digest = (secret: string, attemptId: string): Buffer =>
  createHmac("sha256", secret).update(`${PURPOSE}${attemptId.toLowerCase()}`).digest();

/**
 * Proof that a webhook belongs to a call of ours: valid for this attempt only, so one leaked header opens no other
 * call. It does not cover the body, which Vapi does not sign without a credential set up by hand; the merge of events
 * is idempotent and monotonic, so a replayed body changes nothing.
 */
export function signAttempt(secret: string, attemptId: string): string {
  return digest(secret, attemptId).toString("base64url");
}

/** Accepts the signature of any of the secrets, so that one can be replaced while calls are under way. Constant time. */
export function verifyAttempt(
  secrets: string | readonly string[],
  attemptId: string,
  signature: string | null | undefined,
): boolean {
  const given = Buffer.from(signature ?? "", "base64url");
  let isValid = false;
  for (const secret of [secrets].flat()) {
    // An empty secret would let anybody sign.
    if (secret === "") continue;
    const expected = digest(secret, attemptId);
    if (given.length === expected.length && timingSafeEqual(given, expected)) isValid = true;
  }
  return isValid;
}
