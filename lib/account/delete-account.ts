import { z } from "zod";
import { eachAtOnce } from "@/lib/at-once";
import type { Claim } from "@/lib/attempts/functions";
import { checkStrayCall, listStrayCalls } from "@/lib/attempts/stray-calls";
import { cancelBatch } from "@/lib/batches/functions";
import { hangUpBatch } from "@/lib/batches/hang-up-batch";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import { storeUnavailable } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { closeAccount, deleteAccountRows, listAccountCalls } from "./functions";

/** What `DELETE /api/v1/account` takes: the person's own email address, so that no slip deletes an account. */
export const deleteAccountBodySchema = z.strictObject({
  email: z.string().max(320).describe("The email address of the account, to confirm"),
});

export const closingAccountSchema = z.object({
  status: z.literal("deleting"),
  liveCalls: z.int().describe("Calls that are hung up first"),
});

/**
 * Marks an account for deletion: nobody is called for it any more. The rest is for a durable function.
 * @throws AppError `invalid_body` when the address is not that of the account.
 */
export async function requestDeletion(
  db: Db,
  person: { userId: string; email: string | null },
  input: unknown,
): Promise<z.infer<typeof closingAccountSchema>> {
  const { data } = deleteAccountBodySchema.safeParse(input);
  if (!person.email || data?.email.trim().toLowerCase() !== person.email.toLowerCase()) {
    throw new AppError("invalid_body", {
      detail: "Nothing was deleted.",
      errors: [
        {
          pointer: "/email",
          code: "not_confirmed",
          detail: "is not the email address of this account",
          fix: "Enter the address that you sign in with.",
        },
      ],
    });
  }
  await closeAccount(db, person.userId);
  const { live } = await listAccountCalls(db, person.userId);
  return { status: "deleting", liveCalls: live };
}

// As in the sweep: each hangs up ten calls at once, and one that is not answered takes 5 s.
const BATCHES_AT_ONCE = 3;
const STEP_MS = 20_000;

/**
 * Cancels what an account has open and hangs up its calls, also those that nobody waits for.
 * @returns how many calls may still be live, and what to announce
 */
export async function endAccountCalls(
  services: Services,
  userId: string,
): Promise<{ live: number; claims: Claim[] }> {
  const { db, rails } = services;
  const stopAt = Date.now() + STEP_MS;
  const claims: Claim[] = [];
  const { open } = await listAccountCalls(db, userId);
  for (const batchId of open)
    claims.push(...(await cancelBatch(db, userId, batchId, rails)).claims);

  const { batches, live } = await listAccountCalls(db, userId);
  await eachAtOnce(batches, { most: BATCHES_AT_ONCE, stopAt }, (batchId) =>
    hangUpBatch(services, batchId, stopAt),
  );
  const strays = await listStrayCalls(db, userId);
  for (const stray of strays) {
    await checkStrayCall(services, stray).catch((err: unknown) =>
      log().error({ err, ...stray }, "A stray call of a closing account could not be ended."),
    );
  }
  return { live: live + strays.length, claims };
}

// With their events some 1,500 rows: a transaction of tens of milliseconds.
const PIECE = 250;

/**
 * Deletes rows of a closing account, piece by piece, and the account itself when none is left. Safe to repeat.
 * @param stepMs after which no further piece is begun
 * @returns whether the account is gone
 * @throws AppError `account_in_use` while a call of it may be live.
 */
export async function deleteAccount(
  { db }: Services,
  userId: string,
  { stepMs = STEP_MS } = {},
): Promise<{ deleted: number; isGone: boolean }> {
  const stopAt = Date.now() + stepMs;
  let deleted = 0;
  while (Date.now() < stopAt) {
    const rows = await deleteAccountRows(db, userId, PIECE);
    deleted += rows;
    if (rows > 0) continue;
    const { error } = await db.auth.admin.deleteUser(userId);
    if (error && error.status !== 404) throw storeUnavailable("Deleting a user", error);
    log().info({ userId, deleted }, "An account is deleted.");
    return { deleted, isGone: true };
  }
  return { deleted, isGone: false };
}

/** Accounts whose deletion was asked for and has not come to its end. */
export async function listClosingAccounts(db: Db): Promise<string[]> {
  const { data, error } = await db.from("account_deletions").select("user_id").limit(200);
  if (error) throw storeUnavailable("Reading account_deletions", error);
  return data.map((row) => row.user_id);
}

/** Since when an account is being deleted, as its person may see; null for one that is not. */
export async function readClosing(db: Db): Promise<string | null> {
  const { data, error } = await db.from("account_deletions").select("requested_at").maybeSingle();
  if (error) throw storeUnavailable("Reading account_deletions", error);
  return data?.requested_at ?? null;
}
