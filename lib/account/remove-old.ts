import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import { type Removed, removeTranscripts } from "./functions";

// A transaction of less than 100 ms, as each row has a dozen indexes; nobody waits for longer.
const PIECE = 200;

/** Far below what a step may take; what is left goes on in the next one. */
const STEP_MS = 20_000;

/**
 * Removes transcripts and reports that have been kept for `RETENTION_DAYS`, piece by piece. Safe to repeat.
 * @param stepMs after which no further piece is begun
 * @returns how many were removed, and whether some are left
 */
export async function removeOld(
  { db, settings }: Services,
  { stepMs = STEP_MS } = {},
): Promise<Removed & { isDone: boolean }> {
  const stopAt = Date.now() + stepMs;
  const total = { transcripts: 0, reports: 0, isDone: false };
  while (!total.isDone && Date.now() < stopAt) {
    const { transcripts, reports } = await removeTranscripts(db, settings.RETENTION_DAYS, PIECE);
    total.transcripts += transcripts;
    total.reports += reports;
    total.isDone = transcripts === 0 && reports === 0;
  }
  log().info({ ...total, retentionDays: settings.RETENTION_DAYS }, "Old transcripts removed.");
  return total;
}
