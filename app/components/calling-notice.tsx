import { connection } from "next/server";
import { withDeadline } from "@/lib/deadline";
import { env } from "@/lib/env";
import { readCallingStop } from "@/lib/ops/calling-stop";
import { services } from "@/lib/services";
import { isSimulatedAt } from "@/lib/simulated";

// A page is not kept waiting for a notice; a database that is slow or away has worse to tell elsewhere.
const PATIENCE_MS = 500;

/** What keeps phones from ringing here, or what rings although this is no production: said on every page. */
export async function CallingNotice() {
  // A build knows no settings.
  await connection();
  const text = await describe();
  if (text === null) return null;
  return (
    <p role="status" className="border-line border-b bg-surface px-4 py-2 text-center text-sm">
      {text}
    </p>
  );
}

async function describe(): Promise<string | null> {
  const { CALLS_ENABLED, CALL_ALLOWLIST, VAPI_BASE_URL } = env();
  if (!CALLS_ENABLED) return "Calls are switched off here. Nobody is phoned.";
  const why = await withDeadline(readCallingStop(services().db), PATIENCE_MS, "No answer.").catch(
    () => null,
  );
  if (why !== null) return `Calling is stopped: ${why} What waits goes on when it starts again.`;
  if (CALL_ALLOWLIST === null || isSimulatedAt(VAPI_BASE_URL)) return null;
  return "Real phones ring from here, but only those on this deployment's list.";
}
