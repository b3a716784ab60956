import { z } from "zod";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

const momentsSchema = z.array(
  z.object({
    attemptId: z.uuid().nullable(),
    at: z.iso.datetime({ offset: true }),
    what: z.string(),
  }),
);
export type Moment = z.infer<typeof momentsSchema>[number];

/**
 * What happened to a batch and its attempts, oldest first; empty for an unknown batch.
 * @throws AppError `store_unavailable`.
 */
export const traceBatch = (db: Db, batchId: string): Promise<Moment[]> =>
  callFunction(db, "trace_batch", { p_batch_id: batchId }, momentsSchema);

/** A tree in lines: the batch, then each attempt, with seconds since the order. */
export function describeTrace(batchId: string, moments: readonly Moment[]): string {
  const begun = Date.parse(moments[0]?.at ?? "");
  const line = ({ at, what }: Moment) => {
    const seconds = ((Date.parse(at) - begun) / 1000).toFixed(3);
    return `${seconds.padStart(12)} s  ${what}`;
  };
  const attempts = new Set(moments.flatMap(({ attemptId }) => attemptId ?? []));
  return [null, ...attempts]
    .flatMap((attemptId) => [
      attemptId === null
        ? `Batch ${batchId}, ordered ${moments[0]?.at} (trace ${batchId.replaceAll("-", "")})`
        : `  Attempt ${attemptId}`,
      ...moments.filter((moment) => moment.attemptId === attemptId).map(line),
    ])
    .join("\n");
}
