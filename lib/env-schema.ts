import { z } from "zod";
import { MODEL_NAMES, TRANSCRIBERS } from "@/lib/assistant-parts";
import { type CallingHours, parseCallingHours } from "@/lib/calling-hours";
import { API_LIMITS } from "@/lib/limits";
import { isCountryCode } from "@/lib/phones/parse-phone";

/** The variables of a deployment, each by itself: what it may hold, what stands for it, and what it is for. */

const url = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
const name = z.string().trim().min(1, "must not be empty");

const list = z.string().transform((text) => text.split(/[\s,;]+/).filter((item) => item !== ""));

/** A limit that only a site with simulated calls may switch off: null then. */
const limit = (fallback: number) =>
  z
    .string()
    .transform((text, context) => {
      const value = text === "off" ? null : Number(text || Number.NaN);
      if (value !== null && !(value >= 0))
        context.addIssue("must be a number, or off where calls are simulated");
      return value;
    })
    .prefault(String(fallback));

/** Dollars a minute: `0.15`, or with destinations that cost more `0.15,MX=0.40`; `*` is everywhere else. */
const prices = z.string().transform((text, context): Record<string, number> => {
  const entries = text.split(",").map((part) => {
    const [, country = "*", usd] = /^(?:([A-Z]{2})=)?(\d+(?:\.\d+)?)$/.exec(part.trim()) ?? [];
    return [country, usd === undefined ? Number.NaN : Number(usd)] as const;
  });
  const isRead = entries.every(([code, usd]) => usd <= 10 && (code === "*" || isCountryCode(code)));
  if (!isRead || !entries.some(([code]) => code === "*"))
    context.addIssue("must be dollars a minute such as 0.15, or 0.15,MX=0.40 by country");
  return Object.fromEntries(entries);
});

