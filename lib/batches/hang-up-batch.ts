import { eachAtOnce } from "@/lib/at-once";
import { getCall, hangUp } from "@/lib/calls/client";
import type { Services } from "@/lib/services";
import { listLiveCalls } from "./functions";

// As many as an account has lines to begin with; a batch may also hold hundreds of calls that were given up on.
const HUNG_UP_AT_ONCE = 10;

/**
 * Hangs up every call of a batch. Where a crash lost the control URL, the phone service is asked for it.
 * @param stopAt ms since 1970 from which no further call is hung up
 * @returns how many calls may still be live: those being dialed, those that could not be told, and those left.
 */
export async function hangUpBatch(
  { db, vapi }: Services,
  batchId: string,
  stopAt?: number,
): Promise<number> {
  const calls = await listLiveCalls(db, batchId);
  let live = calls.length;
  await eachAtOnce(calls, { most: HUNG_UP_AT_ONCE, stopAt }, async ({ callId, controlUrl }) => {
    const url =
      controlUrl ?? (callId && (await getCall(vapi, callId).catch(() => null))?.controlUrl);
    if (url && (await hangUp(vapi, url)).kind !== "failed") live -= 1;
  });
  return live;
}
