import { z } from "zod";
import { callFunction, storeUnavailable } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** Stops all calling, on every deployment of this database, within a second; live calls go on. Pages say why. */
export const stopCalling = (db: Db, why: string): Promise<unknown> =>
  callFunction(db, "stop_calling", { p_why: why }, z.unknown());

/** Lets calling go on; what waits is dialed with the next claim, within a minute. */
export const startCalling = (db: Db): Promise<unknown> =>
  callFunction(db, "start_calling", {}, z.unknown());

/**
 * Why calling is stopped; null while it is not.
 * @throws AppError `store_unavailable` when the database does not answer.
 */
export async function readCallingStop(db: Db): Promise<string | null> {
  const { data, error } = await db.from("calling_stop").select("why").maybeSingle();
  if (error) throw storeUnavailable("Reading whether calling is stopped", error);
  return data?.why ?? null;
}
