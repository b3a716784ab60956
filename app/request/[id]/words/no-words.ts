import type { LiveProvider } from "@/lib/batches/live-state";

/** What stands in place of a conversation of which there are no words; claims no more than is known. Pure. */
export function describeNoWords(
  { status, outcome, detail, ...call }: LiveProvider["attempt"],
  removedAt: string | null,
): string {
  if (removedAt !== null) {
    const kept = Date.parse(removedAt) - Date.parse(call.settledAt ?? removedAt);
    const days = Math.floor(kept / 86_400_000);
    return `The transcript was deleted ${days === 1 ? "a day" : `${days} days`} after the call. What came of it stays.`;
  }
  if (status !== "settled") return "The conversation appears here after the call.";
  if (outcome === "unknown") return "There is no record of this call.";
  if (detail === "connected_silent") return "Nobody spoke.";
  // A report of the pick-up can be lost; words heard tell of it as well.
  const wasPickedUp = call.answeredAt !== null || call.humanHeard === true;
  const canLackOne = outcome !== "completed" && outcome !== "voicemail";
  return canLackOne && !wasPickedUp ? "There was no conversation." : "No words were recorded.";
}
