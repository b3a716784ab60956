import { z } from "zod";
import { AMOUNT_MAX } from "./read-values";

/**
 * What one call found out. A language model of the phone service extracts it from the transcript (`extractionSchema`), and
 * each field is then held against what the callee said: `confirmed` and `evidence` are ours.
 *
 * Every field may be unknown and says so explicitly: a model that must fill a field invents one. The extraction is shown
 * and compared, never acted on without a rule of ours, because the callee's words shape it.
 */

/** Texts are shown in table cells and cards; the transcript keeps the full wording. */
export const TEXT_MAX = {
  name: 80,
  phrase: 200,
  quote: 300,
  passage: 2_000,
  summary: 1_000,
} as const;
/** More than any service request asks for; bounds what one answer can store. */
export const CONDITIONS_MAX = 10;
export const CRITERIA_MAX = 20;

export const AVAILABILITIES = ["available", "unavailable", "unknown"] as const;
export const PRICE_KINDS = ["flat", "range", "hourly", "visit_needed", "unknown"] as const;
export const CRITERION_ANSWERS = ["yes", "no", "unknown"] as const;

const text = (max: number) => z.string().max(max).nullable();
const amount = () => z.number().min(0).max(AMOUNT_MAX);
const currency = () => z.string().length(3).nullable();
const flag = () => z.boolean().nullable();

const price = z.object({
  quote: text(TEXT_MAX.quote).describe("The exact words the price was given in"),
  kind: z
    .enum(PRICE_KINDS)
    .describe(
      "flat: one amount for the job; range: between two amounts; hourly: per hour; visit_needed: they must see it first; unknown: no price was given",
    ),
  low: amount()
    .nullable()
    .describe("The amount, or the lower of two; digits only. Never estimate it"),
  high: amount().nullable().describe("The higher of two amounts, or the same as low"),
  currency: currency().describe(
    "ISO 4217 code such as USD, in the currency of the callee's country",
  ),
  covers: text(TEXT_MAX.quote).describe("What the price includes or leaves out, in their words"),
});

const criterion = z.object({
  criterion: z.string().max(TEXT_MAX.phrase).describe("The criterion as it was asked"),
  met: z.enum(CRITERION_ANSWERS).describe("yes or no only if they said so"),
  quote: text(TEXT_MAX.quote).describe("Their exact words"),
});

/** The parts of an answer that are held against the transcript one by one; the criteria are as well. */
export const CHECKED_FIELDS = ["availability", "earliest", "price", "callOutFee"] as const;
export type CheckedField = (typeof CHECKED_FIELDS)[number];

const each = <T extends z.ZodType>(part: T) =>
  z.object({ availability: part, earliest: part, price: part, callOutFee: part });

const messageIndex = () => z.int().min(0);

const named = z
  .object({
    message: messageIndex()
      .nullable()
      .describe("Which line of the transcript, counted from 0, the first of the assistant"),
    words: z.string().max(TEXT_MAX.quote).describe("The exact words of the business"),
  })
  .nullable();

/** What the phone service's model is asked for. */
export const extractionSchema = z.object({
  availability: z
    .enum(AVAILABILITIES)
    .describe(
      "available only if they said they can do this job, unavailable only if they said they cannot",
    ),
  earliestText: text(TEXT_MAX.phrase).describe("The earliest time they offered, in their words"),
  earliestAt: z
    .string()
    .nullable()
    .describe(
      "The same time in ISO 8601 with the UTC offset of the job's location; leave out if they gave no time",
    ),
  price: price.describe("The price of the job, without a call-out fee"),
  callOutFee: z
    .object({
      amount: amount().describe("Digits only"),
      currency: currency().describe("ISO 4217 code such as USD"),
    })
    .nullable()
    .describe("A separate fee for coming out; leave out if none was named"),
  conditions: z
    .array(z.string().max(TEXT_MAX.phrase))
    .describe("Conditions they set, such as a deposit or a minimum"),
  criteria: z.array(criterion).describe("One entry for each criterion asked"),
  contactName: text(TEXT_MAX.name).describe("The name of the person who answered, if they gave it"),
  callbackRequested: text(TEXT_MAX.phrase).describe(
    "When or how they asked to be contacted again, in their words",
  ),
  wrongNumber: flag().describe("true if this is not the business that was asked for"),
  doNotCall: flag().describe("true if they asked not to be called again"),
  voicemailOrMenu: flag().describe("true if only a machine, mailbox or phone menu answered"),
  languageBarrier: flag().describe("true if they could not understand or be understood"),
  summary: text(TEXT_MAX.summary).describe("Two sentences on what was said. Add nothing"),
  evidence: each(named)
    .nullable()
    .describe("Where in the transcript the business said each of these"),
});
export type Extraction = z.output<typeof extractionSchema>;

const evidence = z
  .object({
    message: messageIndex().nullable().describe("Index of the message in the transcript"),
    words: z.string().max(TEXT_MAX.passage).describe("What was said there"),
    second: z.number().nullable().describe("Second of the call at which it was said"),
  })
  .nullable();
export type Evidence = z.output<typeof evidence>;

/** What is stored and shown. */
export const resultSchema = extractionSchema.extend({
  criteria: z.array(
    criterion.extend({
      confirmed: z.boolean().describe("Whether what they said in the call means the same"),
    }),
  ),
  confirmed: each(z.boolean()).describe(
    "Whether what they said in the call gives the same value. What is not confirmed is never ranked",
  ),
  evidence: each(evidence)
    .extend({ criteria: z.array(evidence).describe("One for each of criteria, in their order") })
    .describe("Where in the transcript each of these was said"),
});

export type CallResult = z.output<typeof resultSchema>;
export type Price = CallResult["price"];

/** A result in which nothing is known. */
export const unknownResult = (): CallResult => ({
  availability: "unknown",
  earliestText: null,
  earliestAt: null,
  price: { quote: null, kind: "unknown", low: null, high: null, currency: null, covers: null },
  callOutFee: null,
  conditions: [],
  criteria: [],
  contactName: null,
  callbackRequested: null,
  wrongNumber: null,
  doNotCall: null,
  voicemailOrMenu: null,
  languageBarrier: null,
  summary: null,
  confirmed: { availability: false, earliest: false, price: false, callOutFee: false },
  evidence: { availability: null, earliest: null, price: null, callOutFee: null, criteria: [] },
});
