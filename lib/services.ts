import type { AuthSettings } from "@/lib/auth/authenticate";
import { createVapiClient, type VapiApi } from "@/lib/calls/client";
import { type Env, env } from "./env";
import { type Rails, railsOf } from "./rails";
import { createServiceClient, type Db } from "./supabase/clients";

/** What durable functions and webhooks work with: the database as the product itself, the phone service, the settings. */
export type Services = { db: Db; vapi: VapiApi; settings: Env; rails: Rails };

export function createServices(settings: Env): Services {
  return {
    db: createServiceClient({
      url: settings.NEXT_PUBLIC_SUPABASE_URL,
      secretKey: settings.SUPABASE_SECRET_KEY,
    }),
    vapi: createVapiClient({ baseUrl: settings.VAPI_BASE_URL, apiKey: settings.VAPI_API_KEY }),
    settings,
    rails: railsOf(settings),
  };
}

let current: Services | undefined;

/** The services of this process, made on first use. */
export function services(): Services {
  current ??= createServices(env());
  return current;
}

/** What {@link authenticate} needs to know of this deployment. */
export function authSettings(): AuthSettings {
  const settings = env();
  return {
    url: settings.NEXT_PUBLIC_SUPABASE_URL,
    publishableKey: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    secretKey: settings.SUPABASE_SECRET_KEY,
    appUrl: settings.APP_URL,
    serviceDb: services().db,
  };
}
