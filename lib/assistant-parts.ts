import type { Vapi } from "@vapi-ai/server-sdk";

type Model = Vapi.OpenAiModelModel & Vapi.WorkflowOpenAiModelModel;

/**
 * OpenAI's models that speak and extract, each with the day on which it is shut down, where one has been announced
 * (developers.openai.com/api/docs/deprecations, read in November 2026). Vapi refuses a model that it does not list, and with
 * it every call, so a value outside of this list is refused at boot. A new release of the SDK brings new ones.
 */
export const MODELS = {
  "gpt-5.6-sol": null,
  "gpt-5.6-terra": null,
  "gpt-5.6-luna": null,
  "gpt-5.5": null,
  "gpt-5.4": null,
  "gpt-5.4-mini": null,
  "gpt-5.4-nano": "2027-04-01",
  "gpt-5.2": null,
  "gpt-5.1": "2027-04-01",
  "gpt-4.1": "2027-01-14",
  "gpt-4.1-mini": "2027-01-14",
  "gpt-4o": "2027-01-14",
  "gpt-4o-mini": "2027-01-14",
} as const satisfies Partial<Record<Model, string | null>>;

/** Deepgram's models for telephone speech. The SDK lists older ones, which Vapi's documentation no longer does. */
export const TRANSCRIBERS = [
  "nova-3",
  "nova-3-general",
  "nova-2",
  "nova-2-general",
  "nova-2-phonecall",
  "nova-2-conversationalai",
  "flux-general-en",
] as const satisfies readonly Vapi.DeepgramTranscriberModel[];

/** Vapi's voices that are gone (docs.vapi.ai/providers/voice/vapi-voices). Any other name may be one, or a cloned voice. */
const RETIRED_VOICES = ["Spencer", "Neha", "Harry", "Cole", "Paige", "Hana", "Lily", "Kylie"];
const VOICES_RETIRED_ON = "2026-03-01";

/** What the agent thinks, speaks and hears with. */
export type AssistantParts = {
  model: keyof typeof MODELS;
  voice: string;
  transcriber: (typeof TRANSCRIBERS)[number];
};

/** The parts that a deployment has chosen. */
export const partsOf = (settings: {
  ASSISTANT_MODEL: AssistantParts["model"];
  ASSISTANT_VOICE: string;
  ASSISTANT_TRANSCRIBER: AssistantParts["transcriber"];
}): AssistantParts => ({
  model: settings.ASSISTANT_MODEL,
  voice: settings.ASSISTANT_VOICE,
  transcriber: settings.ASSISTANT_TRANSCRIBER,
});

export const MODEL_NAMES = Object.keys(MODELS) as (keyof typeof MODELS)[];

/** The parts whose end is announced or past, with the day (YYYY-MM-DD). */
export function findRetirements({ model, voice }: AssistantParts): { name: string; on: string }[] {
  const modelEnds = MODELS[model];
  return [
    ...(modelEnds ? [{ name: model, on: modelEnds }] : []),
    ...(RETIRED_VOICES.includes(voice) ? [{ name: voice, on: VOICES_RETIRED_ON }] : []),
  ];
}
