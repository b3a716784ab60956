import { createHash } from "node:crypto";
import type { z } from "zod";
import {
  type CallingHours,
  formatCallingHours,
  narrowHours,
  parseCallingHours,
} from "@/lib/calling-hours";
import { AppError, type FieldProblem } from "@/lib/errors";
import type { Rails } from "@/lib/rails";
import type { Services } from "@/lib/services";
import type { ConsentBasis } from "@/lib/states/batch";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { withLimitWords } from "./order-limits";
import {
  findRowProblems,
  type ListedProvider,
  type MergedRow,
  readProviders,
} from "./read-providers";
import {
  type batchBodySchema,
  type StartBatchBody,
  type StartedBatch,
  startBatchBodySchema,
  startedBatchSchema,
} from "./schema";

export type BatchDefaults = {
  defaultCountry: string;
  retryDelaySeconds: number;
  /** Null: any country. */
  callCountries: readonly string[] | null;
  capUsd: number;
  /** Null: any hour. */
  callingHours: CallingHours | null;
};

/** What a body of this deployment leaves open. */
export const batchDefaults = ({ settings, rails }: Pick<Services, "settings" | "rails">) => ({
  defaultCountry: settings.DEFAULT_COUNTRY,
  retryDelaySeconds: settings.RETRY_DELAY_SECONDS,
  callCountries: rails.countries,
  callingHours: rails.callingHours,
  capUsd: settings.BATCH_CAP_USD,
});

export type PreparedBatch = {
  body: StartBatchBody;
  providers: ListedProvider[];
  merged: MergedRow[];
  options: {
    max_attempts: number;
    retry_delay_seconds: number;
    max_call_seconds: number;
    time_zone: string | null;
    cap_usd: number;
    calling_hours: CallingHours | null;
    consent_basis: ConsentBasis;
  };
  /** SHA-256 of the body in its normal form: formatting, order of keys and repeated rows do not change it. */
  fingerprint: string;
};

/**
 * Reads a body into what is stored.
 * @param schema that of an order, or the one of what can be told before
 * @throws AppError `invalid_body` (422) naming every wrong field and row; nothing has been stored by then.
 */
export function prepareBatch(
  input: unknown,
  defaults: BatchDefaults,
  schema: typeof batchBodySchema = startBatchBodySchema,
): PreparedBatch {
  const parsed = schema.safeParse(input, NAMING_INPUT);
  if (!parsed.success) {
    // One row of a bad shape must not hide what is wrong with the others.
    throw refuseBody([
      ...parsed.error.issues.flatMap(toFieldProblems),
      ...findRowProblems(input, {
        country: defaults.defaultCountry,
        callCountries: defaults.callCountries,
      }),
    ]);
  }
  const body = parsed.data;
  const country = body.options.defaultCountry ?? defaults.defaultCountry;
  const rows = body.providers.map((row, index) => ({ ...row, index }));
  const { providers, merged, problems } = readProviders(rows, {
    country,
    callCountries: defaults.callCountries,
    timeZone: body.options.calleeTimeZone,
  });
  const callingHours = parseCallingHours(body.options.callingHours ?? "");
  problems.push(...findHoursProblem(callingHours, defaults.callingHours));
  if (problems.length > 0) throw refuseBody(problems);
  const options = {
    max_attempts: body.options.maxAttempts,
    retry_delay_seconds: body.options.retryDelaySeconds ?? defaults.retryDelaySeconds,
    max_call_seconds: body.options.maxCallSeconds,
    time_zone: body.options.timeZone ?? null,
    cap_usd: body.options.capUsd ?? defaults.capUsd,
    calling_hours: callingHours,
    consent_basis: body.options.consentBasis,
  };
  const fingerprint = createHash("sha256")
    .update(
      JSON.stringify([
        body.serviceRequestId ?? null,
        body.serviceRequest
          ? Object.entries(body.serviceRequest).sort(([a], [b]) => (a < b ? -1 : 1))
          : null,
        providers.map((row) => [row.id ?? null, row.name, row.phone, row.phone_extension]),
        // As asked for: a default that changes between two deployments does not make another body of this one.
        [
          options.max_attempts,
          body.options.retryDelaySeconds ?? null,
          options.max_call_seconds,
          options.time_zone,
          body.options.capUsd ?? null,
        ],
        [body.options.calleeTimeZone ?? null, callingHours, options.consent_basis],
      ]),
    )
    .digest("hex");
  return { body, providers, merged, options, fingerprint };
}

