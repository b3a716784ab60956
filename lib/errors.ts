/**
 * Every failure that a caller can meet: its code is stable, its status and title follow from the code.
 * The API answers them as RFC 9457 problem documents (`lib/http.ts`).
 */
export const ERROR_CODES = {
  invalid_body: { status: 422, title: "The request has invalid fields" },
  malformed_json: { status: 400, title: "The body is not valid JSON" },
  invalid_idempotency_key: { status: 400, title: "The Idempotency-Key cannot be used" },
  unsupported_media_type: { status: 415, title: "The body is of a type that is not read here" },
  list_unreadable: { status: 422, title: "The file is not a list that can be read" },
  body_too_large: { status: 413, title: "The body is too large" },
  not_signed_in: { status: 401, title: "You are not signed in" },
  api_key_invalid: { status: 401, title: "The API key is not valid" },
  scope_missing: { status: 403, title: "The API key may not do this" },
  too_many_requests: { status: 429, title: "Too many requests" },
  cross_site_request: { status: 403, title: "The request came from another site" },
  route_not_found: { status: 404, title: "There is nothing at this address" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  not_invited: { status: 403, title: "Calls can be made here by invitation only" },
  limit_reached: { status: 429, title: "A limit of calls has been reached" },
  calls_disabled: { status: 403, title: "Calls are switched off here" },
  service_request_not_found: { status: 404, title: "There is no such service request" },
  batch_not_found: { status: 404, title: "There is no such batch" },
  attempt_not_found: { status: 404, title: "There is no such call" },
  batch_open: { status: 409, title: "These providers are still being called" },
  attempt_has_another_call: { status: 409, title: "The attempt is bound to another call" },
  account_closing: { status: 409, title: "This account is being deleted" },
  account_in_use: { status: 409, title: "The account cannot be deleted yet" },
  call_anyway_off: { status: 403, title: "Nobody is called outside of calling hours here" },
  not_outside_hours: { status: 409, title: "This call does not wait for calling hours" },
  number_not_listed: { status: 404, title: "The number is not on your list" },
  nothing_to_retry: { status: 409, title: "There is nobody to call again" },
  provider_not_retryable: { status: 409, title: "Somebody you chose cannot be called again" },
  idempotency_key_reused: { status: 422, title: "The Idempotency-Key was used for another body" },
  provider_id_taken: { status: 422, title: "A provider id is already in use" },
  bad_signature: { status: 401, title: "The signature is missing or wrong" },
  phone_service_unavailable: { status: 503, title: "The phone service cannot be reached" },
  store_unavailable: { status: 503, title: "The database cannot be reached" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const satisfies Record<string, { status: number; title: string }>;
export type ErrorCode = keyof typeof ERROR_CODES;

/** One rejected field: where (RFC 6901 pointer into the body), what is wrong, how to fix it. */
export type FieldProblem = { pointer: string; code: string; detail: string; fix?: string };

type AppErrorOptions = {
  detail?: string;
  hint?: string;
  errors?: FieldProblem[];
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** An expected failure. Its detail is shown to people, so it never carries database or vendor text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly errors: FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? ERROR_CODES[code].title, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = options.detail;
    this.hint = options.hint;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERROR_CODES, value);
}

/** Ends a switch over a closed union: a new member fails to compile here. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
