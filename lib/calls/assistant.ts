import type { Vapi } from "@vapi-ai/server-sdk";
import type { AssistantParts } from "@/lib/assistant-parts";
import { LIMITS } from "@/lib/limits";
import { callResultJsonSchema } from "@/lib/results/json-schema";
import { promptText } from "./prompt-text";
import { describeMoment, EXTRACTION_PROMPT, instructions } from "./prompts";
import { ANSWER_NAME, READ_FROM_MESSAGES } from "./report";
import { type CallRequest, FAREWELL, greeting } from "./script";

export type CallOrder = {
  /** UUID: it comes back as `customer.externalId` and `name`, which is how a lost call is found again. */
  attemptId: string;
  provider: { name: string; phone: string; extension?: string | null };
  request: CallRequest;
  webhook: { url: string; headers: Record<string, string> };
  phoneNumberId: string;
  parts: AssistantParts;
  now: Date;
  /** IANA zone of the person called for, when it is known. */
  timeZone?: string | null;
  maxDurationSeconds?: number;
};

/** Vapi's limit for `name` and `customer.name`; a UUID has 36. */
const NAME_MAX = 40;

const LOCATION_MAX = 200;

/** A quote takes one to three minutes; more is a conversation that went wrong and costs by the second. */
const MAX_DURATION_SECONDS = 240;

/**
 * The body of `POST /call` for one attempt. Everything is in it (a transient assistant), so no saved assistant can
 * change under a running batch and every preview deployment gets its own webhooks. Pure.
 */
export function buildCall(order: CallOrder): Vapi.CreateCallDto {
  const { attemptId, provider, phoneNumberId } = order;
  const customerName = promptText(provider.name, NAME_MAX);
  return {
    name: attemptId,
    phoneNumberId,
    customer: {
      number: provider.phone,
      externalId: attemptId,
      ...(customerName ? { name: customerName } : {}),
      ...(provider.extension ? { extension: provider.extension } : {}),
    },
    assistant: buildAssistant(order),
  };
}

/**
 * How a model is told to stick to a list of questions and to answer at once. From GPT-5 on, OpenAI takes no temperature, and
 * tools only from a model that does not reason, which would be silence on the phone anyway.
 */
const sampling = (model: AssistantParts["model"]): Partial<Vapi.OpenAiModel> =>
  model.startsWith("gpt-5") ? { reasoningEffort: "none" } : { temperature: 0.3 };

function buildAssistant(order: CallOrder): Vapi.CreateAssistantDto {
  const { parts } = order;
  const moment = describeMoment(order.now, order.timeZone ?? null);
  return {
    name: "Ringround caller",
    firstMessage: greeting(order.provider.name, order.request),
    firstMessageMode: "assistant-speaks-first",
    // The first sentence says that an AI is calling and takes notes: nobody should miss it by speaking over it.
    firstMessageInterruptionsEnabled: false,
    model: {
      provider: "openai",
      model: parts.model,
      ...sampling(parts.model),
      messages: [
        { role: "system", content: instructions(order.provider.name, order.request, moment) },
      ],
      // dtmf: businesses have phone menus.
      tools: [{ type: "endCall" }, { type: "dtmf" }],
    },
    voice: { provider: "vapi", voiceId: parts.voice },
    transcriber: { provider: "deepgram", model: parts.transcriber, language: "en" },
    // The default for phone calls is the noise of an office, which would pass for one.
    backgroundSound: "off",
    endCallPhrases: [FAREWELL],
    maxDurationSeconds: order.maxDurationSeconds ?? MAX_DURATION_SECONDS,
    hooks: [
      {
        on: "customer.speech.timeout",
        // A person who looks something up is back within 25 s; longer silence is an open line, paid by the minute.
        options: { timeoutSeconds: 25, triggerMaxCount: 1 },
        do: [{ type: "tool", tool: { type: "endCall" } }],
      },
    ],
    // Off by default, and then the agent talks to the mailbox to the end. Without a message it hangs up.
    voicemailDetection: {
      provider: "vapi",
      // From 2 s, since a greeting starts at once; 2.5 s is the shortest interval allowed; six looks cover 15 s.
      backoffPlan: { startAtSeconds: 2, frequencySeconds: 2.5, maxRetries: 6 },
    },
    server: buildServer(order.webhook),
    // The default sends a webhook for every utterance.
    serverMessages: ["status-update", "end-of-call-report"],
    monitorPlan: { controlEnabled: true, listenEnabled: false },
    // Many places require everybody's consent to a recording; we ask for none, so nothing is recorded.
    artifactPlan: {
      recordingEnabled: false,
      videoRecordingEnabled: false,
      pcapEnabled: false,
      loggingEnabled: false,
      transcriptPlan: { enabled: true },
      structuredOutputs: [buildAnswer(order, moment)],
    },
  };
}

function buildServer({ url, headers }: CallOrder["webhook"]): Vapi.Server {
  return {
    url,
    headers,
    timeoutSeconds: 20,
    backoffPlan: {
      // The API takes "fixed" or "exponential"; the SDK types it as an object by mistake.
      type: "exponential" as unknown as Vapi.BackoffPlan["type"],
      // Ten tries from 5 s reach over an hour: a deployment that is down is usually back by then.
      maxRetries: 10,
      baseDelaySeconds: 5,
    },
  };
}

/** What Vapi takes from the transcript once the call is over. One output, its summary a field: each is paid for by itself. */
function buildAnswer(
  { request, parts }: CallOrder,
  moment: string,
): Vapi.CreateStructuredOutputDto {
  const criteria = request.criteria.map((criterion) => promptText(criterion, LIMITS.criterion));
  return {
    name: ANSWER_NAME,
    type: "ai",
    schema: callResultJsonSchema([...new Set(criteria)].filter((criterion) => criterion !== "")),
    conditions: [{ type: "minMessages", count: READ_FROM_MESSAGES }],
    model: {
      // Without one it is gpt-4.1.
      provider: "openai",
      model: parts.model,
      messages: [
        {
          role: "system",
          content: `${EXTRACTION_PROMPT}\n\nThe job is in: ${promptText(request.location, LOCATION_MAX)}\n${moment}`,
        },
        {
          role: "user",
          content: "Transcript:\n\n{{transcript}}\n\nReason the call ended: {{callEndedReason}}",
        },
      ],
    },
  };
}
