import { isDeepStrictEqual } from "node:util";
import { type History, neverRang, type PhoneRecord, type Row } from "./history";

type Attempt = History["attempts"][number];

/** Endings that are the outcome: nobody was spoken to. */
const OUTCOME_OF_ENDING: Record<string, string> = {
  "customer-did-not-answer": "no_answer",
  "customer-busy": "busy",
  voicemail: "voicemail",
};

/** What stands where no price was named. */
const NO_PRICE = {
  quote: null,
  kind: "unknown",
  low: null,
  high: null,
  currency: null,
  covers: null,
};

/**
 * Nothing a caller said is lost: what the phone service keeps of a call stands in the attempt that made it. Where its
 * report was taken, all of it must; where no report came, what the product has asked for itself.
 */
export function nothingSaidWasLost(history: History): string[] {
  const { calls, dials, attempts } = history;
  return calls.flatMap((call) => {
    const dial = dials.find(({ callId }) => callId === call.callId);
    const attempt = attempts.find(({ id }) => id === dial?.externalId);
    if (!attempt || !dial || neverRang(dial)) return [];
    if (attempt.callId !== call.callId) {
      return call.isReportTaken
        ? [
            `the report of call ${call.callId} was taken, and attempt ${attempt.id} does not know it`,
          ]
        : [];
    }
    // Given up on, and nobody has told how it ended: unknown is the truth.
    if (attempt.outcome === "unknown" && !call.isReportTaken) return [];
    const wasAnalysed = call.isReportTaken || hasStoredAnalysis(history, attempt);
    return [
      ...(wasAnalysed ? answerIsKept(attempt, call) : []),
      ...conversationIsKept(attempt, call),
      ...costIsKept(history, attempt, call),
      ...endingIsTrue(attempt, call),
      ...storedReportsAreWhole(history, attempt, call),
    ];
  });
}

/** Asking in time brings the analysis; asking as a last resort may come before it. */
function hasStoredAnalysis({ events }: History, attempt: Attempt): boolean {
  return reportsOf(events, attempt).some(({ payload }) => payload?.structuredData != null);
}

const reportsOf = (events: History["events"], { id }: Attempt) =>
  events.filter(({ attemptId, kind }) => attemptId === id && kind === "report");

function conversationIsKept({ id, row }: Attempt, call: PhoneRecord): string[] {
  const kept = (row.messages as { role: string; text: string }[] | null) ?? [];
  const words = kept.map(({ role, text }) => ({ role, text }));
  return [
    ...(isDeepStrictEqual(words, call.messages)
      ? []
      : [
          `attempt ${id} keeps ${words.length} of ${call.messages.length} messages as they were said`,
        ]),
    ...differs(id, "seconds of talk", row.talk_seconds, call.talkSeconds),
  ];
}

/** A revised cost comes with a report of its own, which may be lost like any other. */
function costIsKept({ rails }: History, { id, row }: Attempt, call: PhoneRecord): string[] {
  const isRevised = rails.revisions.some(({ callId }) => callId === call.callId);
  return isRevised && !call.isReportTaken
    ? []
    : differs(id, "dollars of cost", row.cost_usd, call.costUsd);
}

/** Whether the callee's words confirm a value, and which of them, is the product's own finding. */
const asTold = (field: string, kept: unknown): unknown =>
  field === "criteria" && Array.isArray(kept)
    ? kept.map(({ confirmed: _, ...criterion }: Row) => criterion)
    : kept;

function answerIsKept({ id, row }: Attempt, call: PhoneRecord): string[] {
  const kept = row.result as Row | null;
  const said = call.isSpoilt ? null : call.structuredData;
  if (said === null)
    return kept === null ? [] : [`attempt ${id} has an answer that nobody has given`];
  if (kept === null) return [`the answer of attempt ${id} is lost`];
  const { evidence: _, ...told } = said;
  return [
    ...Object.entries(told).flatMap(([field, value]) =>
      differs(
        id,
        field,
        asTold(field, kept[field]),
        field === "price" ? (value ?? NO_PRICE) : value,
      ),
    ),
    ...differs(id, "summary of the call", row.summary, call.summary),
  ];
}

function endingIsTrue({ id, outcome, endedReason }: Attempt, call: PhoneRecord): string[] {
  const due = OUTCOME_OF_ENDING[call.endedReason ?? ""];
  const { availability, voicemailOrMenu } = call.isSpoilt ? {} : (call.structuredData ?? {});
  const isOffer = ["available", "unavailable"].includes(String(availability)) && !voicemailOrMenu;
  return [
    ...differs(id, "reason for its end", endedReason, call.endedReason),
    // Somebody asked to stop while it rang: canceled says so.
    ...(due && outcome !== due && outcome !== "canceled"
      ? [`attempt ${id} says ${outcome}, its call ended as ${call.endedReason}`]
      : []),
    ...(isOffer && call.isReportTaken && outcome !== "completed"
      ? [`attempt ${id} says ${outcome}, but they said ${availability}`]
      : []),
  ];
}

/** What is shown can be made again from the events, so these hold the conversation as well. */
function storedReportsAreWhole({ events }: History, attempt: Attempt, call: PhoneRecord): string[] {
  const reports = reportsOf(events, attempt).filter(
    ({ payload }) => payload?.callId === call.callId,
  );
  if (call.isReportTaken && reports.length === 0)
    return [`the report of attempt ${attempt.id} was taken and not stored`];
  const whole = call.transcript.trim();
  return reports.every(({ payload }) => String(payload?.transcript ?? "").trim() === whole)
    ? []
    : [`a stored report of attempt ${attempt.id} has lost some of the transcript`];
}

function differs(id: string, what: string, kept: unknown, said: unknown): string[] {
  return isDeepStrictEqual(kept ?? null, said ?? null)
    ? []
    : [
        `attempt ${id} keeps ${JSON.stringify(kept)} as ${what}, the phone service ${JSON.stringify(said)}`,
      ];
}
