import type { Services } from "@/lib/services";
import type { AttemptOutcome } from "@/lib/states/attempt";
import { decideFromReports } from "./decide-from-reports";
import { isCapacityRefusal } from "./ended-reason";
import {
  type AttemptFacts,
  type Claim,
  getAttemptFacts,
  type SettleDetails,
  type SettledAttempt,
  settleAttempt,
} from "./functions";
import { endOfUncalled, releaseAttempt } from "./release-attempt";
import { waitsWith } from "./waits";

export type Advanced =
  | { kind: "settled"; settled: SettledAttempt | null }
  /** Its call was accepted and then found no line: it is queued again. Claims are of the line it freed. */
  | { kind: "released"; dueAt: string; claims?: Claim[] }
  /** Not over yet: look again after this long, or when the end is announced. Claims are of the line it freed. */
  | { kind: "open"; waitSeconds: number; claims?: Claim[] };

/** Settles an attempt as its reports tell; one whose call found no line goes back to the queue instead. */
export async function settle(services: Services, facts: AttemptFacts): Promise<Advanced> {
  const { outcome, details } = decideFromReports(facts);
  const isRefusal = outcome === "skipped" && details.detail === "failed_capacity" && !details.fault;
  if (!isRefusal) return settleAs(services, facts, outcome, details);
  // What was told first of its end: a report that says otherwise does not have the phone ring again.
  const endedOtherwise = facts.endedReason !== null && !isCapacityRefusal(facts.endedReason);
  if (facts.status === "ended" && !endedOtherwise) return releaseRefused(services, facts, details);
  const hasRung = facts.ringingAt !== null || facts.answeredAt !== null;
  return endedOtherwise || hasRung
    ? settleAs(services, facts, "unknown", { ...details, detail: "refusal_denied" })
    : settleAs(services, facts, outcome, details);
}

/** The call was accepted and then found no line: as if the dial had been refused. */
async function releaseRefused(
  services: Services,
  facts: AttemptFacts,
  details: SettleDetails,
): Promise<Advanced> {
  const { callId } = facts;
  const release = await releaseAttempt(services, facts, { callId, retryAfterSeconds: null });
  if (release.kind === "released") return release;
  if (release.kind === "kept") return settleKept(services, facts, details);
  const { outcome, detail } = endOfUncalled(release);
  return settleAs(services, facts, outcome, { ...details, detail });
}

/** It took place, whatever the reason says: settled from what was told of it since. A call that is another by now is left alone. */
async function settleKept(
  services: Services,
  facts: AttemptFacts,
  details: SettleDetails,
): Promise<Advanced> {
  const after = await getAttemptFacts(services.db, facts.attemptId);
  if (after && after.callId === facts.callId && after.reports.length > 0) {
    const told = decideFromReports(after);
    if (told.outcome !== "skipped") return settleAs(services, after, told.outcome, told.details);
  }
  return settleAs(services, facts, "unknown", { ...details, detail: "refusal_denied" });
}

/** Its dial was never answered, and its call turned out refused: nobody was reached. */
export async function releaseLost(
  services: Services,
  facts: AttemptFacts,
  callId: string,
): Promise<Advanced> {
  const lostDialAt = facts.dialingAt ?? "";
  const release = await releaseAttempt(services, facts, {
    callId,
    lostDialAt,
    retryAfterSeconds: null,
  });
  if (release.kind === "released") return release;
  // Something was heard of it since, or somebody else took it back: the next look tells.
  if (release.kind === "kept")
    return { kind: "open", waitSeconds: waitsWith(services.settings.PATIENCE).lookAgain };
  const { outcome, detail } = endOfUncalled(release);
  return settleAs(services, facts, outcome, {
    detail,
    onlyIfStatus: "dialing",
    onlyIfDialingAt: lostDialAt,
  });
}

async function settleAs(
  { db, settings }: Services,
  { attemptId, callId }: AttemptFacts,
  outcome: AttemptOutcome,
  details: SettleDetails,
): Promise<Advanced> {
  // Between reading the facts and this, its call may have been refused and another one made.
  const guarded = { ...details, onlyIfCallId: callId };
  const settled = await settleAttempt(db, attemptId, outcome, guarded, settings.VAPI_LINES);
  return { kind: "settled", settled };
}
