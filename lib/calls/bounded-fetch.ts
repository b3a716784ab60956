/** One exchange with the phone service, as seen on the wire. */
export type Exchange = {
  /** The whole answer; undefined while none has come. */
  response?: { status: number; headers: Headers; body: string };
  /** Why no whole answer came. */
  failure?: Error;
};

/**
 * A fetch for the Vapi SDK that reads the whole answer before it returns, at most `maxBytes`, and follows no redirect.
 *
 * The SDK stops its own timer as soon as the headers are there and would wait for ever for a body that never ends; it
 * would follow a 307 with a second POST; and of an answer whose JSON is broken it drops even the status. `exchange`,
 * when given, keeps what was seen on the wire.
 */
export function boundedFetch(
  innerFetch: typeof fetch,
  maxBytes: number,
  exchange: Exchange = {},
): typeof fetch {
  return async (input, init) => {
    try {
      const answer = await innerFetch(input, { ...init, redirect: "manual" });
      const body = await readBody(answer, maxBytes);
      exchange.response = { status: answer.status, headers: answer.headers, body };
      // These statuses may carry no body, and the constructor refuses even an empty one.
      const isBodiless = [204, 205, 304].includes(answer.status);
      return new Response(isBodiless ? null : body, {
        status: answer.status,
        headers: answer.headers,
      });
    } catch (error) {
      exchange.failure = toError(error);
      throw exchange.failure;
    }
  };
}

/** The SDK aborts with the bare string "timeout", which it then does not recognize itself. */
function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(`The request was aborted: ${String(error)}`);
}

async function readBody(answer: Response, maxBytes: number): Promise<string> {
  if (!answer.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`The answer is larger than ${maxBytes} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Failures before any byte of the request was sent: names that do not resolve, doors that do not open, wrong papers. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * Whether a failed request provably never reached the other side. A reset or a timeout proves nothing: the request may
 * have been read before.
 */
export function wasNeverSent(error: unknown, depth = 0): boolean {
  // Errors wrap each other three deep at most (SDK, fetch, socket); the bound guards against a cycle.
  if (depth > 8 || typeof error !== "object" || error === null) return false;
  const { code, syscall, errors, cause } = error as {
    code?: unknown;
    syscall?: unknown;
    errors?: unknown;
    cause?: unknown;
  };
  // One address after another was tried: all of them must have failed before sending.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((inner) => wasNeverSent(inner, depth + 1));
  }
  if (typeof code === "string" && NEVER_SENT.has(code)) return true;
  if (syscall === "connect" || syscall === "getaddrinfo") return true;
  return wasNeverSent(cause, depth + 1);
}
