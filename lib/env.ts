import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { MODEL_NAMES, TRANSCRIBERS } from "@/lib/assistant-parts";
import { type CallingHours, parseCallingHours } from "@/lib/calling-hours";
import { API_LIMITS } from "@/lib/limits";
import { isCountryCode } from "@/lib/phones/parse-phone";
import { isSimulatedAt } from "@/lib/simulated";

/**
 * The only reader of `process.env`. `instrumentation.ts` calls {@link env} at boot, so that a deployment with a
 * missing or wrong variable fails at once and says which and why.
 */
const url = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
const name = z.string().trim().min(1, "must not be empty");

/** Vercel sets hosts without a scheme. A preview takes its branch's stable address, as calls outlive a push. */
function deploymentUrl(source: Source): string | undefined {
  const host =
    source.VERCEL_ENV === "production"
      ? source.VERCEL_PROJECT_PRODUCTION_URL
      : (source.VERCEL_BRANCH_URL ?? source.VERCEL_URL);
  return host ? `https://${host}` : undefined;
}

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

const schema = z.object({
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

type Parsed = z.infer<typeof schema>;

/** `CALL_ALLOWLIST` is null where any number may be dialed. */
export type Env = Omit<Parsed, "CALL_ALLOWLIST"> & { CALL_ALLOWLIST: string[] | null };

/** Variables by name, as a process or a file has them. */
export type Source = Record<string, string | undefined>;

/** What the settings have that must be production's alone, by variable. */
const belongings = (settings: Partial<Parsed>): [string, string][] => {
  const { NEXT_PUBLIC_SUPABASE_URL: database, VAPI_PHONE_NUMBER_ID: numbers } = settings;
  return [
    ...(database ? [["NEXT_PUBLIC_SUPABASE_URL", new URL(database).hostname] as const] : []),
    ...[numbers ?? []].flat().map((id) => ["VAPI_PHONE_NUMBER_ID", id] as const),
    ...(settings.WEBHOOK_SECRET ? [["WEBHOOK_SECRET", settings.WEBHOOK_SECRET] as const] : []),
  ].map(([variable, value]) => {
    // 64 bits: enough to tell apart, and nothing that could be turned back into a secret of 32 characters.
    // Not node:crypto: Next compiles this file for the edge runtime as well.
    return [variable, bytesToHex(sha256(utf8ToBytes(value))).slice(0, 16)];
  });
};

/** The value of `PRODUCTION_FINGERPRINTS` for the previews of the deployment with these settings. */
export const fingerprintsOf = (settings: Env): string =>
  [...new Set(belongings(settings as Parsed).map(([, print]) => print))].join(",");

/** What a deployment may not combine, each with the way out. Settings that are wrong by themselves are absent. */
function contradictions(source: Source, settings: Partial<Parsed>): string[] {
  const { VAPI_BASE_URL: phoneService, PRODUCTION_FINGERPRINTS: prints } = settings;
  const isReal = phoneService !== undefined && !isSimulatedAt(phoneService);
  const onVercel = source.VERCEL === "1";
  const isUnsigned = readInngest(source).devUrl !== null;
  const isProduction = source.VERCEL_ENV === "production";
  const isPreview = source.VERCEL_ENV === "preview";
  const borrowed = belongings(settings).filter(([, print]) => prints?.includes(print));
  const rules: [boolean, string][] = [
    [
      !isUnsigned && !(source.INNGEST_EVENT_KEY && source.INNGEST_SIGNING_KEY),
      "INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY: are not set, so no batch would ever begin; take both from Inngest, or set INNGEST_DEV where an engine runs locally",
    ],
    [
      onVercel && isUnsigned,
      "INNGEST_DEV: switches the check of signatures off, so anybody could run functions; remove it from Vercel",
    ],
    [
      isProduction && settings.DEMO_EMAIL !== undefined,
      "DEMO_EMAIL: offers every visitor a sign-in; remove it from production",
    ],
    [
      isPreview && prints === undefined,
      "PRODUCTION_FINGERPRINTS: is not set, so this preview might work on production's data; take the value that `npm run doctor` prints for production, or `none` while there is no production",
    ],
    ...borrowed.map(([variable]): [boolean, string] => [
      isPreview,
      `${variable}: is production's; give previews one of their own`,
    ]),
    [
      isPreview && source.INNGEST_SIGNING_KEY?.startsWith("signkey-prod-") === true,
      "INNGEST_SIGNING_KEY: is production's; previews take the keys of Inngest's branch environments",
    ],
    [isReal && (settings.PATIENCE ?? 1) < 1, "PATIENCE: must be 1 with real phones; remove it"],
    [
      isReal && settings.CALLING_HOURS === null,
      "CALLING_HOURS: cannot be off with real phones; remove it for Mon-Sat 08:00-20:00",
    ],
    [
      isReal && settings.CALL_COUNTRIES === null,
      "CALL_COUNTRIES: cannot be * with real phones; list the countries",
    ],
    ...Object.entries(settings)
      .filter(([name, value]) => /^(PERSON|DEPLOYMENT)_/.test(name) && value === null)
      .map(([name]): [boolean, string] => [
        isReal,
        `${name}: cannot be off with real phones; remove it for the default`,
      ]),
    [
      // Longer than any call: one that was given up on may still be on the phone.
      isReal && (settings.NUMBER_PAUSE_MINUTES ?? 15) < 15,
      "NUMBER_PAUSE_MINUTES: must be at least 15 with real phones",
    ],
  ];
  return rules.filter(([applies]) => applies).map(([, problem]) => `  ${problem}`);
}

/** Nobody but the listed: on a preview, and on a laptop that reaches real phones. Null: anybody. */
function allowlistOf(source: Source, settings: Parsed): string[] | null {
  const isTrial =
    source.VERCEL_ENV === "preview" ||
    (source.VERCEL_ENV !== "production" &&
      source.NODE_ENV === "development" &&
      !isSimulatedAt(settings.VAPI_BASE_URL));
  return settings.CALL_ALLOWLIST ?? (isTrial ? [] : null);
}

/** Names, defaults and descriptions, for the table in the README. */
export const envShape = schema.shape;

/**
 * Parses settings from any source.
 * @throws Error that names every missing, wrong or contradicting variable and the reason.
 */
export function parseEnv(source: Source): Env {
  const given: Source = {
    ...source,
    APP_URL: source.APP_URL ?? deploymentUrl(source),
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY:
      source.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? source.NEXT_PUBLIC_SUPABASE_ANON_KEY,
    SUPABASE_SECRET_KEY: source.SUPABASE_SECRET_KEY ?? source.SUPABASE_SERVICE_ROLE_KEY,
    // It opens previews, and production has no use for it: it travels with every call to the phone service.
    VERCEL_AUTOMATION_BYPASS_SECRET:
      source.VERCEL_ENV === "preview" ? source.VERCEL_AUTOMATION_BYPASS_SECRET : undefined,
  };
  const settings: Partial<Parsed> = {};
  const problems: string[] = [];
  for (const [variable, field] of Object.entries(schema.shape)) {
    const result = field.safeParse(given[variable]);
    if (result.success) Object.assign(settings, { [variable]: result.data });
    else if (!given[variable]) problems.push(`  ${variable}: is not set`);
    else problems.push(...result.error.issues.map(({ message }) => `  ${variable}: ${message}`));
  }
  problems.push(...contradictions(source, settings));
  if (problems.length > 0) {
    throw new Error(
      `The environment cannot be used:\n${problems.join("\n")}\nSee the configuration table in README.md.`,
    );
  }
  const parsed = settings as Parsed;
  return { ...parsed, CALL_ALLOWLIST: allowlistOf(source, parsed) };
}

export type InngestSettings = {
  /** An engine that takes no keys; null in the cloud. */
  devUrl: string | null;
  eventKey: string | undefined;
  signingKey: string | undefined;
  apiUrl: string;
  eventUrl: string;
  /** The name of a branch environment. */
  environment: string | undefined;
};

/** What Inngest's SDK reads of the environment by itself. */
export function readInngest(source: Source): InngestSettings {
  const { INNGEST_DEV: dev = "", INNGEST_BASE_URL: base } = source;
  const isDev = !["", "0", "false"].includes(dev);
  return {
    devUrl: !isDev ? null : dev.startsWith("http") ? dev : "http://localhost:8288",
    eventKey: source.INNGEST_EVENT_KEY,
    signingKey: source.INNGEST_SIGNING_KEY,
    apiUrl: source.INNGEST_API_BASE_URL ?? base ?? "https://api.inngest.com",
    eventUrl: source.INNGEST_EVENT_API_BASE_URL ?? base ?? "https://inn.gs",
    environment: source.INNGEST_ENV ?? source.VERCEL_GIT_COMMIT_REF,
  };
}

/** The variables of this process, for a tool that may read others from a file. */
export const processSource = (): Source => process.env;

/**
 * Where the database is, for a tool of an operator, who has no other settings at hand.
 * @throws Error that names what is missing.
 */
export function readSupabase(): { url: string; secretKey: string } {
  const url = process.env.NEXT_PUBLIC_SUPABASE_URL;
  const secretKey = process.env.SUPABASE_SECRET_KEY ?? process.env.SUPABASE_SERVICE_ROLE_KEY;
  if (!url || !secretKey)
    throw new Error(
      "NEXT_PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY must be set; see .local/env for the embedded stack.",
    );
  return { url, secretKey };
}

let parsed: Env | undefined;

/** Settings of this process, parsed once. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
