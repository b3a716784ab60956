import type { Bundle } from "./bundle";

/** A dial whose call the phone service accepted and then had no line for, and the row that waits in its place. */
export async function refusedDial(
  db: Bundle,
  options: { userId?: string; maxAttempts?: number } = {},
) {
  const attempt = await db.attemptIn("in_progress", options);
  const { id, callId } = attempt;
  await db.record(id, "status:ended", { callId, endedReason: "no line", isRefusal: true });
  const { nextAttempt } = await db.refuse(id, 0);
  return { ...attempt, nextId: nextAttempt?.attemptId ?? "" };
}

/** The same, and the next row has been dialed since: its answer is still out. */
export async function dialedAgain(db: Bundle) {
  const attempt = await refusedDial(db);
  await db.claim(10);
  await db.beginDial(attempt.nextId);
  return attempt;
}
