import { type CallSnapshot, findCall, foundNoLine, getCall, hangUp } from "@/lib/calls/client";
import { storeReportOf } from "@/lib/calls/stored-report";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import { isCapacityRefusal } from "./ended-reason";
import {
  type AttemptFacts,
  getAttemptFacts,
  markCallInProgress,
  recordCallEvent,
  settleAttempt,
} from "./functions";
import { type Advanced, releaseLost, settle } from "./settle-from-reports";
import { longestCallSeconds, waitsWith } from "./waits";

export type { Advanced };

// A clock of ours and one of the phone service.
const CLOCK_SKEW_SECONDS = 60;

/**
 * Brings an attempt as far as the facts allow: looks for a call that may exist, fetches what webhooks did not bring,
 * hangs up what runs past its limit, settles what is over. Needs nothing but the database and the phone service, and
 * may run at any time, by any number at once.
 * @throws AppError `store_unavailable`, or the phone service's error when it cannot be asked; repeat it then.
 */
export async function advanceAttempt(
  services: Services,
  attemptId: string,
  now = Date.now(),
): Promise<Advanced> {
  const facts = await getAttemptFacts(services.db, attemptId);
  if (!facts) return { kind: "settled", settled: null };
  switch (facts.status) {
    case "queued":
    case "claimed":
      // Its line was taken back, or it has not been dialled: another run will be announced for it.
      return { kind: "settled", settled: null };
    case "settled":
      // A report that came afterwards; the database knows whether it has anything to add.
      return facts.outcome !== "skipped" && facts.reports.length > 0
        ? settle(services, facts)
        : fetchLateReport(services, facts, now);
    case "dialing":
      return lookForCall(services, facts, now);
    case "in_progress":
      return askAboutCall(services, facts, now);
    case "ended":
      // A call that found no line has nothing to report.
      return facts.reports.length > 0 || isCapacityRefusal(facts.endedReason)
        ? settle(services, facts)
        : fetchReport(services, facts, now);
  }
}

/** A phone service that refuses to be asked, for good, must not keep an attempt and its line for good. */
async function orNullIf<T>(isLastChance: boolean, asking: Promise<T | null>): Promise<T | null> {
  if (!isLastChance) return asking;
  return asking.catch((err: unknown) => {
    log().error({ err }, "The phone service cannot be asked; going on without it.");
    return null;
  });
}

/**
 * The call of an attempt whose dial, at `dialingAt` (ms), was never answered; null when the phone service lists none.
 * @param refusedToo whether one that found no line will do: only where every earlier one is known
 */
export function findLostCall(
  { vapi, settings }: Services,
  { attemptId, refusedCallIds }: Pick<AttemptFacts, "attemptId" | "refusedCallIds">,
  dialingAt: number,
  refusedToo = false,
): Promise<CallSnapshot | null> {
  return findCall(vapi, {
    externalId: attemptId,
    except: refusedCallIds,
    refusedToo,
    phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
    createdAfter: new Date(dialingAt - CLOCK_SKEW_SECONDS * 1000),
    createdBefore: new Date(dialingAt + 2 * CLOCK_SKEW_SECONDS * 1000),
  });
}

/** The dial has no recorded answer. Two looks apart find the call or make the outcome unknown; dialling again is never one. */
async function lookForCall(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const { db, settings } = services;
  const dialingAt = Date.parse(facts.dialingAt ?? new Date(now).toISOString());
  const waits = waitsWith(settings.PATIENCE);
  const lastDeadline =
    dialingAt +
    (longestCallSeconds(facts.maxCallSeconds, settings.PATIENCE) + waits.unanswered) * 1000;
  const isLastChance = now > lastDeadline;
  const refusedToo = facts.refusals === facts.refusedCallIds.length;
  const call = await orNullIf(isLastChance, findLostCall(services, facts, dialingAt, refusedToo));
  if (call?.ended && isCapacityRefusal(call.endedReason))
    return releaseLost(services, facts, call.callId);
  // One that is blocked and has not ended may still be tried by the phone service: as if it were not listed.
  if (call && !foundNoLine(call)) {
    await markCallInProgress(db, facts.attemptId, call.callId, call.controlUrl);
    return recordSnapshot(services, facts, call);
  }
  const { lookAgain } = waits;
  const sinceFirstLook =
    facts.firstLookAt === null ? null : (now - Date.parse(facts.firstLookAt)) / 1000;
  if (isLastChance || (sinceFirstLook !== null && sinceFirstLook >= lookAgain)) {
    log().warn(
      { attemptId: facts.attemptId, batchId: facts.batchId },
      "No trace of a call that may have rung.",
    );
    const details = {
      detail: "not_found",
      onlyIfStatus: "dialing" as const,
      onlyIfDialingAt: facts.dialingAt,
    };
    return {
      kind: "settled",
      settled: await settleAttempt(db, facts.attemptId, "unknown", details, settings.VAPI_LINES),
    };
  }
  // The look may have taken half a minute. Refused meanwhile, the attempt may be on its next dial, for which this is no
  // look; from here on that takes the 15 s that a refused attempt waits, longer than any statement.
  const after = await getAttemptFacts(db, facts.attemptId);
  if (after?.dialingAt !== facts.dialingAt) return { kind: "settled", settled: null };
  await recordCallEvent(
    db,
    facts.attemptId,
    {
      source: "reconcile",
      kind: "look:not_found",
      dedupeKey: `look:${new Date(now).toISOString()}`,
    },
    settings.VAPI_LINES,
  );
  return {
    kind: "open",
    waitSeconds: lookAgain - (sinceFirstLook ?? 0),
  };
}

