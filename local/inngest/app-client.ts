export type AppRequest = {
  method: "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From sending to the last byte of the answer. */
  timeoutMs: number;
  signal: AbortSignal;
};

export type AppResponse = { status: number; headers: Headers; body: string };

/** The app took longer than the engine waits. */
export class AppTimeoutError extends Error {
  override name = "AppTimeout";
}

/**
 * One HTTP exchange with the app. Rejects with AppTimeoutError, or with the socket's own error when the app cannot be
 * reached or goes away.
 */
export async function request(options: AppRequest): Promise<AppResponse> {
  const { method, url, body, timeoutMs } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      body,
      headers: {
        ...options.headers,
        "content-type": "application/json",
        "user-agent": "Inngest",
        // A reused socket that the app has just closed is no sign that the app is down.
        connection: "close",
      },
      redirect: "manual",
      signal: AbortSignal.any([options.signal, timeout]),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (timeout.aborted || isFetchTimeout(cause)) {
      throw new AppTimeoutError(`no answer within ${timeoutMs} ms`);
    }
    throw cause;
  }
}

/** Fetch has a limit of its own, 5 minutes until the headers. */
function isFetchTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "UND_ERR_HEADERS_TIMEOUT";
}
