import { z } from "zod";
import { checkResult } from "@/lib/answers/check-result";
import { callReportSchema } from "@/lib/calls/report";
import { storedResultSchema } from "@/lib/results/read-result";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

const answersSchema = z.array(
  z.object({
    attemptId: z.uuid(),
    version: z.int(),
    result: storedResultSchema,
    messages: callReportSchema.shape.messages,
    country: z.string(),
    timeZones: z.array(z.string()),
    calledAt: z.string(),
  }),
);

// A transcript has some 12 kB.
const AT_ONCE = 100;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Holds every stored answer against its transcript again, as after a change of the rules, or for answers of the time before
 * there were any. One whose transcript has been removed stays as it is; rankings are made again by the next sweep. May be
 * run at any time, and repeated.
 * @throws AppError `store_unavailable`; run it again then.
 */
export async function rereadAnswers(db: Db): Promise<{ read: number; changed: number }> {
  let after = FIRST;
  let [read, changed] = [0, 0];
  for (;;) {
    const page = { p_after: after, p_most: AT_ONCE };
    const answers = await callFunction(db, "list_answers", page, answersSchema);
    for (const { attemptId, version, result, ...call } of answers) {
      const args = {
        p_attempt_id: attemptId,
        p_version: version,
        p_result: checkResult(result, call),
      };
      if (await callFunction(db, "replace_result", args, z.boolean())) changed += 1;
    }
    read += answers.length;
    const last = answers.at(-1);
    if (!last) return { read, changed };
    after = last.attemptId;
  }
}
