import { isUnanswered } from "@/lib/auth/unanswered";

export const BY_INVITATION =
  "This address has not been invited. Ask whoever runs this site to invite it.";

/** What Supabase Auth refuses, in words a person can act on; its own texts are written for developers. */
const MESSAGES: Record<string, string> = {
  invalid_credentials: "This email and password do not belong to an account.",
  email_not_confirmed: "Confirm your email first: open the link we sent you.",
  user_already_exists: "There is an account with this email already. Sign in instead.",
  email_exists: "There is an account with this email already. Sign in instead.",
  weak_password: "This password is too easy to guess. Use at least 8 characters.",
  email_address_invalid: "This email address cannot receive mail.",
  validation_failed: "Enter an email address and a password.",
  signup_disabled: BY_INVITATION,
  user_banned: "This account is blocked.",
  over_request_rate_limit: "Too many tries. Wait a minute and try again.",
  over_email_send_rate_limit: "Too many emails were sent to this address. Wait a few minutes.",
  otp_expired: "This link has expired or was used already. Ask for a new one.",
};

export type SignInField = "email" | "password";

/** The field to go to for putting it right. */
const FIELDS: Record<string, SignInField> = {
  invalid_credentials: "password",
  user_already_exists: "email",
  email_exists: "email",
  weak_password: "password",
  email_address_invalid: "email",
};

type Refusal = { name?: string; code?: string | undefined; status?: number | undefined };

/** What to tell a person about a refusal, and which field it is about; null when about neither. */
export function explainRefusal(error: Refusal): { problem: string; field: SignInField | null } {
  const known = error.code === undefined ? undefined : MESSAGES[error.code];
  if (known) return { problem: known, field: FIELDS[error.code ?? ""] ?? null };
  const problem = isUnanswered(error)
    ? "The sign-in service did not answer. Try again in a few seconds."
    : "This did not work. Check what you entered and try again.";
  return { problem, field: null };
}
