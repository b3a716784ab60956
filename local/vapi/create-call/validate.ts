import { z } from "zod";
import { complaintsOf } from "./complaints";
import { propertiesOf, wordsOf } from "./vendor-types";

/**
 * A type of the vendor: no properties but its own, of which those named here are checked. Null counts as absent, as in
 * the real service.
 */
function type(name: string, checks: Record<string, z.ZodType>, required: string[] = []) {
  const properties = propertiesOf(name).map((property) => {
    const check = checks[property] ?? z.unknown();
    return [property, required.includes(property) ? check : check.nullish()];
  });
  return z.strictObject(Object.fromEntries(properties));
}

// All limits: the OpenAPI document of the real service (github.com/VapiAI/docs, fern/apis/api/openapi.json).
const text = z.string();
const flag = z.boolean();
const texts = z.array(text);
const label = text.max(40);
const spoken = text.max(1000);
const uuid = z.custom((value) => z.guid().safeParse(value).success, { error: "must be a UUID" });
const record = z.record(z.string(), z.unknown());
const oneOf = (words: string[]) => z.enum(words);
const amount = (min: number, max = Number.POSITIVE_INFINITY) => z.number().min(min).max(max);

const server = type("Server", {
  timeoutSeconds: amount(1, 300),
  credentialId: text,
  staticIpAddressesEnabled: flag,
  encryptedPaths: texts,
  url: text,
  headers: record,
  backoffPlan: type(
    "BackoffPlan",
    {
      type: oneOf(["fixed", "exponential"]),
      maxRetries: amount(0, 10),
      baseDelaySeconds: amount(0, 10),
      excludedStatusCodes: z.array(z.unknown()),
    },
    ["type", "maxRetries", "baseDelaySeconds"],
  ),
});

const plan = { messages: z.array(record), enabled: flag, timeoutSeconds: amount(1, 60) };

const analysisPlan = type("AnalysisPlan", {
  minMessagesThreshold: amount(0),
  summaryPlan: type("SummaryPlan", plan),
  structuredDataPlan: type("StructuredDataPlan", {
    ...plan,
    // Only the outermost level is checked: deeper levels are a free-form map in the real service too.
    schema: z.looseObject({ type: oneOf(wordsOf("JsonSchemaType")) }),
  }),
  structuredDataMultiPlan: z.array(record),
  successEvaluationPlan: type("SuccessEvaluationPlan", plan),
  outcomeIds: texts,
});

/** OpenAI's models are a closed list; other vendors' are let through. */
const isListed = ({ provider, model }: Record<string, unknown>) =>
  provider !== "openai" || openAiModels.includes(String(model));
const openAiModels = wordsOf("OpenAiModelModel");
const listedOnly = (checked: z.ZodObject) =>
  checked.superRefine((value, context) => {
    if (isListed(value)) return;
    const { model: input } = value;
    context.addIssue({ code: "invalid_value", values: openAiModels, path: ["model"], input });
  });

const message = type(
  "OpenAiMessage",
  { content: text, role: oneOf(wordsOf("OpenAiMessageRole")) },
  ["role"],
);

const model = listedOnly(
  type(
    "CreateAssistantDtoModel",
    {
      provider: oneOf(wordsOf("CreateAssistantDtoModel")),
      model: text,
      messages: z.array(message),
      tools: z.array(record),
      toolIds: texts,
      temperature: amount(0, 2),
      maxTokens: amount(50, 10_000),
    },
    ["provider", "model"],
  ),
);

const structuredOutput = type(
  "CreateStructuredOutputDto",
  {
    type: oneOf(wordsOf("CreateStructuredOutputDtoType")),
    name: text.min(1).max(40),
    description: text,
    schema: z.looseObject({ type: oneOf(wordsOf("JsonSchemaType")) }),
    model: listedOnly(
      type(
        "CreateStructuredOutputDtoModel",
        {
          provider: oneOf(wordsOf("CreateStructuredOutputDtoModel")),
          model: text,
          messages: z.array(message),
          temperature: amount(0, 2),
          maxTokens: amount(50, 10_000),
        },
        ["provider", "model"],
      ),
    ),
    conditions: z.array(
      type(
        "CreateStructuredOutputDtoConditionsItem",
        {
          type: oneOf(["minMessages", "minCallDuration", "endedReason"]),
          count: amount(0),
          seconds: amount(0),
        },
        ["type"],
      ),
    ),
    assistantIds: texts,
    workflowIds: texts,
  },
  ["name", "schema"],
);

