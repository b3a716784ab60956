import { readFile } from "node:fs/promises";
import { parse } from "dotenv";

export type Values = Record<string, string>;

/** The services that a file of settings names for itself, so that no stand-in takes their place. */
export type ConfiguredServices = { supabase: boolean; inngest: boolean; vapi: boolean };

/** Reads a dotenv file; an absent one is an empty one, and empty values count as not set. */
export async function readSettings(file: string): Promise<Values> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return Object.fromEntries(Object.entries(parse(text)).filter(([, value]) => value !== ""));
}

/**
 * Tells which services the settings name.
 * @throws a plain sentence when a service is named but cannot be reached with what is there
 */
export function findConfiguredServices(settings: Values): ConfiguredServices {
  const configured = {
    supabase: isAnySet(settings, ["NEXT_PUBLIC_SUPABASE_URL"]),
    inngest:
      isAnySet(settings, ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY"]) ||
      // 0 and false are how the SDK is told that there is no dev server.
      !["", "0", "false"].includes(settings.INNGEST_DEV ?? ""),
    vapi: isAnySet(settings, ["VAPI_BASE_URL", "VAPI_API_KEY"]),
  };
  if (configured.supabase) {
    demand(settings, "NEXT_PUBLIC_SUPABASE_URL", [
      ["NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "NEXT_PUBLIC_SUPABASE_ANON_KEY"],
      ["SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY"],
    ]);
  }
  if (configured.vapi) {
    demand(settings, "Vapi", [["VAPI_API_KEY"], ["VAPI_PHONE_NUMBER_ID"]]);
  }
  return configured;
}

function demand(settings: Values, service: string, needs: [string, ...string[]][]) {
  const missing = needs.filter((names) => !isAnySet(settings, names)).map(([name]) => name);
  if (missing.length === 0) return;
  throw new Error(
    `.env.local names ${service} but not ${missing.join(" and ")}. Add what is missing, or remove the rest to use the stand-in.`,
  );
}

function isAnySet(settings: Values, names: readonly string[]): boolean {
  return names.some((name) => settings[name] !== undefined);
}
