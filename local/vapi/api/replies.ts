import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FaultyAnswer } from "../inspector/faults";

export type Env = { Bindings: HttpBindings };

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  413: "Payload Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** The error body of the real service: `message` is a text or a list of texts. */
export function errorBody(status: number, message?: string | string[]) {
  const error = titles[status] ?? "Error";
  return { message: message ?? error, error, statusCode: status };
}

export function refuse(c: Context<Env>, status: ContentfulStatusCode, message?: string | string[]) {
  return c.json(errorBody(status, message), status);
}

/** Says what is missing instead of pretending. */
export function unsupported(c: Context<Env>, what: string) {
  return refuse(c, 501, `The Vapi simulator does not imitate ${what}.`);
}

/** Gives the answer that a fault asks for; resets and timeouts end the connection without one. */
export async function giveFaultyAnswer(c: Context<Env>, answer: FaultyAnswer): Promise<Response> {
  const { outgoing } = c.env;
  if ("timeoutMs" in answer) await untilClosed(c, answer.timeoutMs);
  if ("timeoutMs" in answer || "reset" in answer) {
    outgoing.socket?.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  }

  const { status, headers, bodyBytes = 0 } = answer;
  const text = typeof answer.body === "string" ? answer.body : null;
  const body = (text ?? JSON.stringify(answer.body ?? errorBody(status))).padEnd(bodyBytes, " ");
  const type = text?.startsWith("<")
    ? "text/html; charset=utf-8"
    : "application/json; charset=utf-8";
  return new Response(body, { status, headers: { "Content-Type": type, ...headers } });
}

/** Waits for a time in milliseconds, or until the client has gone or the server closes. */
export function untilClosed(c: Context<Env>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    c.env.outgoing.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
