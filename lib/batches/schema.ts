import { z } from "zod";
import { parseCallingHours } from "@/lib/calling-hours";
import { API_LIMITS, LIMITS, TEXT_LIMITS } from "@/lib/limits";
import { isCountryCode } from "@/lib/phones/parse-phone";
import { plainText } from "@/lib/plain-text";
import { listRules } from "@/lib/results/hold-words";
import { storedResultSchema } from "@/lib/results/read-result";
import { ATTEMPT_OUTCOMES, ATTEMPT_STATUSES, CALL_STATUSES } from "@/lib/states/attempt";
import { BATCH_STATUSES, CONSENT_BASES, URGENCIES } from "@/lib/states/batch";
import { isTimeZone } from "@/lib/time-zone";
import { splitCriteria } from "./criteria";

/** What `POST /api/v1/providers/batch-call-async` accepts. */

// No body is longer, so nothing is cut here: too long is an error that the sender hears of.
const BODY_MAX = 1024 * 1024;
const clean = (value: string) => plainText(value, BODY_MAX, { keepLines: true });

/** Controls and direction overrides are dropped: no name has them, and Postgres refuses some. */
const cleanText = (most: number) =>
  z.string().overwrite(clean).max(most, `must have at most ${most} characters`);
const text = (most: number) => cleanText(most).min(1, "must not be empty");
const optionalText = (most: number) =>
  cleanText(most)
    .nullish()
    .transform((value) => value || null);

const criteria = (entries: string) =>
  z
    .array(text(LIMITS.criterion))
    .max(LIMITS.criteria, `must have at most ${LIMITS.criteria} ${entries}`);

export const serviceRequestSchema = z.strictObject({
  title: text(TEXT_LIMITS.title).describe("What the person would call the job"),
  serviceNeeded: text(TEXT_LIMITS.serviceNeeded).describe("The trade or service, such as plumbing"),
  description: optionalText(TEXT_LIMITS.description).describe(
    "What is wrong or wanted, in the person's words",
  ),
  location: text(TEXT_LIMITS.location).describe(
    "City or area; the full address goes in clientAddress",
  ),
  criteria: z
    .union([criteria("entries"), z.string().max(TEXT_LIMITS.criteria)])
    .nullish()
    .transform((value) => {
      return typeof value === "string" ? splitCriteria(value) : (value ?? []);
    })
    .pipe(criteria("lines"))
    .describe("What the business must meet, one per entry or line"),
  urgency: z.enum(URGENCIES),
  clientName: optionalText(TEXT_LIMITS.clientName).describe("On whose behalf the agent calls"),
  clientAddress: optionalText(TEXT_LIMITS.clientAddress).describe(
    "Told to a business only when it asks where the job is",
  ),
});

export const providerRowSchema = z.strictObject({
  id: z.uuid("must be a UUID, or be left out").optional(),
  name: text(API_LIMITS.providerName),
  phone: text(LIMITS.phoneAsWritten).describe(
    "As written; numbers without a country are read in options.defaultCountry",
  ),
  phoneConfirmed: z
    .boolean()
    .optional()
    .describe(
      "A person has said that the number is right although its area code is not known (`unknown_area`)",
    ),
});

export const capUsdSchema = z
  .number()
  .min(0.01, "must be at least 0.01")
  .max(API_LIMITS.capUsd, `must be at most ${API_LIMITS.capUsd}`)
  .optional();

const timeZone = z
  .string()
  .max(API_LIMITS.timeZone, `must have at most ${API_LIMITS.timeZone} characters`)
  .refine(isTimeZone, "must be a time zone of the IANA database, such as America/New_York")
  .optional();

export const batchOptionsSchema = z.strictObject({
  defaultCountry: z
    .string()
    .refine(isCountryCode, "must be the two capital letters of a country, such as US")
    .optional()
    .describe("Country of numbers written without one"),
  maxAttempts: z
    .int()
    .min(1)
    .max(API_LIMITS.attempts)
    // Twice: most people who miss a call are there half an hour later, and a third ring annoys.
    .default(2)
    .describe("Dials per provider, counting the first; further ones only when nobody was reached"),
  retryDelaySeconds: z
    .int()
    .min(0)
    .max(API_LIMITS.retryDelaySeconds)
    .optional()
    .describe("Pause before a further attempt"),
  timeZone: timeZone.describe(
    "Of the person called for; without it the agent is told the time in UTC",
  ),
  calleeTimeZone: timeZone.describe(
    "Where the businesses are, for calling hours. Picks among the zones that a number may be in, such as those of a toll-free number; without effect on a number that cannot be there",
  ),
  callingHours: z
    .string()
    .refine((hours) => parseCallingHours(hours) !== null, "must look like Mon-Fri 09:00-17:00")
    .optional()
    .describe(
      "When these businesses are called, in their own time. Narrows the hours of the site, never widens them",
    ),
  consentBasis: z
    .enum(CONSENT_BASES)
    .default("listed_publicly")
    .describe(
      "Why these businesses may be called: their number is public for inquiries, you deal with them already, or they asked for it",
    ),
  // 240 s: a quote takes one to three minutes; more is a conversation that went wrong.
  maxCallSeconds: z
    .int()
    .min(10)
    .max(API_LIMITS.callSeconds)
    .default(240)
    .describe("Longest a call may talk"),
  capUsd: capUsdSchema.describe(
    "What the calls may cost together at the most, in US dollars; what does not fit is not called",
  ),
});

