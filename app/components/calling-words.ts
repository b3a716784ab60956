import type { Env } from "@/lib/env";
import { isSimulatedAt } from "@/lib/simulated";

type Settings = Pick<Env, "CALLS_ENABLED" | "CALL_ALLOWLIST" | "VAPI_BASE_URL">;

/** What keeps phones from ringing here, or what rings although this is no production; null where nothing has to be said. */
export function callingWords(
  { CALLS_ENABLED, CALL_ALLOWLIST, VAPI_BASE_URL }: Settings,
  stoppedWhy: string | null,
): string | null {
  if (!CALLS_ENABLED) return "Calls are switched off here. Nobody is phoned.";
  if (stoppedWhy !== null)
    return `Calling is stopped: ${stoppedWhy} What waits goes on when it starts again.`;
  if (CALL_ALLOWLIST === null || isSimulatedAt(VAPI_BASE_URL)) return null;
  return "Real phones ring from here, but only those on this deployment's list.";
}
