import { BadRequestError } from "./errors";
import { newId, seededId } from "./ids";
import { isRecord, parseJson } from "./json";
import type { EventPayload, StoredEvent } from "./types";

/** The answer to `POST /e/:key`; `status` is also the HTTP status. */
export type IntakeAnswer = { ids: string[]; status: 200 | 400; error?: string };

// The real engine's bounds for `ts` (1980 and 2100): a value outside is seconds or microseconds.
const EARLIEST_TS = Date.UTC(1980, 0, 1);
const LATEST_TS = Date.UTC(2100, 0, 1);

/**
 * Takes in the body of `POST /e/:key`: one event or an array of them. Events before a bad one are
 * still taken in, as the real engine does; the answer then is 400 with their ids.
 */
export function takeIn(
  body: string,
  seed: string | undefined,
  nowMs: number,
  ingest: (event: StoredEvent) => void,
): IntakeAnswer {
  const parsed = body.trim() === "" ? [] : parseJson(body);
  const ids: string[] = [];
  try {
    if (!Array.isArray(parsed) && !isRecord(parsed)) {
      throw new BadRequestError("body must be an event object or an array of them, as JSON");
    }
    for (const [index, candidate] of (Array.isArray(parsed) ? parsed : [parsed]).entries()) {
      const internalId = seededId(seed, index + 1) ?? newId();
      const payload = normalizeEvent(candidate, internalId, nowMs);
      ingest({ internalId, receivedAtMs: nowMs, payload });
      ids.push(internalId);
    }
    return { ids, status: 200 };
  } catch (error) {
    if (!(error instanceof BadRequestError)) throw error;
    return { ids: ids.length > 0 ? ids : [""], status: 400, error: error.message };
  }
}

/** Checks an event from outside and fills in what may be left out. Throws BadRequestError. */
function normalizeEvent(candidate: unknown, internalId: string, nowMs: number): EventPayload {
  if (!isRecord(candidate)) throw new BadRequestError("event must be an object");
  const { name, data, user, id, v } = candidate;
  if (typeof name !== "string" || name === "") throw new BadRequestError("event name is empty");
  if (name.toLowerCase().startsWith("inngest/")) {
    throw new BadRequestError(`event name is reserved for internal use: ${name}`);
  }
  const payload: EventPayload = {
    id: optional(id, isText, "event id must be a string") || internalId,
    name,
    data: optional(data, isRecord, "event data must be an object") ?? null,
    ts: timestamp(candidate.ts, nowMs),
    user: optional(user, isRecord, "event user must be an object") ?? {},
  };
  // The engine's own corner of `data`: what a sender puts there is dropped, as in the real engine.
  if (payload.data) delete payload.data._inngest;
  const version = optional(v, isText, "event v must be a string");
  if (version) payload.v = version;
  return payload;
}

function timestamp(value: unknown, nowMs: number): number {
  const ts = optional(value, isInteger, "event ts must be a whole number of milliseconds");
  if (!ts) return nowMs;
  if (ts < EARLIEST_TS) throw new BadRequestError("timestamp is before Jan 1, 1980");
  if (ts > LATEST_TS) throw new BadRequestError("timestamp is after Jan 1, 2100");
  return ts;
}

function optional<T>(value: unknown, is: (value: unknown) => value is T, complaint: string) {
  if (value === undefined || value === null) return undefined;
  if (!is(value)) throw new BadRequestError(complaint);
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
