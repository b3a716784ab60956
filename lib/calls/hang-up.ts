import { boundedFetch } from "./bounded-fetch";
import type { VapiApi } from "./vapi-api";

export type HangUpResult =
  | { kind: "hung_up" }
  /** The call had ended before. */
  | { kind: "already_over" }
  /** It may still be talking; its own time limit ends it at the latest. */
  | { kind: "failed"; message: string };

/** A hang-up is worth trying while somebody waits for it; the call's time limit is the fallback. */
const TIMEOUT_MS = 5_000;

/** Answers are one short sentence. */
const ANSWER_MAX_BYTES = 100_000;

/**
 * Ends a live call through its control URL. The URL needs no password, so it is never logged; and as it came from
 * outside it is only used when it leads to the phone service itself. Never throws.
 */
export async function hangUp(
  api: Pick<VapiApi, "baseUrl" | "fetch">,
  controlUrl: string,
  options: { timeoutMs?: number } = {},
): Promise<HangUpResult> {
  if (!isControlUrl(controlUrl, api.baseUrl)) {
    return { kind: "failed", message: "The control URL does not belong to the phone service." };
  }
  try {
    const answer = await boundedFetch(api.fetch, ANSWER_MAX_BYTES)(controlUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "end-call" }),
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    if (answer.ok) return { kind: "hung_up" };
    if (await saysOver(answer)) return { kind: "already_over" };
    return { kind: "failed", message: `The phone service answered ${answer.status}.` };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.name : "The request failed." };
  }
}

/** The control channel exists as long as the call does; some servers say so in words instead of 404. */
async function saysOver(answer: Response): Promise<boolean> {
  if (answer.status === 404 || answer.status === 410) return true;
  if (answer.status < 400 || answer.status >= 500) return false;
  return /\b(?:ended|not active|not in[- ]progress)\b/i.test(await answer.text());
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Vapi hands out control URLs on several hosts of its domain; any other service uses the host of its API. */
export function isControlUrl(controlUrl: string, baseUrl: string): boolean {
  if (!URL.canParse(controlUrl) || !URL.canParse(baseUrl)) return false;
  const control = new URL(controlUrl);
  const base = new URL(baseUrl);
  if (control.username || control.password) return false;
  if (control.protocol === base.protocol && control.host === base.host) return true;
  if (LOOPBACK.has(base.hostname)) {
    // Names of this machine differ between servers, the port says which one is meant.
    return (
      LOOPBACK.has(control.hostname) &&
      control.port === base.port &&
      control.protocol === base.protocol
    );
  }
  return (
    control.protocol === "https:" && control.port === "" && control.hostname.endsWith(".vapi.ai")
  );
}
