import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isSimulatedAt } from "@/lib/simulated";
import { envSchema, type Parsed } from "./env-schema";

/**
 * The only reader of `process.env`. `instrumentation.ts` calls {@link env} at boot, so that a deployment with a
 * missing or wrong variable fails at once and says which and why.
 */

/** Vercel sets hosts without a scheme. A preview takes its branch's stable address, as calls outlive a push. */
function deploymentUrl(source: Source): string | undefined {
  const host =
    source.VERCEL_ENV === "production"
      ? source.VERCEL_PROJECT_PRODUCTION_URL
      : (source.VERCEL_BRANCH_URL ?? source.VERCEL_URL);
  return host ? `https://${host}` : undefined;
}

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
export const envShape = envSchema.shape;

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
  for (const [variable, field] of Object.entries(envSchema.shape)) {
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
