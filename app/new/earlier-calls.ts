import "server-only";
import { z } from "zod";
import { type CallHabits, learnHabits } from "@/lib/batches/estimate";
import { log } from "@/lib/log";
import type { Db } from "@/lib/supabase/clients";

/** Habits change; the last hundred answered calls tell of the present ones. */
const LAST_CALLS = 100;

const callsSchema = z.array(
  z.object({ talk_seconds: z.number(), cost_usd: z.number().nullable() }),
);

/** What the person's own calls were like, or what is assumed when there are too few or they cannot be read. */
export async function habitsOf(db: Db, assumed: CallHabits): Promise<CallHabits> {
  const { data, error } = await db
    .from("attempts")
    .select("talk_seconds, cost_usd")
    .eq("outcome", "completed")
    .gt("talk_seconds", 0)
    .order("settled_at", { ascending: false })
    .limit(LAST_CALLS);
  const calls = callsSchema.safeParse(data);
  if (error || !calls.success) {
    // An estimate is no reason for the form not to open.
    log().warn({ error: error?.message ?? calls.error?.message }, "earlier calls cannot be read");
    return assumed;
  }
  return learnHabits(
    calls.data.map(({ talk_seconds, cost_usd }) => ({ talkSeconds: talk_seconds, usd: cost_usd })),
    assumed,
  );
}
