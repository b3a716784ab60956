import { type Env, fingerprintsOf, parseEnv, readInngest, type Source } from "@/lib/env";
import { createServiceClient } from "@/lib/supabase/clients";
import { checkClocks } from "./clock";
import { checkDatabase } from "./database";
import { type Check, type Finding, fault, isHere, off, ok } from "./finding";
import { checkInngest } from "./inngest";
import { checkMail } from "./mail";
import { checkRealtime } from "./realtime";
import { checkVapi } from "./vapi";
import { checkWebhook } from "./webhook";

export type Examined = Finding & { part: string };

const CHECKS: [string, Check][] = [
  ["Database", checkDatabase],
  ["Realtime", checkRealtime],
  ["Inngest", checkInngest],
  ["Vapi", checkVapi],
  ["Webhooks", checkWebhook],
  ["Mail", checkMail],
  ["Clocks", checkClocks],
];

/** Examines a configuration against the services that it names. Changes nothing that anybody would notice. */
export async function examine(source: Source): Promise<Examined[]> {
  let settings: Env;
  try {
    settings = parseEnv(source);
  } catch (error) {
    // The first line and the last are not about a variable.
    const problems = (error as Error).message.split("\n").slice(1, -1);
    return problems.map((problem) => {
      const [variable = "", ...says] = problem.trim().split(": ");
      const fix = "Set it as README.md says (Configuration), then ask again.";
      return { part: "Variables", ...fault(variable, says.join(": "), fix) };
    });
  }
  const deployment = {
    source,
    settings,
    inngest: readInngest(source),
    db: createServiceClient({
      url: settings.NEXT_PUBLIC_SUPABASE_URL,
      secretKey: settings.SUPABASE_SECRET_KEY,
    }),
  };
  const examined = await Promise.all(
    CHECKS.map(async ([part, check]) => {
      const found = await check(deployment).catch((error: unknown) => [
        fault(
          "answers",
          (error as Error).message,
          "See the line above it, or the service's status.",
        ),
      ]);
      return found.map((finding) => ({ part, ...finding }));
    }),
  );
  const variables = describeSettings(source, settings);
  return [...variables.map((finding) => ({ part: "Variables", ...finding })), ...examined.flat()];
}

function describeSettings(source: Source, settings: Env): Finding[] {
  const calls = settings.CALLS_ENABLED ? "calls are on" : "CALLS_ENABLED is not true: no calls";
  const isPreview = source.VERCEL_ENV === "preview";
  return [
    ok("settings", `Complete, and none against another; ${calls}.`),
    isPreview
      ? ok("preview", "Database, number and secret are not production's.")
      : isHere(settings.VAPI_BASE_URL)
        ? off("previews", "Nothing of this machine has to be kept from them.")
        : ok("previews", `Set there: PRODUCTION_FINGERPRINTS=${fingerprintsOf(settings)}`),
  ];
}
