import { z } from "zod";
import { API_LIMITS } from "@/lib/limits";
import { isCountryCode } from "@/lib/phones/parse-phone";

/**
 * The only reader of `process.env`. `instrumentation.ts` calls {@link env} at boot, so that a deployment with a
 * missing or wrong variable fails at once and says which and why.
 */
const url = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
const name = z.string().trim().min(1, "must not be empty");

/** Vercel sets hosts without a scheme. A preview takes its branch's stable address, as calls outlive a push. */
function deploymentUrl(source: Record<string, string | undefined>): string | undefined {
  const host =
    source.VERCEL_ENV === "production"
      ? source.VERCEL_PROJECT_PRODUCTION_URL
      : (source.VERCEL_BRANCH_URL ?? source.VERCEL_URL);
  return host ? `https://${host}` : undefined;
}

const schema = z.object({
  APP_URL: url.describe(
    "Where the phone service reaches this deployment; Vercel's own address by default",
  ),
  NEXT_PUBLIC_SUPABASE_URL: url.describe("Supabase project URL"),
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: name.describe("Supabase publishable key, sent to browsers"),
  SUPABASE_SECRET_KEY: name.describe("Supabase secret key, server only"),
  VAPI_BASE_URL: url.default("https://api.vapi.ai").describe("Vapi API"),
  VAPI_API_KEY: name.describe("Vapi private key"),
  VAPI_PHONE_NUMBER_ID: name.describe("The Vapi phone number that calls are made from"),
  // 10 is what a Vapi account starts with; lines are bought singly.
  VAPI_LINES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe("Concurrent calls the account may make"),
  // Vapi's $0.05 of its own (vapi.ai/pricing) and what it passes on at cost for this assistant: about $0.01 for
  // transcription, $0.04 for the model, $0.03 for the voice and $0.02 for the phone line.
  CALL_USD_PER_MINUTE: z.coerce
    .number()
    .min(0)
    .max(10)
    .default(0.15)
    .describe("Price of a minute of talk in US dollars, for the estimate before calling"),
  WEBHOOK_SECRET: z
    .string()
    .min(32, "must have at least 32 characters")
    .describe("Signs the webhook address of every call"),
  WEBHOOK_SECRET_PREVIOUS: z
    .string()
    .min(32)
    .optional()
    .describe("Still accepted while the secret is rotated"),
  VERCEL_AUTOMATION_BYPASS_SECRET: name
    .optional()
    .describe("Lets webhooks through the protection of previews"),
  DEFAULT_COUNTRY: z
    .string()
    .refine(isCountryCode, "must be the two capital letters of a country, such as US")
    .default("US")
    .describe("Country of phone numbers written without one, where a request names none"),
  // Half an hour: long enough for a lunch break, short enough for the same working day.
  RETRY_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(API_LIMITS.retryDelaySeconds)
    .default(1800)
    .describe("Pause before a further attempt"),
  PATIENCE: z.coerce
    .number()
    .positive()
    .max(1)
    .default(1)
    .describe("Scales every wait for the phone service; below 1 only where calls are simulated"),
  DEMO_EMAIL: z
    .email()
    .optional()
    .describe("Offers one-click sign-in as this user; never set it in production"),
  DEMO_PASSWORD: name.optional().describe("Password of the demo user"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("Least severe line logged"),
});

export type Env = z.infer<typeof schema>;

/** Names, defaults and descriptions, for the table in the README. */
export const envShape = schema.shape;

/**
 * Parses settings from any source.
 * @throws Error that names every missing or wrong variable and the reason.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse({
    ...source,
    APP_URL: source.APP_URL ?? deploymentUrl(source),
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY:
      source.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? source.NEXT_PUBLIC_SUPABASE_ANON_KEY,
    SUPABASE_SECRET_KEY: source.SUPABASE_SECRET_KEY ?? source.SUPABASE_SERVICE_ROLE_KEY,
  });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const variable = issue.path.join(".");
    const missing = source[variable] === undefined || source[variable] === "";
    return `  ${variable}: ${missing ? "is not set" : issue.message}`;
  });
  throw new Error(
    `The environment is incomplete:\n${problems.join("\n")}\nSee the configuration table in README.md.`,
  );
}

let parsed: Env | undefined;

/** Settings of this process, parsed once. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
