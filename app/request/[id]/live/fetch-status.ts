import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { isRecord } from "@/lib/is-record";

export type StatusAnswer =
  | { kind: "read"; answer: BatchStatusAnswer; etag: string | null; serverTime: number | null }
  | { kind: "unchanged"; serverTime: number | null }
  | { kind: "signed_out" }
  /** No network, a fault of the server, or no such request any more. */
  | { kind: "unanswered" };

// Ten times what a snapshot of 1,000 providers takes; later answers are out of date anyway.
const STATUS_TIMEOUT_MS = 10_000;

/** Reads the state of a request from the API; unchanged states cost no body. Never throws. */
export async function fetchStatus(
  serviceRequestId: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<StatusAnswer> {
  try {
    const response = await fetch(`/api/v1/providers/batch-status/${serviceRequestId}`, {
      headers: etag === null ? {} : { "If-None-Match": etag },
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(STATUS_TIMEOUT_MS)]),
    });
    const date = Date.parse(response.headers.get("date") ?? "");
    const serverTime = Number.isNaN(date) ? null : date;
    if (response.status === 304) return { kind: "unchanged", serverTime };
    if (response.status === 401) return { kind: "signed_out" };
    if (!response.ok) return { kind: "unanswered" };
    const answer: unknown = await response.json();
    if (!isStatusAnswer(answer)) return { kind: "unanswered" };
    return { kind: "read", answer, etag: response.headers.get("etag"), serverTime };
  } catch {
    return { kind: "unanswered" };
  }
}

/**
 * Whether this is a state that the page can be drawn from. The site has checked all of it against its schema, which
 * would be 60 kB of script here; a proxy or another deployment may answer in its place.
 */
function isStatusAnswer(answer: unknown): answer is BatchStatusAnswer {
  if (!isRecord(answer) || !isRecord(answer.stats) || !Array.isArray(answer.providers))
    return false;
  return answer.providers.every(
    (provider) =>
      isRecord(provider) &&
      typeof provider.id === "string" &&
      isRecord(provider.attempt) &&
      typeof provider.attempt.version === "number",
  );
}
