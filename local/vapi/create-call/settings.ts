import type { Vapi } from "@vapi-ai/server-sdk";

/** What the simulator reads of the assistant that a call ends up with. */
export type CallSettings = {
  server?: Vapi.Server;
  serverMessages: readonly string[];
  firstMessage?: string;
  assistantWaits: boolean;
  maxDurationSeconds: number;
  detectsVoicemail: boolean;
  voicemailMessage?: string;
  analysisPlan: Vapi.AnalysisPlan;
  structuredOutputs: readonly Vapi.CreateStructuredOutputDto[];
  monitorPlan: Vapi.MonitorPlan;
  prompt: readonly Vapi.OpenAiMessage[];
};

// Of the real default list, the two kinds the simulator sends.
const DEFAULT_MESSAGES = ["status-update", "end-of-call-report"];

const DEFAULT_MAX_DURATION_SECONDS = 600;

/** The assistant with the overrides of the call and of the customer laid over it, and the real service's defaults. */
export function settingsOf(request: Vapi.CreateCallDto): CallSettings {
  const layers = [
    request.customer?.assistantOverrides,
    request.assistantOverrides,
    request.assistant,
  ];
  const first = <T>(
    read: (layer: Vapi.AssistantOverrides | Vapi.CreateAssistantDto) => T | undefined,
  ) => layers.flatMap((layer) => (layer ? [read(layer)] : [])).find((value) => value !== undefined);

  const detection = first((layer) => layer.voicemailDetection);
  const firstMessage = first((layer) => layer.firstMessage);
  const detectsVoicemail = detection !== undefined && detection !== "off";
  return {
    server: first((layer) => layer.server),
    serverMessages: first((layer) => layer.serverMessages) ?? DEFAULT_MESSAGES,
    firstMessage: firstMessage && fillVariables(firstMessage, variablesOf(request)),
    assistantWaits: first((layer) => layer.firstMessageMode) === "assistant-waits-for-user",
    maxDurationSeconds: first((layer) => layer.maxDurationSeconds) ?? DEFAULT_MAX_DURATION_SECONDS,
    detectsVoicemail,
    voicemailMessage: first((layer) => layer.voicemailMessage),
    analysisPlan: first((layer) => layer.analysisPlan) ?? {},
    structuredOutputs: first((layer) => layer.artifactPlan)?.structuredOutputs ?? [],
    monitorPlan: first((layer) => layer.monitorPlan) ?? {},
    prompt: first((layer) => layer.model)?.messages ?? [],
  };
}

function variablesOf(request: Vapi.CreateCallDto): Record<string, unknown> {
  return {
    ...request.assistantOverrides?.variableValues,
    ...request.customer?.assistantOverrides?.variableValues,
  };
}

/** Replaces `{{ name }}` by its value; a name without one stays as it is. */
function fillVariables(text: string, values: Record<string, unknown>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
