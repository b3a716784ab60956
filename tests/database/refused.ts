import type { Bundle } from "./bundle";

/** An attempt whose call was refused after it had been accepted; it waits for a line again. */
export async function refusedAttempt(db: Bundle) {
  const attempt = await db.attemptIn("ended");
  await db.release(attempt.id, 0, attempt.callId);
  return attempt;
}

/** The same, dialled again since: the answer is still out. */
export async function dialledAgain(db: Bundle) {
  const attempt = await refusedAttempt(db);
  await db.claim(10);
  await db.beginDial(attempt.id);
  return attempt;
}