function findHoursProblem(
  asked: CallingHours | null,
  allowed: CallingHours | null,
): FieldProblem[] {
  if (asked === null || allowed === null || narrowHours(allowed, asked) !== null) return [];
  return [
    {
      pointer: "/options/callingHours",
      code: "outside_hours",
      detail: `${formatCallingHours(asked)} has no time in common with the hours in which this site calls`,
      fix: `Choose hours within ${formatCallingHours(allowed)}.`,
    },
  ];
}

/**
 * Stores a prepared batch, or finds the one that an equal request created before. One round trip for any size.
 * @throws AppError `service_request_not_found`, `batch_open`, `idempotency_key_reused`, `provider_id_taken`,
 * `not_invited`, `limit_reached`.
 */
export function startBatch(
  db: Db,
  userId: string,
  idempotencyKey: string | null,
  batch: PreparedBatch,
  rails: Rails,
): Promise<StartedBatch> {
  const request = batch.body.serviceRequest;
  return withLimitWords(
    callFunction(
      db,
      "start_batch",
      {
        p_user_id: userId,
        p_idempotency_key: idempotencyKey,
        p_fingerprint: batch.fingerprint,
        p_service_request_id: batch.body.serviceRequestId ?? null,
        p_service_request: request
          ? {
              title: request.title,
              service_needed: request.serviceNeeded,
              description: request.description,
              location: request.location,
              criteria: request.criteria,
              urgency: request.urgency,
              client_name: request.clientName,
              client_address: request.clientAddress,
            }
          : null,
        p_providers: batch.providers,
        p_options: batch.options,
        p_rails: rails,
      },
      startedBatchSchema,
    ),
    "/options/capUsd",
  );
}

// A list is mended in the file it came from: fifty problems show what is wrong with it, and are some 15 kB.
const MOST_PROBLEMS = 50;

/** Names the problems in the order of the body, rows last, and counts those beyond the first fifty. */
function refuseBody(problems: FieldProblem[]): AppError {
  const rowOf = ({ pointer }: FieldProblem) =>
    Number(/^\/providers\/(\d+)/.exec(pointer)?.[1] ?? -1);
  const sorted = problems.toSorted((a, b) => rowOf(a) - rowOf(b));
  const rows = new Set(sorted.map(rowOf).filter((row) => row >= 0)).size;
  const isRowsOnly = sorted.every((problem) => rowOf(problem) >= 0);
  const what = isRowsOnly
    ? `${rows === 1 ? "1 row" : `${rows} rows`} cannot be called. Nothing was stored and nobody is called; fix or remove them and send it again.`
    : "Nothing was stored and nobody is called. Fix the fields named in errors and send it again.";
  const rest = sorted.length - MOST_PROBLEMS;
  return new AppError("invalid_body", {
    detail:
      rest > 0
        ? `${what} Of ${sorted.length} problems, the first ${MOST_PROBLEMS} are named.`
        : what,
    errors: sorted.slice(0, MOST_PROBLEMS),
  });
}

/** Has every issue carry what was given, which tells "missing" from "of the wrong type". */
export const NAMING_INPUT = { reportInput: true } as const;

/** A complaint of a schema that was asked with {@link NAMING_INPUT}, as the API tells it. */
export function toFieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const pointer = issue.path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${key}`,
      code: "unknown_field",
      detail: `${key} is not a field of this request`,
      fix: "Remove it, or check its spelling.",
    }));
  }
  // The one message of the schema library that people would have to translate.
  const isMissing = issue.code === "invalid_type" && issue.input === undefined;
  return isMissing
    ? [{ pointer, code: "missing", detail: "is missing" }]
    : [{ pointer, code: issue.code, detail: issue.message }];
}
