import { z } from "zod";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** The database functions about what is kept of people. Their rules stand in `supabase/migrations`. */

/** From here on the account starts no batch. Idempotent. */
export async function closeAccount(db: Db, userId: string): Promise<void> {
  await callFunction(db, "close_account", { p_user_id: userId }, z.unknown());
}

/** What an account still has going on: batches to cancel, and those with calls that may ring or talk. */
export function listAccountCalls(db: Db, userId: string) {
  return callFunction(
    db,
    "list_account_calls",
    { p_user_id: userId },
    z.object({ open: z.array(z.uuid()), batches: z.array(z.uuid()), live: z.int() }),
  );
}

/**
 * Deletes a piece of a closing account; 0 when no row is left.
 * @throws AppError `account_in_use` while a call of it may be live.
 */
export function deleteAccountRows(db: Db, userId: string, most: number): Promise<number> {
  return callFunction(db, "delete_account_rows", { p_user_id: userId, p_most: most }, z.int());
}

const removedSchema = z.object({ transcripts: z.int(), reports: z.int() });
export type Removed = z.infer<typeof removedSchema>;

/** Removes at most `most` transcripts, and as many reports, of calls that became final more than `days` ago. */
export function removeTranscripts(db: Db, days: number, most: number): Promise<Removed> {
  return callFunction(db, "remove_transcripts", { p_days: days, p_most: most }, removedSchema);
}

export const EXPORTED = [
  "service_requests",
  "providers",
  "batches",
  "attempts",
  "api_keys",
  "do_not_call",
  "person_limits",
] as const;

const rowsSchema = z.array(z.looseObject({ id: z.uuid() }));

/** The reader's own rows of one kind after an id, in the order of their ids. */
export function exportRows(db: Db, kind: (typeof EXPORTED)[number], after: string, most: number) {
  const args = { p_kind: kind, p_after: after, p_most: most };
  return callFunction(db, "export_account_rows", args, rowsSchema);
}