/** Called when a live call has been silent for long: asks, and past its limit hangs up. */
async function askAboutCall(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const { db, vapi, settings } = services;
  if (facts.callId === null) return { kind: "settled", settled: null };
  const deadline =
    Date.parse(facts.calledAt ?? "") +
    longestCallSeconds(facts.maxCallSeconds, settings.PATIENCE) * 1000;
  const pastSeconds = (now - deadline) / 1000;
  const waits = waitsWith(settings.PATIENCE);
  const call = await orNullIf(pastSeconds >= waits.unanswered, getCall(vapi, facts.callId));
  if (call?.ended) return recordSnapshot(services, facts, call);
  if (pastSeconds < 0) return { kind: "open", waitSeconds: -pastSeconds };

  const controlUrl = facts.controlUrl ?? call?.controlUrl ?? null;
  if (controlUrl) await hangUp(vapi, controlUrl);
  if (call && pastSeconds < waits.hangUp) return { kind: "open", waitSeconds: waits.hangUp / 2 };
  const settled = await settleAttempt(
    db,
    facts.attemptId,
    "unknown",
    {
      detail: call ? "past_limit" : "call_lost",
      onlyIfStatus: "in_progress",
      onlyIfCallId: facts.callId,
    },
    settings.VAPI_LINES,
  );
  return { kind: "settled", settled };
}

/** The call is over but its report did not come: fetches it, and after a while does without. */
async function fetchReport(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const waits = waitsWith(services.settings.PATIENCE);
  const endedSeconds = (now - Date.parse(facts.endedAt ?? "")) / 1000;
  if (endedSeconds < waits.reportGrace)
    return { kind: "open", waitSeconds: waits.reportGrace - endedSeconds };

  const isLastChance = endedSeconds >= waits.reportPatience;
  const call =
    facts.callId === null
      ? null
      : await orNullIf(
          endedSeconds >= waits.reportPatience + waits.unanswered,
          getCall(services.vapi, facts.callId),
        );
  if (call?.ended && (call.analysisReady || isLastChance))
    return recordSnapshot(services, facts, call, isLastChance);
  return isLastChance ? settle(services, facts) : { kind: "open", waitSeconds: waits.reportGrace };
}

/**
 * The call was given up on, and a webhook has told since that it is over: its report may have been lost. Never throws over
 * a phone service that cannot be asked: the sweep comes again.
 */
async function fetchLateReport(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const asItIs = { kind: "settled", settled: null } as const;
  const { outcome, callId, endedAt } = facts;
  if (outcome !== "unknown" || callId === null || endedAt === null) return asItIs;
  const waits = waitsWith(services.settings.PATIENCE);
  const endedSeconds = (now - Date.parse(endedAt)) / 1000;
  if (endedSeconds < waits.reportGrace) return asItIs;

  const call = await orNullIf(true, getCall(services.vapi, callId));
  const isLastWord = call?.ended && (call.analysisReady || endedSeconds >= waits.reportPatience);
  if (!isLastWord) return asItIs;
  const advanced = await recordSnapshot(services, facts, call, true);
  return advanced.kind === "settled" ? advanced : asItIs;
}

/** Stores what asking has told, as a webhook would have been stored, and goes on from there. */
async function recordSnapshot(
  services: Services,
  facts: AttemptFacts,
  call: CallSnapshot,
  isLastChance = false,
): Promise<Advanced> {
  const { reportGrace } = waitsWith(services.settings.PATIENCE);
  // Not for the whole call: it may have ended, and said so, before anybody listened again.
  if (!call.ended) return { kind: "open", waitSeconds: reportGrace };
  const isReport = call.analysisReady || isLastChance;
  const { claims } = await recordCallEvent(
    services.db,
    facts.attemptId,
    {
      source: "reconcile",
      kind: isReport ? "report" : "status:ended",
      // What was found before a refusal says nothing of the call that turned out to be alive after it.
      dedupeKey: `${call.callId}:${isReport ? "report" : "ended"}:reconcile:${facts.refusals}`,
      callId: call.callId,
      occurredAt: call.endedAt,
      endedAt: call.endedAt,
      endedReason: call.endedReason,
      isRefusal: isCapacityRefusal(call.endedReason),
      payload: isReport ? storeReportOf(call) : null,
    },
    services.settings.VAPI_LINES,
  );
  const after = await getAttemptFacts(services.db, facts.attemptId);
  const isOver = after && (after.reports.length > 0 || isCapacityRefusal(after.endedReason));
  // It contradicts itself, so that nothing counts: at the last chance that is all there is. Unless taken back meanwhile.
  const isGivenUp = isLastChance && after?.callId === call.callId;
  if (!after || (!isOver && !isGivenUp)) return { kind: "open", waitSeconds: reportGrace, claims };
  const advanced = await settle(services, after);
  if (advanced.kind === "released") return { ...advanced, claims };
  if (advanced.kind === "settled" && advanced.settled) advanced.settled.claims.push(...claims);
  return advanced;
}
