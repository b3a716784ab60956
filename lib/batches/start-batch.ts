import { createHash } from "node:crypto";
import type { z } from "zod";
import { AppError, type FieldProblem } from "@/lib/errors";
import { type CountryCode, parsePhone } from "@/lib/phones/parse-phone";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import {
  type StartBatchBody,
  type StartedBatch,
  startBatchBodySchema,
  startedBatchSchema,
} from "./schema";

export type BatchDefaults = { defaultCountry: string; retryDelaySeconds: number };

type ListedProvider = {
  id?: string;
  name: string;
  also_known_as: string[];
  phone: string;
  phone_extension: string | null;
  phone_as_written: string;
};

export type MergedRow = { pointer: string; into: string; phone: string; detail: string };

export type PreparedBatch = {
  body: StartBatchBody;
  providers: ListedProvider[];
  merged: MergedRow[];
  options: { max_attempts: number; retry_delay_seconds: number; max_call_seconds: number };
  /** SHA-256 of the body in its normal form: formatting, order of keys and repeated rows do not change it. */
  fingerprint: string;
};

/**
 * Reads a body into what is stored. Pure.
 * @throws AppError `invalid_body` (422) naming every wrong field and row; nothing has been stored by then.
 */
export function prepareBatch(input: unknown, defaults: BatchDefaults): PreparedBatch {
  const parsed = startBatchBodySchema.safeParse(input);
  if (!parsed.success) {
    throw new AppError("invalid_body", {
      detail:
        "Nothing was stored and nobody is called. Fix the fields named in errors and send it again.",
      errors: parsed.error.issues.flatMap(toFieldProblems),
    });
  }
  const body = parsed.data;
  const country = (body.options.defaultCountry ?? defaults.defaultCountry) as CountryCode;
  const { providers, merged } = readProviders(body.providers, country);
  const options = {
    max_attempts: body.options.maxAttempts,
    retry_delay_seconds: body.options.retryDelaySeconds ?? defaults.retryDelaySeconds,
    max_call_seconds: body.options.maxCallSeconds,
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
        [options.max_attempts, body.options.retryDelaySeconds ?? null, options.max_call_seconds],
      ]),
    )
    .digest("hex");
  return { body, providers, merged, options, fingerprint };
}

/**
 * Stores a prepared batch, or finds the one that an equal request created before. One round trip, whatever the size.
 * @throws AppError `service_request_not_found`, `batch_open`, `idempotency_key_reused`, `provider_id_taken`.
 */
export function startBatch(
  db: Db,
  userId: string,
  idempotencyKey: string | null,
  batch: PreparedBatch,
): Promise<StartedBatch> {
  const request = batch.body.serviceRequest;
  return callFunction(
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
    },
    startedBatchSchema,
  );
}

function readProviders(rows: StartBatchBody["providers"], country: CountryCode) {
  const problems: FieldProblem[] = [];
  const merged: MergedRow[] = [];
  const byPhone = new Map<string, { row: ListedProvider; pointer: string }>();
  const ids = new Map<string, string>();

  rows.forEach((row, index) => {
    const pointer = `/providers/${index}`;
    const phone = parsePhone(row.phone, country);
    if (!phone.ok) {
      problems.push({
        pointer: `${pointer}/phone`,
        code: phone.code,
        detail: `${row.name}: ${phone.problem}`,
        fix: phone.fix,
      });
      return;
    }
    const first = byPhone.get(phone.e164);
    if (first) {
      if (first.row.name !== row.name && !first.row.also_known_as.includes(row.name)) {
        first.row.also_known_as.push(row.name);
      }
      merged.push({
        pointer,
        into: first.pointer,
        phone: phone.e164,
        detail: `${row.name} has the number of ${first.row.name}; it is called once.`,
      });
      return;
    }
    const sameId = row.id && ids.get(row.id);
    if (row.id && sameId) {
      problems.push({
        pointer: `${pointer}/id`,
        code: "duplicate_id",
        detail: `${row.name}: the id is also that of ${sameId}`,
        fix: "Give every provider its own id, or leave the ids out.",
      });
      return;
    }
    if (row.id) ids.set(row.id, pointer);
    byPhone.set(phone.e164, {
      pointer,
      row: {
        id: row.id,
        name: row.name,
        also_known_as: [],
        phone: phone.e164,
        phone_extension: phone.extension ?? null,
        phone_as_written: row.phone,
      },
    });
  });

  if (problems.length > 0) {
    const rowsWord = problems.length === 1 ? "1 row cannot" : `${problems.length} rows cannot`;
    throw new AppError("invalid_body", {
      detail: `${rowsWord} be called. Nothing was stored and nobody is called; fix or remove them and send it again.`,
      errors: problems,
    });
  }
  return { providers: [...byPhone.values()].map(({ row }) => row), merged };
}

/** A schema's complaint as the API tells it. */
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
  return [{ pointer, code: issue.code, detail: issue.message }];
}
