import { plainText } from "@/lib/results/plain-text";
import {
  asControlUrl,
  asId,
  asInstant,
  asNumber,
  asRecord,
  asText,
  storableJson,
} from "./read-json";

export type CallMessage = {
  role: "agent" | "provider";
  text: string;
  /** Seconds from the start of the call, where the player would have to jump to. */
  seconds: number | null;
};

/** What a call was, after it ended; from the webhook and from `GET /call/:id` alike. */
export type CallReport = {
  callId: string | null;
  /** Raw; classified by `classifyEndedReason`. */
  endedReason: string | null;
  endedMessage: string | null;
  startedAt: string | null;
  endedAt: string | null;
  /** Seconds between the two; null when the call never started. */
  talkSeconds: number | null;
  costUsd: number | null;
  transcript: string | null;
  messages: CallMessage[];
  summary: string | null;
  /** Unchecked: `parseCallResult` reads it. */
  structuredData: unknown;
  /** Times the other side spoke; null when the call has neither messages nor transcript. */
  userTurns: number | null;
};

/** A call as it stands when asked for. */
export type CallSnapshot = {
  callId: string;
  status: string | null;
  createdAt: string | null;
  ended: boolean;
  endedAt: string | null;
  endedReason: string | null;
  /** Ends the call without a password: never logged, never sent to a browser. */
  controlUrl: string | null;
  /** Whether asking again can bring no more answers. */
  analysisReady: boolean;
  raw: unknown;
};

/** Ten minutes of talk have some 12 kB of transcript; ten times that is kept. */
const TRANSCRIPT_MAX = 100_000;
const MESSAGE_MAX = 2_000;
const MESSAGES_MAX = 300;
const REASON_MAX = 200;
const SUMMARY_MAX = 2_000;
/** Two days: beyond it, one of the two clocks is wrong. */
const TALK_SECONDS_MAX = 172_800;
/** No call costs that much; a larger number is a mistake of the sender. */
const COST_USD_MAX = 100_000;
/** Vapi analyses no call with fewer messages; the assistant's `minMessagesThreshold`. */
export const ANALYSED_FROM_MESSAGES = 2;

/** Reads a call record. Null when it has no id, so that nothing could be asked about it. */
export function readCall(value: unknown): CallSnapshot | null {
  const call = asRecord(value);
  const callId = asId(call.id);
  if (callId === null) return null;
  const { ended, analysisReady } = reportFromCall(call);
  return {
    callId,
    status: asText(call.status),
    createdAt: asInstant(call.createdAt),
    ended,
    // A call that never started has no end of its own; its last change was the end.
    endedAt: ended ? (asInstant(call.endedAt) ?? asInstant(call.updatedAt)) : null,
    endedReason: reasonOf(call),
    controlUrl: asControlUrl(asRecord(call.monitor).controlUrl),
    analysisReady,
    raw: value,
  };
}

/**
 * The report of a call that was asked for instead of announced. `report` is null while the call goes on;
 * `analysisReady` tells whether its summary and structured data are there or will never come.
 */
export function reportFromCall(value: unknown): {
  ended: boolean;
  report: CallReport | null;
  analysisReady: boolean;
} {
  const call = asRecord(value);
  const ended =
    call.status === "ended" || (asInstant(call.endedAt) !== null && reasonOf(call) !== null);
  if (!ended) return { ended, report: null, analysisReady: false };
  // Right after the end messages may be missing altogether; that says nothing about how many there were.
  const isUnanalysable =
    asInstant(call.startedAt) === null ||
    (rawMessages(call, {}) !== null && spokenMessages(call, {}).length < ANALYSED_FROM_MESSAGES);
  const hasAnalysis = Object.values(asRecord(call.analysis)).some(
    (part) => part !== null && part !== undefined,
  );
  return { ended, report: readReport(call, call), analysisReady: hasAnalysis || isUnanalysable };
}

