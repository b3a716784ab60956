import type { Vapi } from "@vapi-ai/server-sdk";
import type { CallRecord, Delivery } from "../calls/call-record";
import { settingsOf } from "../create-call/settings";
import type { corruptions } from "../inspector/faults";
import { serverMessage } from "../payloads/messages";

/** A webhook as it goes out. */
export type Letter = {
  delivery: Delivery;
  number: string;
  server: Vapi.Server;
  url: string;
  headers: Record<string, string>;
  body: string;
};

export type SendResult = { isOk: boolean; status: number | null; text: string };

// The real service's own limit where `server.timeoutSeconds` is absent.
const DEFAULT_TIMEOUT_SECONDS = 20;

// Twice what the bodies of frameworks are commonly limited to (1 MB).
const HUGE_BYTES = 2_000_000;

/** The webhook with the call as it is at this moment; undefined when the request names no server. */
export function letterOf(
  call: CallRecord,
  delivery: Delivery,
  baseUrl: string,
): Letter | undefined {
  const { server } = settingsOf(call.request);
  if (!server?.url) return undefined;
  const headers = Object.entries(server.headers ?? {}).map(([name, value]) => [
    name,
    String(value),
  ]);
  return {
    delivery,
    number: call.request.customer.number,
    server,
    url: server.url,
    headers: Object.fromEntries(headers),
    body: JSON.stringify(serverMessage(call, delivery.kind, baseUrl)),
  };
}

export function corrupt(letter: Letter, how: (typeof corruptions)[number]): Letter {
  switch (how) {
    case "truncate":
      return { ...letter, body: letter.body.slice(0, Math.floor(letter.body.length / 2)) };
    case "invalid-json":
      return { ...letter, body: `<html>${letter.body}` };
    case "huge":
      return { ...letter, body: letter.body.padEnd(HUGE_BYTES, " ") };
    case "wrong-signature":
      return { ...letter, headers: forge(letter.headers) };
  }
}

/** Every header the request asked for, its last character exchanged: which one is the signature is not ours to know. */
function forge(headers: Record<string, string>): Record<string, string> {
  const wrong = (value: string) => value.slice(0, -1) + (value.endsWith("0") ? "1" : "0");
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, wrong(value)]));
}

/** One request. Anything but a 2xx is a failure, redirects too; it never throws. */
export async function send(letter: Letter, stopped: AbortSignal): Promise<SendResult> {
  const seconds = letter.server.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  try {
    const response = await fetch(letter.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...letter.headers },
      body: letter.body,
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(seconds * 1000)]),
    });
    // Read to the end, so that the connection can be used again.
    await response.arrayBuffer();
    return { isOk: response.ok, status: response.status, text: `HTTP ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      isOk: false,
      status: null,
      text: cause instanceof Error ? cause.message : String(cause),
    };
  }
}
