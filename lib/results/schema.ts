import { z } from "zod";
import { plainText } from "@/lib/plain-text";

/**
 * What one call found out, as extracted from its transcript by the phone service's language model.
 *
 * Every field may be unknown and says so explicitly: a model that must fill a field invents one. Anything missing is
 * unknown, over-long text is cut, unrecognized keys are dropped. The extraction is shown and compared, never acted on
 * without a rule of ours, because the callee's words shape it.
 */

/** Texts are shown in table cells and cards; the transcript keeps the full wording. */
const TEXT_MAX = { name: 80, phrase: 200, quote: 300, summary: 1_000 } as const;
/** More than any service request asks for; bounds what one answer can store. */
const CONDITIONS_MAX = 10;
const CRITERIA_MAX = 20;
/** No local job costs more; a larger number is a misread phone number or a prank. */
const AMOUNT_MAX = 1_000_000;

/** Written by models in place of null. */
const SAYS_NOTHING =
  /^(?:|-|n\/?a|null|none|unknown|undefined|not (?:mentioned|said|stated|given|specified|provided))\.?$/i;

function cleanText(value: unknown, max: number): unknown {
  if (value === undefined) return null;
  if (typeof value !== "string") return value;
  const text = plainText(value, max);
  return SAYS_NOTHING.test(text) ? null : text;
}

const text = (max: number) =>
  z.preprocess((value) => cleanText(value, max), z.string().max(max).nullable());

const requiredText = (max: number) =>
  z.preprocess((value) => cleanText(value, max), z.string().max(max));

/** A word outside the list is unknown; a value that is no word at all is an error. */
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return "unknown";
    if (typeof value !== "string") return value;
    const word = value.trim().toLowerCase();
    return words.includes(word) ? word : "unknown";
  }, z.enum(words));

const flag = () =>
  z.preprocess((value) => {
    if (value === undefined || value === "") return null;
    return value === "true" ? true : value === "false" ? false : value;
  }, z.boolean().nullable());

/** Reads "180" but never "about 180" or "depends": a phrase is not a number. */
function cleanAmount(value: unknown): unknown {
  const amount =
    typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof amount === "number" && amount >= 0 && amount <= AMOUNT_MAX ? amount : null;
}

const amount = () => z.preprocess(cleanAmount, z.number().min(0).max(AMOUNT_MAX).nullable());

/** ISO 4217 only: "$" is the sign of more than twenty currencies. */
const currency = () =>
  z.preprocess((value) => {
    const code = typeof value === "string" ? value.trim().toUpperCase() : "";
    return /^[A-Z]{3}$/.test(code) ? code : null;
  }, z.string().nullable());

/** Only a full instant can be compared between calls, so a time without its UTC offset stays in words. */
const instant = () =>
  z.preprocess((value) => (isInstant(value) ? value : null), z.string().nullable());

// 35 characters hold nanoseconds and an offset; the format itself allows endless fractions.
const isInstant = (value: unknown): boolean =>
  z.iso.datetime({ offset: true }).max(35).safeParse(value).success;

const list = <T extends z.ZodType>(item: T, max: number, isKept: (value: unknown) => boolean) =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.filter(isKept).slice(0, max) : value;
  }, z.array(item));

const saysSomething = (value: unknown): boolean => cleanText(value, TEXT_MAX.phrase) !== null;

const namesCriterion = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  saysSomething((value as { criterion?: unknown }).criterion);

export const AVAILABILITIES = ["available", "unavailable", "unknown"] as const;
export const PRICE_KINDS = ["flat", "range", "hourly", "visit_needed", "unknown"] as const;
export const CRITERION_ANSWERS = ["yes", "no", "unknown"] as const;

const price = z
  .object({
    quote: text(TEXT_MAX.quote).describe("The exact words the price was given in"),
    kind: oneOf(PRICE_KINDS).describe(
      "flat: one amount for the job; range: between two amounts; hourly: per hour; visit_needed: they must see it first; unknown: no price was given",
    ),
    low: amount().describe("The amount, or the lower of two; digits only. Never estimate it"),
    high: amount().describe("The higher of two amounts, or the same as low"),
    currency: currency().describe(
      "ISO 4217 code such as USD, in the currency of the callee's country",
    ),
    covers: text(TEXT_MAX.quote).describe("What the price includes or leaves out, in their words"),
  })
  .overwrite(orderAmounts);

