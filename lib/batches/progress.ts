import type { CallStatus } from "@/lib/states/attempt";
import type { BatchStatusAnswer, ProviderSnapshot, Stats } from "./schema";

/** Apart from the schemas, so that pages count without loading them. A claimed line has not been dialed: it waits. */
const COUNTED_AS: Record<CallStatus, Exclude<keyof Stats, "total">> = {
  queued: "queued",
  claimed: "queued",
  dialing: "inProgress",
  in_progress: "inProgress",
  ended: "inProgress",
  completed: "completed",
  no_answer: "noAnswer",
  busy: "busy",
  voicemail: "voicemail",
  failed: "failed",
  canceled: "canceled",
  skipped: "skipped",
  unknown: "unknown",
};

export function countStatuses(statuses: readonly CallStatus[]): Stats {
  const stats: Stats = {
    total: statuses.length,
    queued: 0,
    inProgress: 0,
    completed: 0,
    noAnswer: 0,
    busy: 0,
    voicemail: 0,
    failed: 0,
    canceled: 0,
    skipped: 0,
    unknown: 0,
  };
  for (const status of statuses) stats[COUNTED_AS[status]] += 1;
  return stats;
}

type Called = Pick<ProviderSnapshot, "id" | "name"> & {
  attempt: Pick<ProviderSnapshot["attempt"], "status" | "dialingAt">;
};

/** The one being phoned, or null: of several, the latest to be dialed, as that is the news. */
export function findCurrentProvider(
  providers: readonly Called[],
): BatchStatusAnswer["currentProvider"] {
  let current: Called | null = null;
  for (const provider of providers) {
    const { status, dialingAt } = provider.attempt;
    if (status !== "dialing" && status !== "in_progress") continue;
    if (current === null || (dialingAt ?? "") > (current.attempt.dialingAt ?? ""))
      current = provider;
  }
  return current && { id: current.id, name: current.name };
}
