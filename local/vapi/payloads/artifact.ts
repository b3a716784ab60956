import { createHash } from "node:crypto";
import type { Vapi } from "@vapi-ai/server-sdk";
import { extract, spoil } from "../analysis/extraction";
import { behaviors } from "../behaviors";
import type { CallRecord } from "../calls/call-record";
import { settingsOf } from "../create-call/settings";
import { conversation } from "../talk/conversation";
import { factsOf, type Line, summarize } from "../talk/facts";
import { type Spoken, speak } from "../talk/speech";

// The end of a call is told five times; what was said in it does not change any more.
const remembered = new WeakMap<CallRecord, Spoken[]>();

/** What was said until the call ended; nothing while it goes on. */
function spokenIn(call: CallRecord): Spoken[] {
  const { startedAt, endedAt } = call;
  if (startedAt === undefined || endedAt === undefined) return [];
  const spoken = remembered.get(call) ?? sayAll(call, startedAt, endedAt);
  remembered.set(call, spoken);
  return spoken;
}

function sayAll(call: CallRecord, startedAt: number, endedAt: number): Spoken[] {
  return speak(linesOf(call), { startedAt, plannedEnd: call.plannedEnd, endedAt });
}

function linesOf(call: CallRecord): Line[] {
  if (call.conversation)
    return call.conversation.map(({ role, message }) => ({
      who: role === "assistant" ? "assistant" : "customer",
      text: message,
    }));
  const settings = settingsOf(call.request);
  return conversation({
    number: call.request.customer.number,
    behavior: call.behavior,
    calledAt: call.createdAt,
    firstMessage: settings.firstMessage,
    assistantWaits: settings.assistantWaits,
    detectsVoicemail: settings.detectsVoicemail,
    voicemailMessage: settings.voicemailMessage,
  });
}

/** Messages carry epoch milliseconds and a duration in milliseconds; `secondsFromStart` is in seconds, as its name says. */
export function artifactOf(call: CallRecord): Vapi.Artifact {
  const spoken = spokenIn(call);
  const startedAt = call.startedAt ?? call.createdAt;
  const prompt = settingsOf(call.request).prompt.filter((message) => message.role === "system");

  return {
    messages: [
      ...prompt.map((message) => ({
        role: "system",
        message: message.content ?? "",
        time: startedAt,
        secondsFromStart: 0,
      })),
      ...spoken.map((line) => ({
        role: line.who === "assistant" ? "bot" : "user",
        message: line.text,
        time: line.startsAt,
        endTime: line.endsAt,
        secondsFromStart: (line.startsAt - startedAt) / 1000,
        duration: line.endsAt - line.startsAt,
      })),
    ],
    messagesOpenAIFormatted: [
      ...prompt,
      ...spoken.map((line) => ({
        role: line.who === "assistant" ? ("assistant" as const) : ("user" as const),
        content: line.text,
      })),
    ],
    transcript: spoken
      .map((line) => `${line.who === "assistant" ? "AI" : "User"}: ${line.text}\n`)
      .join(""),
    ...(call.reportedAt !== undefined && outputsOf(call)),
  };
}

// The real threshold when the request sets none.
const MIN_MESSAGES = 2;

/** Empty for a call with too few messages, as at the real service: nothing was said that could be read. */
export function analysisOf(call: CallRecord): Vapi.Analysis {
  const { analysis } = behaviors[call.behavior];
  const plan = settingsOf(call.request).analysisPlan;
  const spoken = spokenIn(call);
  if (analysis === "missing" || spoken.length < (plan.minMessagesThreshold ?? MIN_MESSAGES))
    return {};

  const facts = factsOf(spoken);
  const { enabled, schema } = plan.structuredDataPlan ?? {};
  return {
    ...(plan.summaryPlan?.enabled !== false && { summary: summarize(facts) }),
    ...(enabled === true &&
      schema && {
        structuredData: read(call, schema) ?? undefined,
      }),
    ...(plan.successEvaluationPlan?.enabled !== false && {
      successEvaluation: String(facts.availability !== undefined),
    }),
  };
}

/**
 * What was asked of the transcript, under ids that stay the same, or why it was not read. A reading that fails has null as
 * its result.
 */
function outputsOf(
  call: CallRecord,
): Pick<Vapi.Artifact, "structuredOutputs" | "skippedStructuredOutputs"> {
  const asked = settingsOf(call.request).structuredOutputs;
  const spoken = spokenIn(call);
  const given = asked.map((output, index) => {
    const conditions = output.conditions ?? [{ type: "minMessages" as const, count: MIN_MESSAGES }];
    const unmetCondition = conditions.find(
      (condition) => condition.type === "minMessages" && spoken.length < condition.count,
    );
    return { id: outputId(call, index), output, unmetCondition };
  });
  return {
    ...(given.some(({ unmetCondition }) => !unmetCondition) && {
      structuredOutputs: Object.fromEntries(
        given
          .filter(({ unmetCondition }) => !unmetCondition)
          .map(({ id, output }) => [id, { name: output.name, result: read(call, output.schema) }]),
      ),
    }),
    ...(given.some(({ unmetCondition }) => unmetCondition) && {
      skippedStructuredOutputs: Object.fromEntries(
        given.flatMap(({ id, output, unmetCondition }) =>
          unmetCondition ? [[id, { name: output.name, unmetCondition }]] : [],
        ),
      ),
    }),
  };
}

/** The answer to a schema, or null where the call's behavior is that there is none. */
function read(call: CallRecord, schema: unknown): Record<string, unknown> | null {
  const { analysis } = behaviors[call.behavior];
  if (analysis === "missing") return null;
  if (call.structuredData) return call.structuredData;
  return analysis === "invalid" ? spoil(schema) : extract(factsOf(spokenIn(call)), schema);
}

function outputId(call: CallRecord, index: number): string {
  const hex = createHash("sha256").update(`${call.id} ${index}`).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

type Costs = { total: number; items: Vapi.CallCostsItem[]; breakdown: Vapi.CostBreakdown };

// US dollars a minute: about what a call with common vendors costs, so that pages show amounts of the right size.
const RATES = { transport: 0.014, stt: 0.01, llm: 0.02, tts: 0.022, vapi: 0.05 };

const round = (dollars: number): number => Math.round(dollars * 10_000) / 10_000;

/** Costs run only while somebody or something is on the line; a revised sum stands in place of their total. */
export function costsOf(call: CallRecord): Costs {
  const talked =
    call.startedAt === undefined ? 0 : (call.endedAt ?? call.startedAt) - call.startedAt;
  const minutes = talked / 60_000;
  const [transport, stt, llm, tts, vapi] = [
    round(minutes * RATES.transport),
    round(minutes * RATES.stt),
    round(minutes * RATES.llm),
    round(minutes * RATES.tts),
    round(minutes * RATES.vapi),
  ];
  const total = call.revisedUsd ?? round(transport + stt + llm + tts + vapi);
  if (minutes === 0) return { total: 0, items: [], breakdown: { total: 0 } };

  const characters = spokenIn(call).reduce((sum, line) => sum + line.text.length, 0);
  return {
    total,
    items: [
      { type: "transport", provider: "twilio", minutes, cost: transport },
      { type: "transcriber", transcriber: {}, minutes, cost: stt },
      {
        type: "model",
        model: {},
        promptTokens: characters,
        completionTokens: characters,
        cost: llm,
      },
      { type: "voice", voice: {}, characters, cost: tts },
      { type: "vapi", subType: "normal", minutes, cost: vapi },
    ],
    breakdown: { transport, stt, llm, tts, vapi, total, ttsCharacters: characters },
  };
}