/** The order without the rule that it needs a request: all that can be told before calling follows from the rest. */
export const batchBodySchema = z.strictObject({
  serviceRequest: serviceRequestSchema.optional(),
  serviceRequestId: z
    .uuid("must be a UUID")
    .optional()
    .describe("An own earlier request to call again for"),
  providers: z
    .array(providerRowSchema)
    .min(1, "must name at least one provider")
    .max(LIMITS.providers, `must have at most ${LIMITS.providers} providers`),
  options: batchOptionsSchema.prefault({}),
});

export const startBatchBodySchema = batchBodySchema.refine(
  (body) => (body.serviceRequest === undefined) !== (body.serviceRequestId === undefined),
  {
    path: ["serviceRequest"],
    message: "exactly one of serviceRequest and serviceRequestId must be given",
    // Also when other fields are wrong, so that one answer names all there is to fix.
    when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
  },
);
export type StartBatchBody = z.output<typeof startBatchBodySchema>;

/** What the database answers when a batch was created or replayed. */
export const startedBatchSchema = z.object({
  executionId: z.uuid(),
  serviceRequestId: z.uuid(),
  replayed: z.boolean(),
  providers: z.array(z.object({ id: z.uuid(), name: z.string(), phone: z.string() })),
});
export type StartedBatch = z.infer<typeof startedBatchSchema>;

const timestamp = z.iso.datetime({ offset: true });

/** One attempt, as stored. */
export const attemptSnapshotSchema = z.object({
  id: z.uuid(),
  executionId: z.uuid(),
  number: z.int(),
  status: z.enum(ATTEMPT_STATUSES),
  outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
  notBefore: timestamp,
  holdCode: z
    .string()
    .nullable()
    .describe(
      `The rule that holds the call until notBefore; null while it waits for a line alone. Of all rules: ${listRules()}`,
    ),
  refusals: z.int(),
  dialingAt: timestamp.nullable(),
  calledAt: timestamp.nullable(),
  ringingAt: timestamp.nullable(),
  answeredAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
  endedReason: z.string().nullable(),
  detail: z
    .string()
    .nullable()
    .describe("What lies behind the outcome; of skipped the rule, as in holdCode, or do_not_call"),
  failureMessage: z.string().nullable(),
  humanHeard: z.boolean().nullable(),
  talkSeconds: z.number().nullable(),
  costUsd: z.number().nullable(),
  result: storedResultSchema.nullable(),
  summary: z.string().nullable(),
  version: z.int(),
});

const earlierSchema = attemptSnapshotSchema
  .nullable()
  .describe("While a provider that answered is called again: the attempt that brought the answer");

const missedSchema = z
  .object({
    outcome: z.enum(ATTEMPT_OUTCOMES),
    detail: z.string().nullable(),
    endedAt: timestamp,
  })
  .nullable()
  .describe("While a further attempt waits: what became of the one before it");

export const rankingSchema = z.object({
  ranked: z.array(
    z.object({
      providerId: z.uuid(),
      rank: z.int().nullable(),
      marks: z.array(z.string()),
      reasons: z.array(z.string()),
    }),
  ),
});

const callingHoursSchema = z
  .object({ days: z.array(z.int()), from: z.string(), until: z.string() })
  .nullable()
  .describe("Hours that were asked for; null: those of the site. Days from 1, Monday");

