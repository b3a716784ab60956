import { type Vapi, VapiError } from "@vapi-ai/server-sdk";
import { type CallSnapshot, readCall } from "./read-call";
import type { VapiApi } from "./vapi-api";

export { type HangUpResult, hangUp } from "./hang-up";
export { type PlaceResult, placeCall } from "./place-call";
export type { CallSnapshot } from "./read-call";
export { createVapiClient, type VapiApi } from "./vapi-api";

/**
 * Asks for one call; null when the phone service knows none with this id.
 * @throws VapiError (or a network error inside it) when the service cannot be asked; ask again later.
 */
export async function getCall(api: VapiApi, callId: string): Promise<CallSnapshot | null> {
  try {
    return readCall(await api.reader.calls.get({ id: callId }));
  } catch (error) {
    if (error instanceof VapiError && error.statusCode === 404) return null;
    throw error;
  }
}

export type CallSearch = {
  /** Our attempt id: `customer.externalId` and `name` of the call. */
  externalId: string;
  createdAfter: Date;
  createdBefore: Date;
};

/** The most that Vapi returns at once. */
const PAGE_SIZE = 100;
/** 2,000 calls within the minutes of one search are far more than any account's lines can place. */
const PAGES_MAX = 20;

/**
 * Looks for the call of an attempt whose answer was lost; null when it is not in the list (yet: the list may lag).
 * Vapi filters by time and by one of our numbers, and which one was dialed from may have changed since, so all of them
 * are searched and the match is made here. Of several the newest
 * is meant, and one that found no line only when there is no other.
 * @throws VapiError when the list cannot be read; an unread list is no proof of absence.
 */
export async function findCall(api: VapiApi, search: CallSearch): Promise<CallSnapshot | null> {
  const seen = new Set<string>();
  let newest: CallSnapshot | null = null;
  let refused: CallSnapshot | null = null;
  let before = { createdAtLe: search.createdBefore.toISOString() };
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const calls = readPage(
      await api.reader.calls.list({
        createdAtGe: search.createdAfter.toISOString(),
        ...before,
        limit: PAGE_SIZE,
      }),
    );
    const fresh = calls.filter((call) => !seen.has(call.callId));
    for (const call of fresh) {
      seen.add(call.callId);
      if (!isOf(call, search)) continue;
      if (foundNoLine(call)) refused ??= call;
      else if (!newest || createdAt(call) > createdAt(newest)) newest = call;
    }
    if (newest || calls.length < PAGE_SIZE || fresh.length === 0) return newest ?? refused;
    // "Le" and not "Lt": calls created in the same millisecond may be split over two pages.
    before = { createdAtLe: new Date(Math.min(...calls.map(createdAt))).toISOString() };
  }
  return newest ?? refused;
}

function readPage(body: Vapi.Call[]): CallSnapshot[] {
  const items: unknown = body;
  if (!Array.isArray(items))
    throw new VapiError({ message: "The list of calls is not a list.", body });
  return items.map(readCall).filter((call) => call !== null);
}

const createdAt = (call: CallSnapshot): number => Date.parse(call.createdAt ?? "") || 0;

const isOf = (call: CallSnapshot, { externalId }: CallSearch): boolean =>
  call.externalId === externalId || call.name === externalId;

const LIVE_STATUSES = ["ringing", "in-progress", "forwarding"];

/** The phone service accepted the call and had no line for it, and nothing else that it tells of the call says otherwise. */
export function foundNoLine({ isBlocked, status, endedReason, report }: CallSnapshot): boolean {
  const isRefused = endedReason?.includes("concurrency-limit-reached") === true;
  const tookPlace =
    LIVE_STATUSES.includes(status ?? "") ||
    (endedReason !== null && !isRefused) ||
    (report?.userTurns ?? 0) > 0;
  return (isBlocked || isRefused) && !tookPlace;
}