type RawPrice = {
  quote: string | null;
  kind: (typeof PRICE_KINDS)[number];
  low: number | null;
  high: number | null;
  currency: string | null;
  covers: string | null;
};

/** A flat price has one amount, a range two in order; a kind that contradicts its amounts follows the amounts. */
function orderAmounts(raw: RawPrice): RawPrice {
  const [low, high] =
    raw.low !== null && raw.high !== null && raw.low > raw.high
      ? [raw.high, raw.low]
      : [raw.low ?? raw.high, raw.high ?? raw.low];
  const isPriced = low !== null;
  let { kind } = raw;
  if (isPriced && (kind === "flat" || kind === "range")) kind = low === high ? "flat" : "range";
  if (!isPriced && (kind === "flat" || kind === "range")) kind = "unknown";
  return { ...raw, kind, low, high };
}

const callOutFee = z.preprocess(
  (value) => {
    const fee = typeof value === "object" && value !== null ? (value as { amount?: unknown }) : {};
    return cleanAmount(fee.amount) === null ? null : fee;
  },
  z
    .object({
      amount: z.preprocess(cleanAmount, z.number().max(AMOUNT_MAX)).describe("Digits only"),
      currency: currency().describe("ISO 4217 code such as USD"),
    })
    .nullable(),
);

const criterion = z.object({
  criterion: requiredText(TEXT_MAX.phrase).describe("The criterion as it was asked"),
  met: oneOf(CRITERION_ANSWERS).describe("yes or no only if they said so"),
  quote: text(TEXT_MAX.quote).describe("Their exact words"),
});

export const callResultSchema = z.object({
  availability: oneOf(AVAILABILITIES).describe(
    "available only if they said they can do this job, unavailable only if they said they cannot",
  ),
  earliestText: text(TEXT_MAX.phrase).describe("The earliest time they offered, in their words"),
  earliestAt: instant().describe(
    "The same time in ISO 8601 with the UTC offset of the job's location; leave out if they gave no time",
  ),
  price: z
    .preprocess((value) => value ?? {}, price)
    .describe("The price of the job, without a call-out fee"),
  callOutFee: callOutFee.describe("A separate fee for coming out; leave out if none was named"),
  conditions: list(requiredText(TEXT_MAX.phrase), CONDITIONS_MAX, saysSomething).describe(
    "Conditions they set, such as a deposit or a minimum",
  ),
  criteria: list(criterion, CRITERIA_MAX, namesCriterion).describe(
    "One entry for each criterion asked",
  ),
  contactName: text(TEXT_MAX.name).describe("The name of the person who answered, if they gave it"),
  callbackRequested: text(TEXT_MAX.phrase).describe(
    "When or how they asked to be contacted again, in their words",
  ),
  wrongNumber: flag().describe("true if this is not the business that was asked for"),
  doNotCall: flag().describe("true if they asked not to be called again"),
  voicemailOrMenu: flag().describe("true if only a machine, mailbox or phone menu answered"),
  languageBarrier: flag().describe("true if they could not understand or be understood"),
  summary: text(TEXT_MAX.summary).describe("Two sentences on what was said. Add nothing"),
});

export type CallResult = z.output<typeof callResultSchema>;
export type Price = CallResult["price"];

export type ParsedCallResult =
  | { status: "ok"; result: CallResult }
  /** Nothing was extracted, or nothing in it is known: normal for a very short call. */
  | { status: "empty" }
  | { status: "invalid"; problem: string };

/** Reads what the phone service extracted; never throws. `problem` names the field and is safe to log (it repeats no value). */
export function parseCallResult(value: unknown): ParsedCallResult {
  if (value === undefined || value === null) return { status: "empty" };
  const parsed = callResultSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join(".") || "the result";
    return { status: "invalid", problem: `${field}: ${issue?.message ?? "cannot be read"}` };
  }
  return saysAnything(parsed.data) ? { status: "ok", result: parsed.data } : { status: "empty" };
}

const UNKNOWN = callResultSchema.parse({});

function saysAnything(result: CallResult): boolean {
  return JSON.stringify(result) !== JSON.stringify(UNKNOWN);
}

/** A result in which nothing is known. */
export function unknownResult(): CallResult {
  return structuredClone(UNKNOWN);
}