const voicemailPlan = type(
  "CreateAssistantDtoVoicemailDetection",
  {
    provider: oneOf(["google", "openai", "twilio", "vapi"]),
    beepMaxAwaitSeconds: amount(0, 30),
    backoffPlan: type("VoicemailDetectionBackoffPlan", {
      startAtSeconds: amount(0),
      frequencySeconds: amount(2.5),
      maxRetries: amount(1, 10),
    }),
  },
  ["provider"],
);

/** Voice and transcriber: the vendor must exist, the rest differs from vendor to vendor and is let through. */
const vendor = (name: string) => z.looseObject({ provider: oneOf(wordsOf(name)) });

const assistantChecks = {
  transcriber: vendor("CreateAssistantDtoTranscriber"),
  model,
  voice: vendor("CreateAssistantDtoVoice"),
  firstMessage: text,
  firstMessageInterruptionsEnabled: flag,
  firstMessageMode: oneOf(wordsOf("CreateAssistantDtoFirstMessageMode")),
  voicemailDetection: z.preprocess(
    (value) => (value === "off" ? null : value),
    voicemailPlan.nullish(),
  ),
  clientMessages: texts,
  serverMessages: z.array(oneOf(wordsOf("CreateAssistantDtoServerMessagesItem"))),
  maxDurationSeconds: amount(10, 43_200),
  modelOutputInMessagesEnabled: flag,
  name: label,
  voicemailMessage: spoken,
  endCallMessage: spoken,
  endCallPhrases: z.array(text.min(2).max(140)),
  metadata: record,
  variableValues: record,
  analysisPlan,
  artifactPlan: type("ArtifactPlan", {
    recordingEnabled: flag,
    pcapEnabled: flag,
    loggingEnabled: flag,
    structuredOutputIds: texts,
    structuredOutputs: z.array(structuredOutput),
  }),
  monitorPlan: type("MonitorPlan", {
    listenEnabled: flag,
    listenAuthenticationEnabled: flag,
    controlEnabled: flag,
    controlAuthenticationEnabled: flag,
    monitorIds: texts,
  }),
  credentialIds: texts,
  server,
};

const overrides = type("AssistantOverrides", assistantChecks);

/** The body of `POST /call`, with numbers of a pattern. */
function createCall(pattern: RegExp) {
  const isNumber = (value: unknown) =>
    typeof value === "string" && value.length >= 3 && value.length <= 40 && pattern.test(value);
  const customer = type("CreateCustomerDto", {
    numberE164CheckEnabled: flag,
    extension: text.max(10),
    assistantOverrides: overrides,
    number: z.custom(isNumber, {
      error:
        "must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).",
    }),
    sipUri: text,
    name: label,
    email: label,
    externalId: label,
  });
  return type("../resources/calls/client/requests/CreateCallDto", {
    name: label,
    assistantId: uuid,
    assistant: type("CreateAssistantDto", assistantChecks),
    assistantOverrides: overrides,
    phoneNumberId: uuid,
    customerId: uuid,
    customer,
    customers: z.array(customer),
  });
}

// ITU-T E.164: at most 15 digits with the country code, which never begins with 0. North American numbers have 10
// digits after the 1, and neither area code nor exchange begins with 0 or 1.
const withE164 = createCall(/^\+(1[2-9]\d{2}[2-9]\d{6}|[2-9]\d{6,14})$/);
const withAnyNumber = createCall(/^\+?[a-zA-Z0-9]+$/);

/** Complaints of the real service about the body of `POST /call`; empty when it would be accepted. */
export function complaints(body: Record<string, unknown>): string[] {
  const { numberE164CheckEnabled } = (body.customer ?? {}) as { numberE164CheckEnabled?: unknown };
  const parsed = (numberE164CheckEnabled === false ? withAnyNumber : withE164).safeParse(body);
  return parsed.success ? [] : complaintsOf(parsed.error);
}
