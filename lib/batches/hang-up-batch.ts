import { hangUp } from "@/lib/calls/client";
import type { Services } from "@/lib/services";
import { listLiveCalls } from "./functions";

/**
 * Hangs up every call of a batch whose control URL is known.
 * @returns how many calls may still be live: those being dialled, and those that could not be told.
 */
export async function hangUpBatch({ db, vapi }: Services, batchId: string): Promise<number> {
  const calls = await listLiveCalls(db, batchId);
  const results = await Promise.all(
    calls.map(({ controlUrl }) =>
      controlUrl === null ? Promise.resolve({ kind: "failed" }) : hangUp(vapi, controlUrl),
    ),
  );
  return results.filter(({ kind }) => kind === "failed").length;
}
