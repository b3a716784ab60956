import type { LiveBatch } from "@/lib/batches/live-state";
import { countDone, describeHeadline } from "./headline";

/** What is worth interrupting a screen reader for: the first answer, each quarter, a fault, the end. Pure. */
export function findMilestone(before: LiveBatch, after: LiveBatch): string | null {
  if (before.executionId !== after.executionId) return null;
  if (after.fault && !before.fault) return "Calling has stopped because of a fault.";
  if (after.isFinal) return before.isFinal ? null : describeHeadline(after);
  const { total, completed } = after.stats;
  if (before.stats.completed === 0 && completed > 0) {
    const answered = after.providers.find(({ callStatus }) => callStatus === "completed");
    return answered ? `First answer: ${answered.name}.` : null;
  }
  const quarter = (live: LiveBatch) => Math.floor((countDone(live) * 4) / Math.max(1, total));
  return quarter(after) > quarter(before) && quarter(after) < 4
    ? `${countDone(after)} of ${total} done.`
    : null;
}
