import { z } from "zod";
import { plainText } from "@/lib/plain-text";

/**
 * Parts of schemas for Vapi's JSON. Its shape changes between releases, and what cannot be read would be lost: so what is
 * missing or of the wrong type reads as null, and nothing here throws.
 */

/** What fits the schema, or null. */
export const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

/** An object with these parts; anything else reads as an object that has none of them. */
export function record<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.object(shape);
  return schema.catch(() => schema.parse({}));
}

/** Text that is not blank, fit to store and to show, cut to `max` characters. */
export const words = (max: number, options: { keepLines?: boolean } = {}) =>
  z
    .string()
    .overwrite((value) => plainText(value, max, options))
    .min(1);

export const text = (max: number, options: { keepLines?: boolean } = {}) =>
  orNull(words(max, options));

/** An id of the phone service: a UUID today, never near 100 characters. */
export const id = orNull(z.string().max(100).pipe(words(100)));

/** As long as the table takes it. */
export const CONTROL_URL_MAX = 2000;

/** An address to hang up at, as long as it can be stored; else as good as none. */
export const controlUrl = orNull(
  z
    .string()
    .max(CONTROL_URL_MAX)
    .refine((url) => !/\p{Cc}|\p{Cs}/u.test(url) && URL.canParse(url)),
);

/** An instant as ISO 8601 in UTC, from ISO text or from milliseconds since 1970. */
export const instant = orNull(
  z
    .union([z.string(), z.number()])
    .transform((value) => new Date(value))
    // Outside four-digit years the text form changes and the database refuses it.
    .refine((date) => date.getTime() >= 0 && date.getUTCFullYear() <= 9999)
    .transform((date) => date.toISOString()),
);

/** Deeper than any answer to our schema; bounds the recursion over foreign data. */
const DEPTH_MAX = 20;
/** The model's answer to our schema has some 3 kB; one far beyond that is not an answer to it. */
const ANSWER_MAX = 64 * 1024;

/** JSON of any shape that can be stored; too much of it reads as null. */
export const answer = z
  .unknown()
  .optional()
  .transform((value) => {
    const stored = storable(value);
    return JSON.stringify(stored).length > ANSWER_MAX ? null : stored;
  });

/** Postgres refuses NUL and half characters in any text. Too deep a part becomes null. */
function storable(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX) return null;
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item, depth + 1)]),
  );
}

const storableText = (value: string): string => value.replaceAll("\0", "").replace(/\p{Cs}/gu, "");

/** @returns undefined for text that is no JSON. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
