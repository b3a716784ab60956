import type { Urgency } from "@/lib/states/batch";
import { promptText } from "./prompt-text";

/**
 * What the agent says. The call is built from it, and so is what a person reads before calling, which is why it stands
 * apart: browsers load it, and the rest of a call is of no use to them.
 */

/** What a call is about. */
export type CallRequest = {
  title: string;
  serviceNeeded: string;
  description: string | null;
  /** City or area, told to everybody; the street address only on request. */
  location: string;
  criteria: readonly string[];
  urgency: Urgency;
  clientName: string | null;
  clientAddress: string | null;
};

/** What the agent says last; Vapi hangs up when it hears it from the agent. */
export const FAREWELL = "Thank you for your time. Goodbye.";

/** A greeting is heard, so its pieces are shorter than what the model reads. */
const SPOKEN_MAX = 80;

/** What the greeting is made of. */
export type ScriptRequest = Pick<
  CallRequest,
  "clientName" | "serviceNeeded" | "location" | "criteria"
>;

/**
 * The first thing the callee hears: that an AI calls, for whom, what for, and that notes are taken. Several places
 * require the first two at the start of a call; all of it is simply fair.
 */
export function greeting(providerName: string, request: ScriptRequest): string {
  const client = promptText(request.clientName ?? "", SPOKEN_MAX) || "a customer";
  const service = inSentence(promptText(request.serviceNeeded, SPOKEN_MAX));
  const location = promptText(request.location, SPOKEN_MAX);
  const provider = promptText(providerName, SPOKEN_MAX);
  return [
    `Hello, this is an AI assistant calling on behalf of ${client}, who is looking for ${service} in ${location}.`,
    "I am taking written notes of this call.",
    `${provider ? `Is this ${provider}, and may` : "May"} I ask a few short questions?`,
  ].join(" ");
}

/** "Plumbing" as it stands within a sentence; "HVAC repair" and "A/C repair" keep their capitals. */
const inSentence = (text: string): string =>
  text.replace(/^\p{Lu}(?=[^\p{Lu}\s]*(?:\s|$))/u, (letter) => letter.toLowerCase());