/** Reads a report whose parts stand in the message or, in older forms, in its call. */
export function readReport(
  message: Record<string, unknown>,
  call: Record<string, unknown>,
): CallReport {
  const analysis = asRecord(message.analysis ?? call.analysis);
  const startedAt = asInstant(message.startedAt) ?? asInstant(call.startedAt);
  const endedAt = asInstant(message.endedAt) ?? asInstant(call.endedAt);
  const endedMessage = asText(message.endedMessage) ?? asText(call.endedMessage);
  const transcript = transcriptOf(message, call);
  const summary = asText(analysis.summary);
  const cost = asNumber(message.cost) ?? asNumber(call.cost);
  return {
    callId: asId(call.id),
    endedReason: reasonOf(message) ?? reasonOf(call),
    endedMessage: endedMessage && plainText(endedMessage, MESSAGE_MAX),
    startedAt,
    endedAt,
    talkSeconds: secondsBetween(startedAt, endedAt),
    costUsd: cost !== null && cost >= 0 && cost < COST_USD_MAX ? cost : null,
    transcript: transcript && plainText(transcript, TRANSCRIPT_MAX, { keepLines: true }),
    messages: readMessages(message, call),
    summary: summary && plainText(summary, SUMMARY_MAX),
    structuredData: storableJson(analysis.structuredData),
    userTurns: countUserTurns(message, call),
  };
}

type Json = Record<string, unknown>;

const artifactOf = (message: Json, call: Json): Json => asRecord(message.artifact ?? call.artifact);

export function reasonOf(record: Json): string | null {
  const reason = asText(record.endedReason);
  return reason && plainText(reason, REASON_MAX);
}

function transcriptOf(message: Json, call: Json): string | null {
  return (
    asText(artifactOf(message, call).transcript) ??
    asText(message.transcript) ??
    asText(call.transcript)
  );
}

function rawMessages(message: Json, call: Json): Json[] | null {
  const list = artifactOf(message, call).messages ?? message.messages ?? call.messages;
  return Array.isArray(list) ? list.map(asRecord) : null;
}

/** Who a message is by, in the two spellings that Vapi uses; system and tool messages are nobody's words. */
const SPEAKERS: Record<string, CallMessage["role"]> = {
  bot: "agent",
  assistant: "agent",
  user: "provider",
};

const speakerOf = (message: Json): CallMessage["role"] | undefined =>
  typeof message.role === "string" && Object.hasOwn(SPEAKERS, message.role)
    ? SPEAKERS[message.role]
    : undefined;

const spokenMessages = (message: Json, call: Json): Json[] =>
  (rawMessages(message, call) ?? []).filter(
    (item) => speakerOf(item) !== undefined && asText(item.message) !== null,
  );

function readMessages(message: Json, call: Json): CallMessage[] {
  const messages: CallMessage[] = [];
  let size = 0;
  for (const item of spokenMessages(message, call).slice(0, MESSAGES_MAX)) {
    const role = speakerOf(item);
    const text = plainText(asText(item.message) ?? "", MESSAGE_MAX);
    size += text.length;
    if (size > TRANSCRIPT_MAX) break;
    const seconds = asNumber(item.secondsFromStart);
    if (role && text)
      messages.push({ role, text, seconds: seconds !== null && seconds >= 0 ? seconds : null });
  }
  return messages;
}

function countUserTurns(message: Json, call: Json): number | null {
  if (rawMessages(message, call)) {
    return spokenMessages(message, call).filter((item) => speakerOf(item) === "provider").length;
  }
  const transcript = transcriptOf(message, call);
  return transcript === null ? null : (transcript.match(/^User:\s*\S/gm) ?? []).length;
}

function secondsBetween(startedAt: string | null, endedAt: string | null): number | null {
  if (startedAt === null || endedAt === null) return null;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
  return seconds >= 0 && seconds <= TALK_SECONDS_MAX ? seconds : null;
}
