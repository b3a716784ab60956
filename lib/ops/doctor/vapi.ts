import { VapiError } from "@vapi-ai/server-sdk";
import { findRetirements, partsOf } from "@/lib/assistant-parts";
import { createVapiClient } from "@/lib/calls/client";
import { storeUnavailable } from "@/lib/supabase/call-function";
import { type Check, type Deployment, type Finding, fault, isHere, off, ok } from "./finding";

const DAY_MS = 86_400_000;

/** The key, the numbers that calls are made from, what the agent is made of, and the lines. */
export const checkVapi: Check = async (deployment) => {
  const { settings } = deployment;
  const { VAPI_BASE_URL: baseUrl, VAPI_API_KEY: apiKey } = settings;
  const { reader } = createVapiClient({ baseUrl, apiKey });
  try {
    await reader.calls.list({ limit: 1 });
  } catch (error) {
    const status = error instanceof VapiError ? error.statusCode : undefined;
    if (status === undefined) throw new Error(`${baseUrl} does not answer.`);
    return [fault("key", `VAPI_API_KEY is refused (${status}).`, "Take the private key of Vapi.")];
  }
  const key = ok("key", `${baseUrl} takes it.`);
  const lines = await checkLines(deployment);
  if (isHere(baseUrl)) {
    const simulated = "Calls are simulated.";
    return [key, off("phone number", simulated), off("agent", simulated), lines];
  }
  const ids = [settings.VAPI_PHONE_NUMBER_ID].flat();
  const numbers = await Promise.all(ids.map((id) => checkNumber(reader, id)));
  const retired = findRetirements(partsOf(settings));
  const agent =
    retired.length === 0
      ? ok("agent", "Its model, voice and transcriber exist.")
      : fault(
          "agent",
          retired.map(({ name, on }) => `${name} is shut down on ${on}.`).join(" "),
          "Choose another: ASSISTANT_MODEL, ASSISTANT_VOICE.",
        );
  return [key, ...numbers, agent, lines];
};

async function checkNumber(
  reader: ReturnType<typeof createVapiClient>["reader"],
  id: string,
): Promise<Finding> {
  const found = await reader.phoneNumbers.get({ id }).catch((error: unknown) => {
    if (error instanceof VapiError && error.statusCode === 404) return null;
    throw error;
  });
  const check = "phone number";
  if (found === null) {
    return fault(check, `Vapi knows no ${id}.`, "VAPI_PHONE_NUMBER_ID is the id, not the number.");
  }
  const name = `${found.number ?? found.name ?? id} (${found.provider})`;
  if (found.provider === "vapi") {
    const fix = "Import a number of Twilio or Telnyx (docs/deploying.md, Vapi).";
    return fault(check, `${name} is one that Vapi gives away, for calls that come in.`, fix);
  }
  if (found.status !== undefined && found.status !== "active") {
    return fault(check, `${name} is ${found.status}.`, "Vapi → Phone Numbers says why.");
  }
  return ok(check, `${name} may call.`);
}

/** Vapi tells nobody how many lines an account has, except by refusing a call. */
async function checkLines({ settings, db }: Deployment): Promise<Finding> {
  const { count, error } = await db
    .from("attempts")
    .select("id", { count: "exact", head: true })
    .eq("outcome", "refused")
    .eq("detail", "no_line")
    .gt("settled_at", new Date(Date.now() - DAY_MS).toISOString());
  if (error) throw storeUnavailable("Counting refused calls", error);
  const lines = settings.VAPI_LINES;
  return count
    ? fault(
        "lines",
        `Vapi had no line for ${count} calls within a day, of ${lines} that VAPI_LINES claims.`,
        "Set VAPI_LINES to what Vapi → Billing shows, less what others on the account use.",
      )
    : ok("lines", `No call of the last day lacked one; VAPI_LINES is ${lines}.`);
}
