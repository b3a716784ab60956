import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PortName } from "../ports";
import type { Parts } from "./parts";
import {
  inngestReadySchema,
  type Ready,
  SIMULATOR_KEY,
  supabaseReadySchema,
  vapiReadySchema,
} from "./values";

export type StandInOptions = {
  dataDir: string;
  fresh?: boolean;
  timeScale?: number;
  lines?: number;
  migrationsDir?: string;
};

/** Starts the stand-ins that are needed, all at once, and waits for every one of them. */
export async function startStandIns(
  parts: Parts,
  needed: { supabase: boolean; inngest: boolean; vapi: boolean },
  ports: Record<PortName, number>,
  { dataDir, fresh, timeScale, lines, migrationsDir }: StandInOptions,
): Promise<Ready> {
  const callsDir = join(dataDir, "vapi");
  if (fresh) await rm(callsDir, { recursive: true, force: true });
  const [supabase, inngest, vapi] = await Promise.all([
    needed.supabase
      ? parts.startStandIn("supabase", {
          SUPABASE_PORT: String(ports.supabase),
          POSTGRES_PORT: String(ports.postgres),
          SUPABASE_DATA_DIR: join(dataDir, "supabase"),
          FRESH: fresh ? "1" : undefined,
          SUPABASE_MIGRATIONS_DIR: migrationsDir,
        })
      : undefined,
    needed.inngest
      ? parts.startStandIn("inngest", {
          INNGEST_PORT: String(ports.inngest),
          INNGEST_APP_URLS: `http://localhost:${ports.web}/api/inngest`,
        })
      : undefined,
    needed.vapi
      ? parts.startStandIn("vapi", {
          VAPI_PORT: String(ports.vapi),
          VAPI_DATA_DIR: callsDir,
          VAPI_API_KEY: SIMULATOR_KEY,
          ...setting("VAPI_TIME_SCALE", timeScale),
          ...setting("VAPI_LINES", lines),
        })
      : undefined,
  ]);
  return {
    ...(supabase && { supabase: supabaseReadySchema.parse(supabase) }),
    ...(inngest && { inngest: inngestReadySchema.parse(inngest) }),
    ...(vapi && { vapi: vapiReadySchema.parse(vapi) }),
  };
}

/** Nothing when absent: then the stand-in's own default holds, or what the shell sets. */
function setting(name: string, value: number | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: String(value) };
}
