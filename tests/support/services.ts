import { onTestFinished } from "vitest";
import { type Received, startTestServer, type TestServer } from "@/lib/calls/test-server";
import { parseEnv } from "@/lib/env";
import { configureLog } from "@/lib/log";
import { createServices, type Services } from "@/lib/services";
import { startApi } from "@/local/supabase/api";
import { type Bundle, setup } from "@/tests/database/bundle";

type Phone = Parameters<typeof startTestServer>[0];

export type TestServices = { services: Services; db: Bundle; phone: TestServer };

/**
 * What durable functions work with, in this process: an own database behind its real API, and a phone service whose
 * every answer the test gives. There is no engine, so what is tested must have nothing to announce.
 */
export async function startServices(
  answerCall: Phone,
  env: Record<string, string> = {},
): Promise<TestServices> {
  configureLog("silent");
  const db = await setup();
  const api = await startApi({ databaseUrl: db.url });
  onTestFinished(() => api.close());
  const phone = await startTestServer(answerCall);
  const settings = parseEnv({
    APP_URL: "http://localhost:3000",
    NEXT_PUBLIC_SUPABASE_URL: api.url,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: api.publishableKey,
    SUPABASE_SECRET_KEY: api.secretKey,
    VAPI_BASE_URL: phone.url,
    VAPI_API_KEY: "test",
    VAPI_PHONE_NUMBER_ID: "00000000-0000-4000-8000-000000000001",
    WEBHOOK_SECRET: "x".repeat(32),
    LOG_LEVEL: "silent",
    INNGEST_DEV: "1",
    CALLS_ENABLED: "true",
    CALLING_HOURS: "off",
    NUMBER_PAUSE_MINUTES: "0",
    ...env,
  });
  return { services: createServices(settings), db, phone };
}

/** The id of the call that a request asks about or hangs up; null for any other request. */
export function callIdOf({ url }: Pick<Received, "url">): string | null {
  return /^\/(?:call|control)\/([^/?]+)/.exec(url)?.[1] ?? null;
}
