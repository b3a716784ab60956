import { plainText } from "@/lib/results/plain-text";

/** Careful reading of foreign JSON: the wrong type reads as absent, never as an exception. */

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function asText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** An id of the phone service: a UUID today, never near 100 characters. */
export function asId(value: unknown): string | null {
  const id = asText(value);
  return id === null ? null : plainText(id, 100) || null;
}

/** An address to hang up at, as long as it can be stored; anything else is as good as none. */
export function asControlUrl(value: unknown): string | null {
  const url = asText(value);
  // 2,000 characters: `call_controls.control_url`.
  return url !== null && url.length <= 2000 && !/\p{Cc}|\p{Cs}/u.test(url) && URL.canParse(url)
    ? url
    : null;
}

export function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** An instant as ISO 8601 in UTC, from ISO text or from milliseconds since 1970. */
export function asInstant(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const date = new Date(value);
  // Outside four-digit years the text form changes and the database refuses it.
  const isUsual = date.getTime() >= 0 && date.getUTCFullYear() <= 9999;
  return isUsual ? date.toISOString() : null;
}

/** @returns undefined for text that is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Deeper than any answer to our schema; bounds the recursion over foreign data. */
const DEPTH_MAX = 20;

/** JSON that Postgres can store: it refuses NUL and half characters in any text. Too deep a part becomes null. */
export function storableJson(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX) return null;
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storableJson(item, depth + 1));
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson(item, depth + 1)]),
  );
}

const storableText = (text: string): string => text.replaceAll("\0", "").replace(/\p{Cs}/gu, "");
