import { randomUUID } from "node:crypto";
import { AppError, ERROR_CODES } from "./errors";
import { API_LIMITS } from "./limits";
import { log } from "./log";

/** What every route of the API shares: reading bodies, answering problems (RFC 9457), and never caching. */

const NO_STORE = { "Cache-Control": "private, no-store" };

export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return Response.json(body, {
    status: init.status ?? 200,
    headers: { ...NO_STORE, ...init.headers },
  });
}

/** The problem document of an error. Unexpected errors tell nothing but an id that the log has too. */
export function problem(error: unknown, instance: string): Response {
  const requestId = randomUUID();
  const known = error instanceof AppError ? error : new AppError("internal", { cause: error });
  if (known.status >= 500)
    log().error({ err: known, cause: known.cause, requestId, instance }, known.message);
  const headers: Record<string, string> = {
    ...NO_STORE,
    "Content-Type": "application/problem+json",
  };
  if (known.retryAfterSeconds !== undefined)
    headers["Retry-After"] = String(known.retryAfterSeconds);
  if (known.status === 401) headers["WWW-Authenticate"] = "Bearer";
  const body = {
    type: `urn:ringround:problem:${known.code}`,
    title: ERROR_CODES[known.code].title,
    status: known.status,
    code: known.code,
    detail:
      known.detail ??
      (known.code === "internal" ? `Try again; if it stays, quote ${requestId}.` : undefined),
    hint: known.hint,
    errors: known.errors.length > 0 ? known.errors : undefined,
    instance,
    requestId,
  };
  return new Response(JSON.stringify(body), { status: known.status, headers });
}

/** Runs a handler and turns what it throws into a problem document. */
export async function handle(
  request: Request,
  handler: () => Promise<Response>,
): Promise<Response> {
  try {
    return await handler();
  } catch (error) {
    return problem(error, new URL(request.url).pathname);
  }
}

/** {@link readBytes} of a text in UTF-8. */
export async function readBody(request: Request, mostBytes: number): Promise<string> {
  return (await readBytes(request, mostBytes)).toString("utf8");
}

/**
 * Reads at most `mostBytes` of a body; the rest is never taken into memory.
 * @throws AppError `body_too_large`.
 */
export async function readBytes(request: Request, mostBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new AppError("body_too_large", {
      detail: `The body has more than ${Math.floor(mostBytes / 1024)} KiB.`,
      hint: "Send less in one request.",
    });
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON body. With `whenEmpty`, a missing or blank body stands for that value; its content type does not matter.
 * @throws AppError `unsupported_media_type`, `body_too_large`, `malformed_json`.
 */
export async function readJson(
  request: Request,
  mostBytes: number,
  { whenEmpty }: { whenEmpty?: unknown } = {},
): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  const isJson = /^application\/([a-z0-9.+-]+\+)?json\b/i.test(type);
  const body = isJson || whenEmpty !== undefined ? await readBody(request, mostBytes) : null;
  if (whenEmpty !== undefined && body?.trim() === "") return whenEmpty;
  if (body === null || !isJson) {
    throw new AppError("unsupported_media_type", {
      detail: `The content type is ${type === "" ? "missing" : `"${type.slice(0, 80)}"`}.`,
      hint: "Send Content-Type: application/json.",
    });
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError("malformed_json", {
      detail: cause instanceof SyntaxError ? cause.message.slice(0, 200) : "It cannot be parsed.",
      cause,
    });
  }
}

/**
 * The key of a request, quoted (a structured-field string, as the IETF draft has it) or bare; null when absent.
 * @throws AppError `invalid_idempotency_key` when empty or too long.
 */
export function readIdempotencyKey(request: Request): string | null {
  const raw = request.headers.get("idempotency-key");
  if (raw === null) return null;
  const key = raw.trim().replace(/^"(.*)"$/, "$1");
  const most = API_LIMITS.idempotencyKey;
  if (key === "" || key.length > most || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(key)) {
    throw new AppError("invalid_idempotency_key", {
      detail: key === "" ? "It is empty." : `It must be 1 to ${most} printable ASCII characters.`,
      hint: "Use a fresh UUID per batch and repeat it when you repeat the request.",
    });
  }
  return key;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}
