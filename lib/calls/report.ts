import { z } from "zod";
import { answer, instant, orNull, record, text, words } from "./vapi-json";

/**
 * What a call was, after it ended: read from the webhook and from `GET /call/:id` alike, bounded, and kept like this in
 * `call_events.payload`. The control and recording URLs of the original open the call to anybody who has them, so they
 * are left out.
 */
export const callReportSchema = z.object({
  callId: z.string().nullable(),
  /** Raw; classified by `classifyEndedReason`. */
  endedReason: z.string().nullable(),
  endedMessage: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Seconds between the two; null when the call never started. */
  talkSeconds: z.number().nullable(),
  costUsd: z.number().nullable(),
  transcript: z.string().nullable(),
  messages: z.array(
    z.object({
      role: z.enum(["agent", "provider"]),
      text: z.string(),
      /** From the start of the call. */
      seconds: z.number().nullable(),
    }),
  ),
  summary: z.string().nullable(),
  /** Unchecked: `parseCallResult` reads it. */
  structuredData: z.unknown(),
  /** Vapi reads the transcript once the call is over, and may report before it has; asked again, it may have the answer. */
  isAnswerPending: z.boolean().default(false),
  /** Times the other side spoke; null when the call has neither messages nor transcript. */
  userTurns: z.number().nullable(),
});
export type CallReport = z.infer<typeof callReportSchema>;
export type CallMessage = CallReport["messages"][number];

/** Ten minutes of talk have some 12 kB of transcript; ten times that is kept. */
const TRANSCRIPT_MAX = 100_000;
const MESSAGE_MAX = 2_000;
const MESSAGES_MAX = 300;
/** Ten minutes have some hundred; a body of megabytes may have a million, which takes seconds to look at. */
const MESSAGES_READ = 10_000;
const REASON_MAX = 200;
const SUMMARY_MAX = 2_000;
/** Two days: beyond it, one of the two clocks is wrong. */
const TALK_SECONDS_MAX = 172_800;
/** No call costs that much; a larger number is a mistake of the sender. */
const COST_USD_MAX = 100_000;

/** Names the answer among the structured outputs of a call; Vapi takes 40 characters. */
export const ANSWER_NAME = "Answer of the business";

/** Vapi reads the transcript of no call with fewer messages; a condition of the structured output. */
export const READ_FROM_MESSAGES = 2;

/** Who a message is by, in the two spellings that Vapi uses; system and tool messages are nobody's words. */
const messageSchema = z
  .object({
    role: z.enum(["bot", "assistant", "user"]),
    message: words(MESSAGE_MAX),
    secondsFromStart: orNull(z.number().min(0)),
  })
  .transform(
    ({ role, message, secondsFromStart }): CallMessage => ({
      role: role === "user" ? "provider" : "agent",
      text: message,
      seconds: secondsFromStart,
    }),
  );

const said = {
  transcript: text(TRANSCRIPT_MAX, { keepLines: true }),
  /** Null when there is no list at all, which says nothing about how many there were. */
  messages: orNull(
    z
      .array(z.unknown())
      .transform((messages) => messages.slice(0, MESSAGES_READ))
      .pipe(z.array(orNull(messageSchema)))
      .transform((messages) => messages.filter((message) => message !== null)),
  ),
};

/** A call has one or two; a body of megabytes may have a million. */
const OUTPUTS_READ = 20;

/** Our answer among outputs that stand under ids of Vapi's own; null when it is not there. Its result is null where reading failed. */
const ourOutput = orNull(
  z
    .record(z.string(), z.unknown())
    .transform((outputs) => Object.values(outputs).slice(0, OUTPUTS_READ))
    .pipe(z.array(orNull(z.object({ name: z.literal(ANSWER_NAME), result: answer }))))
    .transform((outputs) => outputs.find((output) => output !== null) ?? null),
);

/** What Vapi tells of an ended call, in the message of a webhook or in the call itself. */
export const callFacts = {
  endedReason: text(REASON_MAX),
  endedMessage: text(MESSAGE_MAX),
  startedAt: instant,
  endedAt: instant,
  cost: orNull(z.number().min(0).lt(COST_USD_MAX)),
  artifact: record({
    ...said,
    structuredOutputs: ourOutput,
    skippedStructuredOutputs: ourOutput,
  }),
  ...said,
  // Of calls that were asked for it in Vapi's older way.
  analysis: record({ summary: text(SUMMARY_MAX), structuredData: answer }),
};
type CallFacts = z.output<z.ZodObject<typeof callFacts>>;

/** What was said, from the artifact or, in older forms, from beside it. */
export const saidIn = ({ artifact, ...facts }: CallFacts) => ({
  messages: artifact.messages ?? facts.messages,
  transcript: artifact.transcript ?? facts.transcript,
});

/** Makes a report of the facts; what the first source does not tell, the next may. */
export function toReport(callId: string | null, ...sources: CallFacts[]): CallReport {
  const find = <T>(read: (facts: CallFacts) => T | null): T | null =>
    sources.map(read).find((value) => value !== null) ?? null;
  const startedAt = find((facts) => facts.startedAt);
  const endedAt = find((facts) => facts.endedAt);
  const transcript = find((facts) => saidIn(facts).transcript);
  const messages = find((facts) => saidIn(facts).messages);
  const output = find(({ artifact }) => artifact.structuredOutputs);
  const structuredData = output?.result ?? find((facts) => facts.analysis.structuredData);
  const isUnreadable =
    startedAt === null ||
    (messages !== null && messages.length < READ_FROM_MESSAGES) ||
    find(({ artifact }) => artifact.skippedStructuredOutputs) !== null;
  return {
    callId,
    endedReason: find((facts) => facts.endedReason),
    endedMessage: find((facts) => facts.endedMessage),
    startedAt,
    endedAt,
    talkSeconds: secondsBetween(startedAt, endedAt),
    costUsd: find((facts) => facts.cost),
    transcript,
    messages: bound(messages ?? []),
    summary: summaryIn(structuredData) ?? find((facts) => facts.analysis.summary),
    structuredData,
    isAnswerPending: output === null && structuredData === null && !isUnreadable,
    userTurns: countUserTurns(messages, transcript),
  };
}

const summarySchema = record({ summary: text(SUMMARY_MAX) });
const summaryIn = (structuredData: unknown) => summarySchema.parse(structuredData).summary;

function bound(messages: CallMessage[]): CallMessage[] {
  let size = 0;
  return messages.slice(0, MESSAGES_MAX).filter((message) => {
    size += message.text.length;
    return size <= TRANSCRIPT_MAX;
  });
}

function countUserTurns(messages: CallMessage[] | null, transcript: string | null): number | null {
  if (messages) return messages.filter(({ role }) => role === "provider").length;
  return transcript === null ? null : (transcript.match(/^User:\s*\S/gm) ?? []).length;
}

function secondsBetween(startedAt: string | null, endedAt: string | null): number | null {
  if (startedAt === null || endedAt === null) return null;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
  return seconds >= 0 && seconds <= TALK_SECONDS_MAX ? seconds : null;
}
