import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import type { Env } from "@/lib/env";

type Settings = Pick<Env, "APP_URL" | "WEBHOOK_SECRET" | "VERCEL_AUTOMATION_BYPASS_SECRET">;

/** What lets a request through the protection of a preview; nothing anywhere else. */
export function bypassOf({ VERCEL_AUTOMATION_BYPASS_SECRET: secret }: Settings) {
  return secret === undefined ? undefined : { "x-vercel-protection-bypass": secret };
}

/** Where the phone service tells of an attempt's call, and the headers that prove that it was asked to. */
export function webhookOf(
  settings: Settings,
  attemptId: string,
): { url: string; headers: Record<string, string> } {
  return {
    url: new URL(`/api/v1/vapi/webhook/${attemptId}`, settings.APP_URL).href,
    headers: {
      [SIGNATURE_HEADER]: signAttempt(settings.WEBHOOK_SECRET, attemptId),
      ...bypassOf(settings),
    },
  };
}
