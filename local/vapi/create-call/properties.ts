import type { Vapi } from "@vapi-ai/server-sdk";
import { completeList } from "./complete-list";

type KeyOf<T> = T extends unknown ? keyof T & string : never;

/** All properties of a request type; of a union, those of every member. */
const propertiesOf = <T>() => completeList<KeyOf<T>>();

export const createCall = propertiesOf<Vapi.CreateCallDto>()([
  "assistantVersion",
  "transport",
  "customers",
  "name",
  "schedulePlan",
  "assistantId",
  "assistant",
  "assistantOverrides",
  "squadId",
  "squad",
  "squadOverrides",
  "workflowId",
  "workflow",
  "workflowOverrides",
  "phoneNumberId",
  "phoneNumber",
  "customerId",
  "customer",
]);

export const customer = propertiesOf<Vapi.CreateCustomerDto>()([
  "numberE164CheckEnabled",
  "extension",
  "assistantOverrides",
  "squadOverrides",
  "number",
  "sipUri",
  "name",
  "email",
  "externalId",
]);

const shared = [
  "transcriber",
  "model",
  "voice",
  "firstMessage",
  "firstMessageInterruptionsEnabled",
  "firstMessageMode",
  "voicemailDetection",
  "clientMessages",
  "serverMessages",
  "maxDurationSeconds",
  "backgroundSound",
  "modelOutputInMessagesEnabled",
  "transportConfigurations",
  "observabilityPlan",
  "credentials",
  "hooks",
  "name",
  "voicemailMessage",
  "endCallMessage",
  "endCallPhrases",
  "compliancePlan",
  "metadata",
  "backgroundSpeechDenoisingPlan",
  "analysisPlan",
  "artifactPlan",
  "startSpeakingPlan",
  "stopSpeakingPlan",
  "monitorPlan",
  "credentialIds",
  "server",
  "keypadInputPlan",
] as const;

export const assistant = propertiesOf<Vapi.CreateAssistantDto>()(shared);

export const assistantOverrides = propertiesOf<Vapi.AssistantOverrides>()([
  ...shared,
  "tools:append",
  "variableValues",
]);

export const server = propertiesOf<Vapi.Server>()([
  "timeoutSeconds",
  "credentialId",
  "staticIpAddressesEnabled",
  "encryptedPaths",
  "url",
  "headers",
  "backoffPlan",
]);

export const backoffPlan = propertiesOf<Vapi.BackoffPlan>()([
  "type",
  "maxRetries",
  "baseDelaySeconds",
  "excludedStatusCodes",
]);

export const analysisPlan = propertiesOf<Vapi.AnalysisPlan>()([
  "minMessagesThreshold",
  "summaryPlan",
  "structuredDataPlan",
  "structuredDataMultiPlan",
  "successEvaluationPlan",
  "outcomeIds",
]);

export const structuredDataPlan = propertiesOf<Vapi.StructuredDataPlan>()([
  "messages",
  "enabled",
  "schema",
  "timeoutSeconds",
]);

export const summaryPlan = propertiesOf<Vapi.SummaryPlan>()([
  "messages",
  "enabled",
  "timeoutSeconds",
]);

export const successEvaluationPlan = propertiesOf<Vapi.SuccessEvaluationPlan>()([
  "rubric",
  "messages",
  "enabled",
  "timeoutSeconds",
]);

export const artifactPlan = propertiesOf<Vapi.ArtifactPlan>()([
  "recordingEnabled",
  "recordingFormat",
  "recordingUseCustomStorageEnabled",
  "videoRecordingEnabled",
  "fullMessageHistoryEnabled",
  "pcapEnabled",
  "pcapS3PathPrefix",
  "pcapUseCustomStorageEnabled",
  "loggingEnabled",
  "loggingUseCustomStorageEnabled",
  "transcriptPlan",
  "recordingPath",
  "structuredOutputIds",
  "structuredOutputs",
  "scorecardIds",
  "scorecards",
  "loggingPath",
]);

export const monitorPlan = propertiesOf<Vapi.MonitorPlan>()([
  "listenEnabled",
  "listenAuthenticationEnabled",
  "controlEnabled",
  "controlAuthenticationEnabled",
  "monitorIds",
]);

type VoicemailPlan = Exclude<NonNullable<Vapi.CreateAssistantDto["voicemailDetection"]>, string>;

/** Of all detectors together; which property belongs to which one is not checked. */
export const voicemailDetection = propertiesOf<VoicemailPlan>()([
  "provider",
  "beepMaxAwaitSeconds",
  "backoffPlan",
  "type",
  "voicemailDetectionTypes",
  "enabled",
  "machineDetectionTimeout",
  "machineDetectionSpeechThreshold",
  "machineDetectionSpeechEndThreshold",
  "machineDetectionSilenceTimeout",
]);

export const voicemailBackoffPlan = propertiesOf<Vapi.VoicemailDetectionBackoffPlan>()([
  "startAtSeconds",
  "frequencySeconds",
  "maxRetries",
]);

/** Of all model vendors together, as with the detectors. */
export const model = propertiesOf<Vapi.CreateAssistantDtoModel>()([
  "provider",
  "messages",
  "tools",
  "toolIds",
  "toolRefs",
  "knowledgeBase",
  "model",
  "thinking",
  "temperature",
  "maxTokens",
  "emotionRecognitionEnabled",
  "numFastTurns",
  "metadataSendMode",
  "headers",
  "url",
  "wordLevelConfidenceEnabled",
  "timeoutSeconds",
  "realtimeConfig",
  "fallbackModels",
  "toolStrictCompatibilityMode",
  "promptCacheRetention",
  "promptCacheKey",
  "reasoningEffort",
  "version",
  "workflowId",
  "workflow",
]);

export const modelMessage = propertiesOf<Vapi.OpenAiMessage>()(["content", "role"]);
