import type { Vapi } from "@vapi-ai/server-sdk";
import { completeList } from "./complete-list";

export const models = completeList<Vapi.CreateAssistantDtoModel["provider"]>()([
  "anthropic",
  "anthropic-bedrock",
  "anyscale",
  "cerebras",
  "custom-llm",
  "deepinfra",
  "deep-seek",
  "google",
  "groq",
  "inflection-ai",
  "minimax",
  "openai",
  "openrouter",
  "perplexity-ai",
  "together-ai",
  "xai",
  "vapi",
]);

export const voices = completeList<Vapi.CreateAssistantDtoVoice["provider"]>()([
  "11labs",
  "azure",
  "cartesia",
  "custom-voice",
  "deepgram",
  "hume",
  "inworld",
  "lmnt",
  "microsoft",
  "minimax",
  "neuphonic",
  "openai",
  "playht",
  "rime-ai",
  "sesame",
  "smallest-ai",
  "tavus",
  "vapi",
  "wellsaid",
  "xai",
]);

export const transcribers = completeList<
  NonNullable<Vapi.CreateAssistantDto["transcriber"]>["provider"]
>()([
  "11labs",
  "assembly-ai",
  "azure",
  "cartesia",
  "custom-transcriber",
  "deepgram",
  "gladia",
  "google",
  "openai",
  "soniox",
  "speechmatics",
  "talkscriber",
  "vapi",
  "xai",
]);

export const voicemailDetectors = ["google", "openai", "twilio", "vapi"];

export const schemaTypes = completeList<Vapi.JsonSchemaType>()([
  "string",
  "number",
  "integer",
  "boolean",
  "array",
  "object",
]);

export const messageRoles = completeList<Vapi.OpenAiMessageRole>()([
  "assistant",
  "function",
  "user",
  "system",
  "tool",
]);

export const firstMessageModes = completeList<Vapi.CreateAssistantDtoFirstMessageMode>()([
  "assistant-speaks-first",
  "assistant-speaks-first-with-model-generated-message",
  "assistant-waits-for-user",
]);

export const serverMessages = completeList<Vapi.CreateAssistantDtoServerMessagesItem>()([
  "assistant.started",
  "assistant.speechStarted",
  "conversation-update",
  "end-of-call-report",
  "function-call",
  "hang",
  "language-changed",
  "language-change-detected",
  "model-output",
  "phone-call-control",
  "speech-update",
  "status-update",
  "transcript",
  'transcript[transcriptType="final"]',
  "tool-calls",
  "transfer-destination-request",
  "handoff-destination-request",
  "transfer-update",
  "user-interrupted",
  "voice-input",
  "chat.created",
  "chat.deleted",
  "session.created",
  "session.updated",
  "session.deleted",
  "call.deleted",
  "call.delete.failed",
  "call.artifact.upload",
]);
