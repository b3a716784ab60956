import { buildCall } from "@/lib/calls/assistant";
import type { Env } from "@/lib/env";

/** Models whose provider has announced the day on which they end. */
const RETIREMENTS: Record<string, string> = { "gpt-4.1": "2027-01-14" };

/** What is wrong with the parts of the agent, in sentences. */
export function assistantFaults({ VAPI_PHONE_NUMBER_ID: phoneNumberId }: Env, now: Date): string[] {
  const { assistant } = buildCall({
    attemptId: "",
    provider: { name: "", phone: "" },
    request: {
      title: "",
      serviceNeeded: "",
      description: null,
      location: "",
      criteria: [],
      urgency: "flexible",
      clientName: null,
      clientAddress: null,
    },
    webhook: { url: "", headers: {} },
    phoneNumberId,
    now,
  });
  const model = String(assistant?.model?.model);
  const end = RETIREMENTS[model];
  return end === undefined ? [] : [`The model ${model} is shut down on ${end}.`];
}