/** What `get_request_snapshot` answers: everything the live page and the status API are made from. */
export const requestSnapshotSchema = z.object({
  serviceRequest: z.object({
    id: z.uuid(),
    title: z.string(),
    serviceNeeded: z.string(),
    description: z.string().nullable(),
    location: z.string(),
    criteria: z.array(z.string()),
    urgency: z.enum(URGENCIES),
    clientName: z.string().nullable(),
    clientAddress: z.string().nullable(),
    createdAt: timestamp,
  }),
  batch: z
    .object({
      executionId: z.uuid(),
      status: z.enum(BATCH_STATUSES),
      requestedAt: timestamp,
      startedAt: timestamp.nullable(),
      cancelRequestedAt: timestamp.nullable(),
      endedAt: timestamp.nullable(),
      faultCode: z.string().nullable(),
      faultMessage: z.string().nullable(),
      holdCode: z.string().nullable(),
      holdUntil: timestamp.nullable(),
      capUsd: z.number(),
      spentUsd: z.number(),
      reservedUsd: z.number(),
      maxAttempts: z.int(),
      retryDelaySeconds: z.int(),
      callingHours: callingHoursSchema,
      consentBasis: z.enum(CONSENT_BASES),
      result: rankingSchema.nullable(),
      isRetry: z.boolean(),
    })
    .nullable(),
  providers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      phone: z.string(),
      phoneExtension: z.string().nullable(),
      alsoKnownAs: z.array(z.string()),
      attempt: attemptSnapshotSchema,
      earlier: earlierSchema,
      // A database that a deployment has not reached yet does not tell.
      missed: missedSchema.default(null),
    }),
  ),
  version: z.int().nullable(),
});
export type RequestSnapshot = z.infer<typeof requestSnapshotSchema>;
export type ProviderSnapshot = RequestSnapshot["providers"][number];
export type AttemptSnapshot = ProviderSnapshot["attempt"];

const count = z.int().min(0);

/** Counts by state; every provider is in exactly one of them, so they add up to the total. */
export const statsSchema = z.object({
  total: count,
  queued: count,
  inProgress: count,
  completed: count,
  noAnswer: count,
  busy: count,
  voicemail: count,
  failed: count,
  canceled: count,
  skipped: count,
  unknown: count,
});
export type Stats = z.infer<typeof statsSchema>;

/** The answer of `GET /api/v1/providers/batch-status/:serviceRequestId`. */
export const batchStatusSchema = z.object({
  executionId: z.uuid().nullable(),
  serviceRequestId: z.uuid(),
  status: z.enum(BATCH_STATUSES).nullable(),
  isFinal: z.boolean(),
  isRetry: z
    .boolean()
    .describe("Whether earlier executions have called providers of this request as well"),
  stats: statsSchema,
  currentProvider: z
    .object({ id: z.uuid(), name: z.string() })
    .nullable()
    .describe("The provider being phoned; the latest to be dialed of several"),
  fault: z
    .object({
      code: z.string(),
      label: z.string(),
      message: z.string().describe("Why, and what to do, in words"),
      isFault: z.boolean().describe("False where nothing is broken: a cap or a limit was reached"),
      detail: z.string().nullable().describe("What the phone service said"),
    })
    .nullable()
    .describe("Why the batch was stopped before everybody was called"),
  hold: z
    .object({ code: z.string(), until: timestamp, message: z.string() })
    .nullable()
    .describe("Why nobody else of the batch is dialed before that time"),
  spending: z
    .object({ capUsd: z.number(), spentUsd: z.number(), reservedUsd: z.number() })
    .nullable()
    .describe(
      "Costs of the calls so far, and what is set aside for those whose cost is not known; never more than the cap together",
    ),
  callingHours: callingHoursSchema,
  consentBasis: z.enum(CONSENT_BASES).nullable(),
  providers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      phone: z.string(),
      phoneExtension: z
        .string()
        .nullable()
        .describe("Digits that are dialed once the number has answered"),
      alsoKnownAs: z.array(z.string()),
      callStatus: z.enum(CALL_STATUSES),
      attempt: attemptSnapshotSchema,
      earlier: earlierSchema,
      missed: missedSchema,
    }),
  ),
  ranking: rankingSchema.shape.ranked.nullable(),
  requestedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  version: z.int().nullable(),
});
export type BatchStatusAnswer = z.infer<typeof batchStatusSchema>;

export const acceptedBatchSchema = z.object({
  executionId: z.uuid(),
  serviceRequestId: z.uuid(),
  status: z.literal("queued"),
  statusUrl: z.string(),
  pageUrl: z.string(),
  providers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      phone: z.string(),
      callStatus: z.literal("queued"),
    }),
  ),
  merged: z
    .array(
      z.object({ pointer: z.string(), into: z.string(), phone: z.string(), detail: z.string() }),
    )
    .describe("Rows with a number that an earlier row already has"),
});
export type AcceptedBatch = z.infer<typeof acceptedBatchSchema>;
