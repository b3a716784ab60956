import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

export type AppRequest = {
  method: "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: string;
  /** From sending to the last byte of the answer. */
  timeoutMs: number;
  signal: AbortSignal;
};

export type AppResponse = { status: number; headers: IncomingHttpHeaders; body: string };

/** The app took longer than the engine waits. */
export class AppTimeoutError extends Error {
  override name = "AppTimeout";
}

/**
 * One HTTP exchange with the app. Rejects with AppTimeoutError, or with the socket's own error when
 * the app cannot be reached or goes away. Not `fetch`: that has a fixed 5 min limit of its own and
 * reuses sockets, and a reused socket that the app just closed is no sign that the app is down.
 */
export function request(options: AppRequest): Promise<AppResponse> {
  const { method, url, headers, body, timeoutMs, signal } = options;
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method,
        signal,
        agent: false,
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Inngest",
          connection: "close",
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("end", () => {
          clearTimeout(timer);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      },
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => {
      reject(new AppTimeoutError(`no answer within ${timeoutMs} ms`));
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}
