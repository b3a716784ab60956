import { LIMITS } from "@/lib/limits";
import type { Urgency } from "@/lib/states/batch";
import { promptText } from "./prompt-text";

/**
 * What the agent says and asks. The call is built from it, and so is what a person reads before calling, which is why
 * it stands apart: browsers load it, and the rest of a call is of no use to them.
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

/** What the greeting and the questions are made of. */
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

type Question = {
  /** As the agent is told to ask it. */
  ask: string;
  /** How the agent goes about it. */
  how?: string;
  /** As the person who orders the calls reads it; `ask` where that says enough. One line per criterion. */
  tell?: (criteria: readonly string[]) => string[];
};

/** What the agent asks, in this order. */
export const QUESTIONS: readonly Question[] = [
  { ask: "Can they do this job?", how: "Describe it in one sentence from the data." },
  { ask: "What is the earliest day and time they could come?" },
  {
    ask: "What does it cost?",
    how: "Ask whether it is a fixed price, a range or by the hour, what it covers, and whether coming out costs extra.",
    tell: () => ["What does it cost, what does that cover, and does coming out cost extra?"],
  },
  {
    ask: "Each of the criteria in the data, if there are any.",
    tell: (criteria) => criteria.map((criterion) => `Do they meet this: ${criterion}?`),
  },
  {
    ask: "The name of the person you speak with, if they have not said it.",
    tell: () => ["Who is speaking?"],
  },
];

/** The questions in the words of the person who orders the calls. */
export function listQuestions(criteria: readonly string[]): string[] {
  const asked = criteria
    .map((criterion) => promptText(criterion, LIMITS.criterion))
    .filter(Boolean);
  return QUESTIONS.flatMap(({ ask, tell }) => (tell ? tell(asked) : [ask]));
}
