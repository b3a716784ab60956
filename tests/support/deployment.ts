import { parseEnv, readInngest } from "@/lib/env";
import type { Deployment } from "@/lib/ops/doctor/finding";
import { createServiceClient } from "@/lib/supabase/clients";

/** Real services that nobody has; a test names the ones that it plays. */
const VARIABLES = {
  APP_URL: "https://ringround.example",
  NEXT_PUBLIC_SUPABASE_URL: "https://ref.supabase.example",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  VAPI_API_KEY: "key",
  VAPI_PHONE_NUMBER_ID: "00000000-0000-4000-8000-000000000001",
  WEBHOOK_SECRET: "x".repeat(32),
  INNGEST_EVENT_KEY: "event",
  INNGEST_SIGNING_KEY: "signkey-prod-00ff",
};

/** A configuration for the doctor. */
export function deploymentOf(variables: Record<string, string | undefined> = {}): Deployment {
  const source = { ...VARIABLES, ...variables };
  const settings = parseEnv(source);
  const db = createServiceClient({
    url: settings.NEXT_PUBLIC_SUPABASE_URL,
    secretKey: settings.SUPABASE_SECRET_KEY,
  });
  return { source, settings, inngest: readInngest(source), db };
}

/** Of each check its state, and of faults the words. */
export const statesOf = (findings: { check: string; state: string; says: string }[]) =>
  Object.fromEntries(
    findings.map(({ check, state, says }) => [check, state === "fault" ? says : state]),
  );
