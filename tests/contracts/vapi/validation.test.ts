import { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { clientFor, errorOf, numberOf, PHONE_NUMBER_ID, setup } from "./setup";

const E164 =
  "customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).";

const NAME_LIMIT = "must be shorter than or equal to 40 characters";

const valid = {
  phoneNumberId: PHONE_NUMBER_ID,
  customer: { number: numberOf(0) },
  assistant: { firstMessage: "Hello." },
};

const withAssistant = (assistant: object) => ({ ...valid, assistant });
const withCustomer = (customer: object) => ({
  ...valid,
  customer: { ...valid.customer, ...customer },
});
const withServer = (server: object) => withAssistant({ server });
const long = "x".repeat(41);

const refused: [title: string, body: object, message: string | string[]][] = [
  ["metadata at the top", { ...valid, metadata: {} }, ["property metadata should not exist"]],
  [
    "an unknown property of the assistant",
    withAssistant({ silenceTimeout: 20 }),
    ["assistant.property silenceTimeout should not exist"],
  ],
  [
    "an unknown property of the overrides",
    { ...valid, assistantOverrides: { tone: "warm" } },
    ["assistantOverrides.property tone should not exist"],
  ],
  [
    "the old secret of the server",
    withServer({ secret: "s" }),
    ["assistant.server.property secret should not exist"],
  ],
  [
    "an unknown property of the backoff plan",
    withServer({
      backoffPlan: { type: "fixed", maxRetries: 1, baseDelaySeconds: 1, jitter: true },
    }),
    ["assistant.server.backoffPlan.property jitter should not exist"],
  ],
  [
    "an unknown property of the customer",
    withCustomer({ metadata: {} }),
    ["customer.property metadata should not exist"],
  ],
  [
    "an unknown property of a plan inside a plan",
    withAssistant({ analysisPlan: { structuredDataPlan: { strict: true } } }),
    ["assistant.analysisPlan.structuredDataPlan.property strict should not exist"],
  ],
  [
    "an unknown property of the artifact plan",
    withAssistant({ artifactPlan: { recording: false } }),
    ["assistant.artifactPlan.property recording should not exist"],
  ],
  [
    "an unknown property of the monitor plan",
    withAssistant({ monitorPlan: { control: true } }),
    ["assistant.monitorPlan.property control should not exist"],
  ],
  [
    "an unknown property of the voicemail detection",
    withAssistant({ voicemailDetection: { provider: "vapi", beep: true } }),
    ["assistant.voicemailDetection.property beep should not exist"],
  ],
  [
    "an unknown property of the model",
    withAssistant({ model: { provider: "openai", model: "gpt-5.4", systemPrompt: "x" } }),
    ["assistant.model.property systemPrompt should not exist"],
  ],
  [
    "an unknown property of a model message",
    withAssistant({
      model: {
        provider: "openai",
        model: "gpt-5.4",
        messages: [{ role: "system", content: "x", name: "y" }],
      },
    }),
    ["assistant.model.messages.0.property name should not exist"],
  ],
  ["a national number", withCustomer({ number: "(864) 555-0100" }), [E164]],
  ["a number without its country code", withCustomer({ number: "8645550100" }), [E164]],
  ["a number with too few digits", withCustomer({ number: "+1864555010" }), [E164]],
  ["a long name of the call", { ...valid, name: long }, [`name ${NAME_LIMIT}`]],
  ["a long name of the customer", withCustomer({ name: long }), [`customer.name ${NAME_LIMIT}`]],
  ["a long external id", withCustomer({ externalId: long }), [`customer.externalId ${NAME_LIMIT}`]],
  ["a long name of the assistant", withAssistant({ name: long }), [`assistant.name ${NAME_LIMIT}`]],
  [
    "a maximum duration under 10 s",
    withAssistant({ maxDurationSeconds: 9 }),
    ["assistant.maxDurationSeconds must not be less than 10"],
  ],
  [
    "a maximum duration over 12 hours",
    withAssistant({ maxDurationSeconds: 43_201 }),
    ["assistant.maxDurationSeconds must not be greater than 43200"],
  ],
  [
    "a timeout of the server over 300 s",
    withServer({ timeoutSeconds: 301 }),
    ["assistant.server.timeoutSeconds must not be greater than 300"],
  ],
  [
    "a backoff plan of an unknown kind",
    withServer({ backoffPlan: { type: "linear", maxRetries: 1, baseDelaySeconds: 1 } }),
    ["assistant.server.backoffPlan.type must be one of the following values: fixed, exponential"],
  ],
  [
    "more than 10 retries",
    withServer({ backoffPlan: { type: "fixed", maxRetries: 11, baseDelaySeconds: 1 } }),
    ["assistant.server.backoffPlan.maxRetries must not be greater than 10"],
  ],
  [
    "a backoff plan without a delay",
    withServer({ backoffPlan: { type: "fixed", maxRetries: 1 } }),
    [
      "assistant.server.backoffPlan.baseDelaySeconds must be a number conforming to the specified constraints",
    ],
  ],
  [
    "an unknown kind of server message",
    withAssistant({ serverMessages: ["status"] }),
    [
      expect.stringMatching(
        /^assistant\.each value in serverMessages must be one of .*end-of-call-report/,
      ),
    ],
  ],
  [
    "a schema without a type",
    withAssistant({ analysisPlan: { structuredDataPlan: { schema: { properties: {} } } } }),
    [
      "assistant.analysisPlan.structuredDataPlan.schema.type must be one of the following values: string, number, integer, boolean, array, object",
    ],
  ],
  [
    "a phone number id that is none",
    { ...valid, phoneNumberId: "main" },
    ["phoneNumberId must be a UUID"],
  ],
  [
    "a text for a flag",
    withAssistant({ monitorPlan: { controlEnabled: "yes" } }),
    ["assistant.monitorPlan.controlEnabled must be a boolean value"],
  ],
  [
    "a text for an object",
    { ...valid, assistant: "me" },
    ["nested property assistant must be either object or array"],
  ],
  [
    "several faults",
    { ...withCustomer({ name: long }), extra: 1 },
    ["property extra should not exist", `customer.name ${NAME_LIMIT}`],
  ],
  ["no one to call", { ...valid, customer: {} }, "Need `customer.number` To Call Somebody."],
];

test.each(refused)(
  "%s is refused with the words of the real service",
  async (_title, body, message) => {
    const { client, simulator } = await setup();

    const error = await errorOf(client.calls.create(body));

    expect(error).toBeInstanceOf(Vapi.BadRequestError);
    expect(error.body).toEqual({ message, error: "Bad Request", statusCode: 400 });
    expect(simulator.calls()).toEqual([]);
  },
);

test("a request that uses every plan is accepted", async () => {
  const { simulator } = await setup();
  const request = {
    name: "x".repeat(40),
    phoneNumberId: PHONE_NUMBER_ID,
    customer: {
      number: "+442079460123",
      name: "Acme",
      externalId: "a",
      numberE164CheckEnabled: true,
    },
    assistant: {
      name: "Caller",
      firstMessage: "Hello.",
      firstMessageMode: "assistant-speaks-first",
      model: {
        provider: "openai",
        model: "gpt-5.4-mini",
        messages: [{ role: "system", content: "Ask politely." }],
        temperature: 0.3,
        maxTokens: 250,
      },
      voice: { provider: "11labs", voiceId: "sarah" },
      transcriber: { provider: "deepgram", model: "nova-3", language: "en" },
      server: {
        url: "http://127.0.0.1:9/hook",
        headers: { "x-signature": "s" },
        timeoutSeconds: 20,
        // Typed as objects by the SDK; words and numbers in reality.
        backoffPlan: {
          type: "exponential" as unknown as Record<string, unknown>,
          maxRetries: 0,
          baseDelaySeconds: 5,
          excludedStatusCodes: [401, 404] as unknown as Record<string, unknown>[],
        },
      },
      serverMessages: ["status-update", "end-of-call-report"],
      maxDurationSeconds: 240,
      voicemailDetection: {
        provider: "vapi",
        backoffPlan: { startAtSeconds: 2, frequencySeconds: 2.5, maxRetries: 6 },
      },
      endCallPhrases: ["goodbye"],
      metadata: { attempt: "a" },
      analysisPlan: {
        minMessagesThreshold: 2,
        summaryPlan: { enabled: true, timeoutSeconds: 30 },
        structuredDataPlan: {
          enabled: true,
          timeoutSeconds: 60,
          messages: [{ role: "system", content: "Extract." }],
          schema: {
            type: "object",
            properties: { price: { type: "number" } },
            required: ["price"],
          },
        },
        successEvaluationPlan: { enabled: false },
      },
      artifactPlan: { recordingEnabled: false, pcapEnabled: false, loggingEnabled: false },
      monitorPlan: { listenEnabled: false, controlEnabled: true },
    },
    assistantOverrides: { variableValues: { job: "a leaking toilet" } },
  } satisfies Vapi.CreateCallDto;

  const call = await clientFor(simulator.url).calls.create(request);

  expect(call).toMatchObject({ status: "queued", assistant: request.assistant });
});

test("a number that is not E.164 is let through where the request turns the check off", async () => {
  const { dial } = await setup();

  const call = await dial("1234", { customer: { numberE164CheckEnabled: false } });

  expect(call.customer?.number).toBe("1234");
});

test("a body that is not JSON and one over a megabyte are refused", async () => {
  const { simulator } = await setup();
  const send = (body: string) =>
    fetch(`${simulator.url}/call`, {
      method: "POST",
      headers: { Authorization: "Bearer x", "Content-Type": "application/json" },
      body,
    });

  const torn = await send('{"assistant":');
  const huge = await send(JSON.stringify({ name: "x".repeat(1_100_000) }));

  expect(torn.status).toBe(400);
  expect(huge.status).toBe(413);
  expect(simulator.calls()).toEqual([]);
});
