import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import type { StoredOutcome } from "@/lib/states/attempt";
import { type SettleDetails, type SettledAttempt, settleAttempt } from "./functions";
import { secondsAfterRefusal } from "./waits";

/**
 * Settles an attempt as it was decided from the row of that version. `applied` is false where news has come since, or
 * somebody else has settled it: then nothing has changed.
 * @throws AppError `store_unavailable` when the database does not answer; repeat it then.
 */
export async function settleDecided(
  { db, settings, rails }: Pick<Services, "db" | "settings" | "rails">,
  { attemptId, version }: { attemptId: string; version: number },
  outcome: StoredOutcome,
  details: SettleDetails,
): Promise<SettledAttempt> {
  const guarded = { ...details, onlyIfVersion: version };
  if (outcome === "refused") {
    const asked = details.retryAfterSeconds ?? null;
    guarded.retryAfterSeconds = secondsAfterRefusal(settings.PATIENCE, asked);
  }
  const settled = await settleAttempt(db, attemptId, outcome, guarded, rails);
  if (settled.applied) log().info({ attemptId, outcome }, "An attempt has settled.");
  return settled;
}
