import { getCall, hangUp } from "@/lib/calls/client";
import type { Services } from "@/lib/services";
import { listLiveCalls } from "./functions";

/**
 * Hangs up every call of a batch. Where a crash lost the control URL, the phone service is asked for it.
 * @returns how many calls may still be live: those being dialled, and those that could not be told.
 */
export async function hangUpBatch({ db, vapi }: Services, batchId: string): Promise<number> {
  const calls = await listLiveCalls(db, batchId);
  const results = await Promise.all(
    calls.map(async ({ callId, controlUrl }) => {
      const url =
        controlUrl ?? (callId && (await getCall(vapi, callId).catch(() => null))?.controlUrl);
      return url ? (await hangUp(vapi, url)).kind : "failed";
    }),
  );
  return results.filter((kind) => kind === "failed").length;
}
