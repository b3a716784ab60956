import { connection } from "next/server";
import { withDeadline } from "@/lib/deadline";
import { env } from "@/lib/env";
import { readCallingStop } from "@/lib/ops/calling-stop";
import { services } from "@/lib/services";
import { callingWords } from "./calling-words";

// A page is not kept waiting for a notice; a database that is slow or away has worse to tell elsewhere.
const PATIENCE_MS = 500;

/** Says {@link callingWords} on every page. */
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
  const settings = env();
  // Calls that are switched off are said without a question to the database.
  const why = settings.CALLS_ENABLED
    ? await withDeadline(readCallingStop(services().db), PATIENCE_MS, "No answer.").catch(
        () => null,
      )
    : null;
  return callingWords(settings, why);
}