export const envSchema = z.object({
  APP_URL: url.describe(
    "Where the phone service reaches this deployment; Vercel's own address by default",
  ),
  NEXT_PUBLIC_SUPABASE_URL: url.describe("Supabase project URL"),
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: name.describe("Supabase publishable key, sent to browsers"),
  SUPABASE_SECRET_KEY: name.describe("Supabase secret key, server only"),
  VAPI_BASE_URL: url.default("https://api.vapi.ai").describe("Vapi API"),
  VAPI_API_KEY: name.describe("Vapi private key"),
  VAPI_PHONE_NUMBER_ID: list
    .refine((ids) => ids.length > 0, { error: "must not be empty" })
    .describe(
      "Vapi ids of the phone numbers that calls are made from; each business is always called from the same one",
    ),
  ASSISTANT_MODEL: z
    .enum(MODEL_NAMES, { error: `must be one of ${MODEL_NAMES.join(", ")}` })
    .default("gpt-5.6-terra")
    .describe("OpenAI model that talks, and afterwards reads the transcript"),
  ASSISTANT_VOICE: name.default("Elliot").describe("Voice of Vapi that it speaks with"),
  ASSISTANT_TRANSCRIBER: z
    .enum(TRANSCRIBERS, { error: `must be one of ${TRANSCRIBERS.join(", ")}` })
    .default("nova-3")
    .describe("Deepgram model that it hears with"),
  // 10 is what a Vapi account starts with; lines are bought singly.
  VAPI_LINES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe("Concurrent calls the account may make"),
  CALLS_ENABLED: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("`true` lets this deployment dial; without it nobody is called"),
  CALL_ALLOWLIST: list
    .refine((phones) => phones.every((phone) => /^\+[1-9]\d{6,14}$/.test(phone)), {
      error: "must be numbers in the form +18645550100, with commas between them",
    })
    .optional()
    .describe(
      "The only numbers that are dialed; previews, and laptops with a real Vapi, dial nobody else",
    ),
  CALL_COUNTRIES: list
    .refine((codes) => codes.every((code) => code === "*" || isCountryCode(code)), {
      error: "must be two capital letters for each country, such as US,CA",
    })
    .transform((codes) => (codes.includes("*") ? null : codes))
    .default(["US", "CA"])
    .describe("Countries that may be called, each on its own though several share +1"),
  CALLING_HOURS: z
    .string()
    .transform((text, context): CallingHours | null => {
      const hours = parseCallingHours(text);
      if (hours === null && text !== "off")
        context.addIssue("must look like Mon-Sat 08:00-20:00, or be off where calls are simulated");
      return hours;
    })
    .prefault("Mon-Sat 08:00-20:00")
    .describe("When people are called, in their own time"),
  CALLING_HOLIDAYS: list
    .refine((dates) => dates.every((date) => /^\d{4}-\d\d-\d\d$/.test(date)), {
      error: "must be dates such as 2026-12-25, with commas between them",
    })
    .default([])
    .describe("Local dates on which nobody is called"),
  CALL_ANYWAY: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe(
      "`true` lets a person order single calls outside of calling hours; each is on record",
    ),
  // Shorter feels like an attack to whoever answers: one phone must not ring for several batches in a row.
  NUMBER_PAUSE_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(1440)
    .default(30)
    .describe("Shortest pause between two calls of one number, across all batches"),
  NUMBER_CALLS_PER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(3)
    .describe("Most calls of one number within 24 hours"),
  // What its parts cost together (docs/costs.md) and a third more: caps and estimates had better be too high.
  CALL_USD_PER_MINUTE: prices
    .prefault("0.15")
    .describe(
      "Most that a minute of talk costs in US dollars, by country where that differs (`0.15,MX=0.40`)",
    ),
  CALL_USD_PER_CALL: z.coerce
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe("What each call costs besides its minutes"),
  // Some fifteen calls of the full length; several dozen as calls usually are.
  BATCH_CAP_USD: z.coerce
    .number()
    .positive()
    .max(10_000)
    .default(10)
    .describe("Spending cap of a batch where the person sets none"),
  PERSON_BATCHES_PER_HOUR: limit(10).describe("Batches that a person may start within an hour"),
  PERSON_CALLS_PER_DAY: limit(200).describe("Businesses that a person may have called a day (UTC)"),
  PERSON_USD_PER_DAY: limit(25).describe("What a person's calls may cost a day"),
  PERSON_PROVIDERS_PER_BATCH: limit(100).describe("Longest list that a person may have called"),
  DEPLOYMENT_BATCHES_PER_HOUR: limit(60).describe("The same for everybody together"),
  DEPLOYMENT_CALLS_PER_DAY: limit(1000).describe("The same for everybody together"),
  DEPLOYMENT_USD_PER_DAY: limit(100).describe(
    "What all calls may cost a day; the rest waits for the next",
  ),
  TRIAL_CALLS: z.coerce
    .number()
    .int()
    .min(1)
    .default(4)
    .describe("Calls of a batch at once while none has come out well for an hour"),
  SIGN_UP: z
    .enum(["closed", "invited", "open"])
    .default("closed")
    .describe(
      "Who may have an account and call: those on `SIGN_UP_ALLOWED`, also those an operator invited, or anybody",
    ),
  SIGN_UP_ALLOWED: list
    .transform((entries) => entries.map((entry) => entry.toLowerCase()))
    .refine((entries) => entries.every((entry) => /^[^@]*@[^@]+\.[^@]+$/.test(entry)), {
      error: "must be addresses or domains such as ann@example.com,@example.org",
    })
    .default([])
    .describe("Addresses, and domains such as `@example.org`, that may always have an account"),
  // Offers are taken or forgotten within weeks, and what a price rests on is quoted beside it for good.
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .describe("How long transcripts, and what the phone service reported, are kept"),
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
    .describe("Lets webhooks through the protection of previews; read on previews alone"),
  PRODUCTION_FINGERPRINTS: list
    .optional()
    .describe(
      "On previews: what `npm run doctor` prints for production, so that none works on its data; `none` while there is no production",
    ),
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
  OTEL_EXPORTER_OTLP_ENDPOINT: url
    .optional()
    .describe("OpenTelemetry collector for one trace per batch; its SDK reads the other OTEL_*"),
});

export type Parsed = z.infer<typeof envSchema>;
