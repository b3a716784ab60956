import { z } from "zod";
import { isBehind, readDeploymentState } from "@/lib/health";
import { isRecord } from "@/lib/is-record";
import { listTimeZones } from "@/lib/phones/time-zones";
import { callFunction } from "@/lib/supabase/call-function";
import { NEWEST_MIGRATION } from "@/lib/supabase/database.types";
import { ask } from "./ask";
import { type Check, type Finding, fault, ok } from "./finding";

const MIGRATE = "Apply them: npx supabase db push (docs/deploying.md, Supabase).";

/** The keys, the migrations, and that nobody may do more than the migrations allow. */
export const checkDatabase: Check = async ({ settings, db }) => {
  const { NEXT_PUBLIC_SUPABASE_URL: url, NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: publishable } =
    settings;
  const keys = await Promise.all([
    checkKey(url, "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", publishable),
    checkKey(url, "SUPABASE_SECRET_KEY", settings.SUPABASE_SECRET_KEY),
  ]);
  const refused = keys.filter((finding) => finding !== null);
  if (refused.length > 0) return refused;
  const reachable = ok("reachable", `${new URL(url).host} takes both keys.`);

  const state = await readDeploymentState(db).catch(() => null);
  if (state === null) {
    const says = "It does not know deployment_state: migrations are missing, or for another role.";
    return [reachable, fault("migrations", says, MIGRATE)];
  }
  const faults = await callFunction(db, "list_access_faults", {}, z.array(z.string()));
  const unknownZones = await callFunction(
    db,
    "list_unknown_time_zones",
    { p_zones: listTimeZones() },
    z.array(z.string()),
  );
  return [
    reachable,
    isBehind(state)
      ? fault(
          "migrations",
          `The newest applied is ${state.migration ?? "none"}; this code needs ${NEWEST_MIGRATION}.`,
          MIGRATE,
        )
      : ok("migrations", `${state.migration} is applied.`),
    faults.length > 0
      ? fault(
          "policies and grants",
          `${faults.join(". ")}.`,
          "Undo what was changed by hand; supabase/migrations/*_access.sql has it as it must be.",
        )
      : ok("policies and grants", "People read their own rows, and write none."),
    unknownZones.length > 0
      ? fault(
          "time zones",
          `The database has no rules for ${unknownZones.join(", ")}; numbers there are refused.`,
          "Upgrade PostgreSQL (Supabase → Settings → Infrastructure): it carries the zones.",
        )
      : ok("time zones", "The database knows every zone that a number may be in."),
  ];
};

/** Asks for a table that only the secret key may read, so that each key is known by its answer. */
async function checkKey(url: string, variable: string, key: string): Promise<Finding | null> {
  const { status, body } = await ask(`${url}/rest/v1/heartbeat?select=swept_at`, {
    headers: { apikey: key },
  });
  const code = isRecord(body) ? body.code : undefined;
  const isSecret = variable === "SUPABASE_SECRET_KEY";
  // PGRST205: the key is known, the table is not.
  if (status === 200 || code === "PGRST205" || (code === "42501" && !isSecret)) return null;
  const says = `${variable} is refused (${status}).`;
  return fault("reachable", says, "Take it from Supabase → Settings → API keys, of this project.");
}
