/** Careful reading of foreign JSON: the wrong type reads as absent, never as an exception. */

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function asText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
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
