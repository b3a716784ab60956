import type { BatchStatusAnswer } from "@/lib/batches/schema";
import type { PersonLimits } from "./plan";

/** A row as PostgreSQL writes it as JSON, under the names of its columns. */
export type Row = Record<string, unknown>;

/** Everything that is known after a plan has run: from the phone service's own log, the database and the page. */
export type History = {
  lines: number;
  /** What the phone service saw. Blocked calls were accepted and never dialed. */
  dials: {
    callId: string;
    number: string;
    externalId: string | null;
    isBlocked: boolean;
    endedReason: string | null;
  }[];
  /** What the phone service keeps of each call, and whether it has told it. */
  calls: PhoneRecord[];
  maxConcurrent: number;
  /** In the order in which they were made. */
  attempts: {
    id: string;
    batchId: string;
    requestId: string;
    phone: string;
    number: number;
    status: string;
    outcome: string | null;
    callId: string | null;
    refusals: number;
    endedReason: string | null;
    wasCalled: boolean;
    /** All of it. */
    row: Row;
  }[];
  batches: {
    id: string;
    requestId: string;
    status: string;
    finished: boolean;
    numbers: string[];
    maxAttempts: number;
    retryDelaySeconds: number;
    /** A rule may have held all of it for a while, so that a free line was not for it. */
    mayHold: boolean;
    row: Row;
  }[];
  /** What the broadcast told of attempts, in the order of the changes. */
  told: {
    attemptId: string;
    status: string;
    version: number;
    /** Equal for all that one transaction did. */
    transaction: string;
  }[];
  /** What the pages show of each request. */
  pages: ShownRequest[];
  /** Events stored and their keys: append-only, each once. */
  events: {
    attemptId: string;
    dedupeKey: string;
    kind: string;
    payload: Row | null;
    /** Epoch milliseconds. */
    receivedAt: number;
  }[];
  /** What kept phones from ringing. */
  rails: RailsLog;
  /** Dials that happened only because a run was started again by hand. */
  dialsAfterRerun: number;
};

/** A time in which nobody may be dialed, in epoch milliseconds. */
export type Pause = { from: number; to: number };

/** What was decided while a plan ran. */
export type RailsLog = {
  limits: PersonLimits;
  stops: Pause[];
  /** Calling hours that were over. */
  closings: (Pause & { batchId: string })[];
  /** By how many dollars the cost of a call went up or down after it had been told. */
  revisions: { callId: string; byUsd: number }[];
  /** Everything that is on a list in the end. */
  doNotCall: { phone: string; addedAt: number }[];
};

/** One call as the phone service answers `GET /call`. */
export type PhoneRecord = {
  callId: string;
  endedReason: string | null;
  /** Seconds between pick-up and end; null when nobody and nothing picked up. */
  talkSeconds: number | null;
  costUsd: number;
  transcript: string;
  messages: { role: "agent" | "provider"; text: string }[];
  summary: string | null;
  /** What its model read out of the conversation. */
  structuredData: Row | null;
  /** That reading breaks the schema it was asked for. */
  isSpoilt: boolean;
  /** Its report was sent to us and answered with a 2xx. */
  isReportTaken: boolean;
};

/** One request as its owner sees it. */
export type ShownRequest = {
  requestId: string;
  /** The service request itself as the table has it. */
  row: Row;
  /** In the order of the page. */
  providerRows: Row[];
  /** The answer of the status API: what the live page is made from. */
  answer: BatchStatusAnswer;
  /** Its line in the list of requests. */
  summary: Row | null;
  stories: {
    attemptId: string;
    summary: unknown;
    messages: unknown;
    kinds: string[];
    others: string[];
  }[];
  /** All that the open page was told meanwhile. */
  hints: { event: string; payload: unknown }[];
};

/** Accepted or not, it found no line: its row is refused and another follows, as the phone service said it was not dialed. */
export const neverRang = ({ isBlocked, endedReason }: History["dials"][number]): boolean =>
  isBlocked || (endedReason?.endsWith("subscription-concurrency-limit-reached") ?? false);
