import { z } from "zod";
import type { Values } from "./settings";

/** Where the parts of a stack answer; absent for a service that is not on this machine. */
export type Urls = {
  app: string;
  supabase?: string;
  database?: string;
  inngest?: string;
  vapi?: string;
};

export const supabaseReadySchema = z.object({
  url: z.string(),
  databaseUrl: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
});
export const inngestReadySchema = z.object({ url: z.string() });
export const vapiReadySchema = z.object({ url: z.string() });

export type Ready = {
  supabase?: z.infer<typeof supabaseReadySchema>;
  inngest?: z.infer<typeof inngestReadySchema>;
  vapi?: z.infer<typeof vapiReadySchema>;
};

export type ValuesInput = {
  ready: Ready;
  appPort: number;
  settings: Values;
  overrides: Values;
  lines: number | undefined;
  webhookSecret: string;
};

/** The user that supabase/seed.sql makes. */
const DEMO_USER = { DEMO_EMAIL: "demo@ringround.local", DEMO_PASSWORD: "ringround-demo" };

/** The one key the simulator takes. It opens nothing, and must not look as if it did. */
export const SIMULATOR_KEY = "simulator";

// What a new account at the phone service has.
const USUAL_LINES = 10;

/**
 * All that the site and its clients need: defaults of the embedded stack, then the settings of the
 * developer, then the addresses of the stand-ins, then what the caller insists on.
 */
export function makeValues(input: ValuesInput): { env: Values; urls: Urls } {
  const { ready, settings } = input;
  const defaults: Values = {
    APP_URL: `http://localhost:${input.appPort}`,
    WEBHOOK_SECRET: input.webhookSecret,
    ...(ready.vapi && {
      // A production pause of half an hour cannot be watched; 20 s can, and still shows that it is one.
      RETRY_DELAY_SECONDS: "20",
      // Simulated calls end in seconds, so a fifth of the usual waits is as generous.
      PATIENCE: "0.2",
      // No phone rings: anybody may be called, at any hour, as often as a developer likes.
      CALLS_ENABLED: "true",
      CALL_COUNTRIES: "*",
      CALLING_HOURS: "off",
      CALL_ANYWAY: "true",
      NUMBER_PAUSE_MINUTES: "0",
      NUMBER_CALLS_PER_DAY: "1000",
      SIGN_UP: "open",
      BATCH_CAP_USD: "1000",
      PERSON_BATCHES_PER_HOUR: "off",
      PERSON_CALLS_PER_DAY: "off",
      PERSON_USD_PER_DAY: "off",
      PERSON_PROVIDERS_PER_BATCH: "off",
      DEPLOYMENT_BATCHES_PER_HOUR: "off",
      DEPLOYMENT_CALLS_PER_DAY: "off",
      DEPLOYMENT_USD_PER_DAY: "off",
      TRIAL_CALLS: "1000",
    }),
  };
  const standIns: Values = {
    ...(ready.supabase && {
      NEXT_PUBLIC_SUPABASE_URL: ready.supabase.url,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: ready.supabase.publishableKey,
      SUPABASE_SECRET_KEY: ready.supabase.secretKey,
      DATABASE_URL: ready.supabase.databaseUrl,
      ...DEMO_USER,
    }),
    ...(ready.inngest && { INNGEST_DEV: ready.inngest.url }),
    ...(ready.vapi && {
      VAPI_BASE_URL: ready.vapi.url,
      VAPI_API_KEY: SIMULATOR_KEY,
      VAPI_PHONE_NUMBER_ID: "00000000-0000-4000-8000-000000000001",
      VAPI_LINES: String(input.lines ?? USUAL_LINES),
    }),
  };
  const env = { ...defaults, ...settings, ...standIns, ...input.overrides };
  return {
    env,
    urls: {
      app: `http://localhost:${input.appPort}`,
      supabase: env.NEXT_PUBLIC_SUPABASE_URL,
      database: env.DATABASE_URL,
      inngest: env.INNGEST_DEV,
      vapi: env.VAPI_BASE_URL,
    },
  };
}
