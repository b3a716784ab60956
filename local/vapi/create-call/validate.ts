import {
  amount,
  anything,
  checkShape,
  eachOneOf,
  flag,
  list,
  nested,
  oneOf,
  type Rule,
  record,
  type Shape,
  text,
  uuid,
} from "./rules";
import { propertiesOf, wordsOf } from "./vendor-types";

// All limits: the OpenAPI document of the real service (github.com/VapiAI/docs, fern/apis/api/openapi.json).
const label = text({ max: 40 });
const planTimeout = amount({ min: 1, max: 60 });
const spoken = text({ max: 1000 });

const E164_COMPLAINT =
  "must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).";

// ITU-T E.164: at most 15 digits with the country code, which never begins with 0. North American numbers have 10
// digits after the 1, and neither area code nor exchange begins with 0 or 1.
const E164 = /^\+(1[2-9]\d{2}[2-9]\d{6}|[2-9]\d{6,14})$/;

const backoffPlan: Shape = {
  allowed: propertiesOf("BackoffPlan"),
  required: ["type", "maxRetries", "baseDelaySeconds"],
  rules: {
    type: oneOf(["fixed", "exponential"]),
    maxRetries: amount({ min: 0, max: 10 }),
    baseDelaySeconds: amount({ min: 0, max: 10 }),
    excludedStatusCodes: list(anything),
  },
};

const server: Shape = {
  allowed: propertiesOf("Server"),
  rules: {
    timeoutSeconds: amount({ min: 1, max: 300 }),
    credentialId: text(),
    staticIpAddressesEnabled: flag,
    encryptedPaths: list(text()),
    url: text(),
    headers: record,
    backoffPlan: nested(backoffPlan),
  },
};

const plan = (allowed: readonly string[], rules: Record<string, Rule> = {}): Rule =>
  nested({
    allowed,
    rules: { messages: list(record), enabled: flag, timeoutSeconds: planTimeout, ...rules },
  });

const schemaTypes = oneOf(wordsOf("JsonSchemaType"));

// Only the outermost level of the schema is checked: deeper levels are a free-form map in the real service too.
const jsonSchema: Rule = (value, name, path) =>
  record(value, name, path).concat(
    schemaTypes((value as { type?: unknown } | null)?.type, "type", `${path}${name}.`),
  );

const analysisPlan: Shape = {
  allowed: propertiesOf("AnalysisPlan"),
  rules: {
    minMessagesThreshold: amount({ min: 0 }),
    summaryPlan: plan(propertiesOf("SummaryPlan")),
    structuredDataPlan: plan(propertiesOf("StructuredDataPlan"), { schema: jsonSchema }),
    structuredDataMultiPlan: list(record),
    successEvaluationPlan: plan(propertiesOf("SuccessEvaluationPlan")),
    outcomeIds: list(text()),
  },
};

const model: Shape = {
  allowed: propertiesOf("CreateAssistantDtoModel"),
  required: ["provider", "model"],
  rules: {
    provider: oneOf(wordsOf("CreateAssistantDtoModel")),
    model: text(),
    messages: list(
      nested({
        allowed: propertiesOf("OpenAiMessage"),
        required: ["role"],
        rules: { content: text(), role: oneOf(wordsOf("OpenAiMessageRole")) },
      }),
    ),
    tools: list(record),
    toolIds: list(text()),
    temperature: amount({ min: 0, max: 2 }),
    maxTokens: amount({ min: 50, max: 10_000 }),
  },
};

/** Voice and transcriber: the vendor must exist, the rest differs from vendor to vendor and is let through. */
const vendor = (names: readonly string[]): Rule => {
  return (value, name, path) =>
    record(value, name, path).concat(
      oneOf(names)(
        (value as { provider?: unknown } | null)?.provider,
        "provider",
        `${path}${name}.`,
      ),
    );
};

const voicemailPlan = nested({
  allowed: propertiesOf("CreateAssistantDtoVoicemailDetection"),
  required: ["provider"],
  rules: {
    provider: oneOf(["google", "openai", "twilio", "vapi"]),
    beepMaxAwaitSeconds: amount({ min: 0, max: 30 }),
    backoffPlan: nested({
      allowed: propertiesOf("VoicemailDetectionBackoffPlan"),
      rules: {
        startAtSeconds: amount({ min: 0 }),
        frequencySeconds: amount({ min: 2.5 }),
        maxRetries: amount({ min: 1, max: 10 }),
      },
    }),
  },
});

const assistantRules: Record<string, Rule> = {
  transcriber: vendor(wordsOf("CreateAssistantDtoTranscriber")),
  model: nested(model),
  voice: vendor(wordsOf("CreateAssistantDtoVoice")),
  firstMessage: text(),
  firstMessageInterruptionsEnabled: flag,
  firstMessageMode: oneOf(wordsOf("CreateAssistantDtoFirstMessageMode")),
  voicemailDetection: (value, name, path) =>
    value === "off" ? [] : voicemailPlan(value, name, path),
  clientMessages: list(text()),
  serverMessages: eachOneOf(wordsOf("CreateAssistantDtoServerMessagesItem")),
  maxDurationSeconds: amount({ min: 10, max: 43_200 }),
  modelOutputInMessagesEnabled: flag,
  name: label,
  voicemailMessage: spoken,
  endCallMessage: spoken,
  endCallPhrases: list(text({ min: 2, max: 140 })),
  metadata: record,
  variableValues: record,
  analysisPlan: nested(analysisPlan),
  artifactPlan: nested({
    allowed: propertiesOf("ArtifactPlan"),
    rules: { recordingEnabled: flag, pcapEnabled: flag, loggingEnabled: flag },
  }),
  monitorPlan: nested({
    allowed: propertiesOf("MonitorPlan"),
    rules: {
      listenEnabled: flag,
      listenAuthenticationEnabled: flag,
      controlEnabled: flag,
      controlAuthenticationEnabled: flag,
      monitorIds: list(text()),
    },
  }),
  credentialIds: list(text()),
  server: nested(server),
};

const overrides = nested({ allowed: propertiesOf("AssistantOverrides"), rules: assistantRules });

const customerProperties = propertiesOf("CreateCustomerDto");

const customer: Rule = (value, name, path) => {
  const { numberE164CheckEnabled } = (value ?? {}) as { numberE164CheckEnabled?: unknown };
  const pattern = numberE164CheckEnabled === false ? /^\+?[a-zA-Z0-9]+$/ : E164;
  const number: Rule = (given, field, at) =>
    typeof given === "string" && given.length >= 3 && given.length <= 40 && pattern.test(given)
      ? []
      : [`${at}${field} ${E164_COMPLAINT}`];
  const shape: Shape = {
    allowed: customerProperties,
    rules: {
      numberE164CheckEnabled: flag,
      extension: text({ max: 10 }),
      assistantOverrides: overrides,
      number,
      sipUri: text(),
      name: label,
      email: label,
      externalId: label,
    },
  };
  return nested(shape)(value, name, path);
};

const createCall: Shape = {
  allowed: propertiesOf("../resources/calls/client/requests/CreateCallDto"),
  rules: {
    name: label,
    assistantId: uuid,
    assistant: nested({ allowed: propertiesOf("CreateAssistantDto"), rules: assistantRules }),
    assistantOverrides: overrides,
    phoneNumberId: uuid,
    customerId: uuid,
    customer,
    customers: list(customer),
  },
};

/** Complaints of the real service about the body of `POST /call`; empty when it would be accepted. */
export function complaints(body: Record<string, unknown>): string[] {
  return checkShape(body, createCall);
}
