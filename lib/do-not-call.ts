import { z } from "zod";
import { NAMING_INPUT, toFieldProblems } from "@/lib/batches/start-batch";
import { AppError, type FieldProblem } from "@/lib/errors";
import { LIMITS } from "@/lib/limits";
import { type CountryCode, isCountryCode, parsePhone } from "@/lib/phones/parse-phone";
import { plainText } from "@/lib/plain-text";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** Numbers that are never called: the list of everybody, which operators keep, and one of each person. */

export const REASON_MAX = 300;
const reason = z
  .string()
  .overwrite((text) => plainText(text, REASON_MAX + 1))
  .max(REASON_MAX, `must have at most ${REASON_MAX} characters`)
  .nullish()
  .transform((text) => text || null);

/** What `POST /api/v1/do-not-call` accepts. */
export const doNotCallBodySchema = z.strictObject({
  numbers: z
    .array(z.strictObject({ phone: z.string().max(LIMITS.phoneAsWritten), reason }))
    .min(1, "must name at least one number")
    .max(LIMITS.providers, `must have at most ${LIMITS.providers} numbers`),
  defaultCountry: z
    .string()
    .refine(isCountryCode, "must be the two capital letters of a country, such as US")
    .optional()
    .describe("Country of numbers written without one"),
});

const entrySchema = z.object({
  phone: z.string().describe("E.164"),
  reason: z.string().nullable(),
  source: z.enum(["call", "operator", "import", "person"]).describe("What put it on the list"),
  addedAt: z.iso.datetime({ offset: true }),
});
export type DoNotCallEntry = z.infer<typeof entrySchema>;
export const doNotCallListSchema = z.object({ numbers: z.array(entrySchema) });

/** Whose list: a person's own, or null for the one of everybody. */
type Owner = string | null;
export type DoNotCallNumber = { phone: string; reason: string | null };

/** The whole list, latest first. */
export const listDoNotCall = (db: Db, owner: Owner): Promise<DoNotCallEntry[]> =>
  callFunction(db, "list_do_not_call", { p_user_id: owner }, z.array(entrySchema));

/** Adds numbers, all or none; resolves to how many are new. What is known of the others stays. */
export const addDoNotCall = (
  db: Db,
  owner: Owner,
  source: DoNotCallEntry["source"],
  numbers: DoNotCallNumber[],
): Promise<number> =>
  callFunction(
    db,
    "add_do_not_call",
    { p_user_id: owner, p_source: source, p_numbers: numbers },
    z.int(),
  );

/** Resolves to whether the number was on the list. */
export const removeDoNotCall = (db: Db, owner: Owner, phone: string): Promise<boolean> =>
  callFunction(db, "remove_do_not_call", { p_user_id: owner, p_phone: phone }, z.boolean());

/**
 * Reads a number in whatever way it is written.
 * @param country null: only numbers with their own country can be read
 */
export function readNumber(
  written: string,
  country: string | null,
): { phone: string } | { problem: string; fix: string } {
  const hasCountry = /^\W*\+/.test(written);
  if (!hasCountry && country === null)
    return { problem: `"${written}" has no country`, fix: "Begin it with + and the country code." };
  const phone = parsePhone(written, (country ?? "US") as CountryCode);
  return phone.ok ? { phone: phone.e164 } : { problem: phone.problem, fix: phone.fix };
}

/**
 * Puts numbers on a person's own list.
 * @throws AppError `invalid_body` (422) naming every number that cannot be read; nothing is stored then.
 */
export async function addOwnNumbers(
  db: Db,
  userId: string,
  input: unknown,
  country: string,
): Promise<number> {
  const parsed = doNotCallBodySchema.safeParse(input, NAMING_INPUT);
  const problems: FieldProblem[] = parsed.success
    ? []
    : parsed.error.issues.flatMap(toFieldProblems);
  const numbers = (parsed.data?.numbers ?? []).flatMap((row, index): DoNotCallNumber[] => {
    const read = readNumber(row.phone, parsed.data?.defaultCountry ?? country);
    if ("phone" in read) return [{ phone: read.phone, reason: row.reason }];
    const pointer = `/numbers/${index}/phone`;
    problems.push({ pointer, code: "invalid_phone", detail: read.problem, fix: read.fix });
    return [];
  });
  if (problems.length > 0)
    throw new AppError("invalid_body", { detail: "Nothing was stored.", errors: problems });
  return addDoNotCall(db, userId, "person", numbers);
}

/** @throws AppError `number_not_listed` (404), also for what is no number. */
export async function removeOwnNumber(
  db: Db,
  userId: string,
  written: string,
  country: string,
): Promise<void> {
  const read = readNumber(written, country);
  if (!("phone" in read) || !(await removeDoNotCall(db, userId, read.phone)))
    throw new AppError("number_not_listed", { hint: "GET /api/v1/do-not-call has the list." });
}
