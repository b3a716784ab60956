import { type CallSnapshot, findCall, foundNoLine, getCall, hangUp } from "@/lib/calls/client";
import { callReportSchema } from "@/lib/calls/report";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import type { StoredOutcome } from "@/lib/states/attempt";
import { decideFromReports } from "./decide-from-reports";
import { isCapacityRefusal } from "./ended-reason";
import {
  type AttemptFacts,
  type Claim,
  getAttemptFacts,
  markCallInProgress,
  recordCallEvent,
  type SettleDetails,
  type SettledAttempt,
} from "./functions";
import { recordEnd } from "./record-end";
import { settleDecided } from "./settle-decided";
import { longestCallSeconds, waitsWith } from "./waits";

export type Advanced =
  | { kind: "settled"; settled: SettledAttempt | null }
  /** Not over yet: look again after this long, or when the end is announced. Claims are of the line it freed. */
  | { kind: "open"; waitSeconds: number; claims?: Claim[] };

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
      // Its line was taken back, or it has not been dialed: another run will be announced for it.
      return { kind: "settled", settled: null };
    case "settled":
      // A report that came afterwards; the database knows whether it has anything to add.
      return facts.reports.length > 0 && facts.reportAt !== null
        ? settle(services, facts)
        : fetchLateReport(services, facts, now);
    case "dialing":
      return lookForCall(services, facts, now);
    case "in_progress":
      return askAboutCall(services, facts, now);
    case "ended":
      return isDecidable(facts) ? settle(services, facts) : fetchReport(services, facts, now);
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

/** The call of an attempt whose dial, at `dialingAt` (ms), was never answered; null when the phone service lists none. */
export function findLostCall(
  { vapi }: Services,
  attemptId: string,
  dialingAt: number,
): Promise<CallSnapshot | null> {
  return findCall(vapi, {
    externalId: attemptId,
    createdAfter: new Date(dialingAt - CLOCK_SKEW_SECONDS * 1000),
    createdBefore: new Date(dialingAt + 2 * CLOCK_SKEW_SECONDS * 1000),
  });
}

/** The dial has no recorded answer. Two looks apart find the call or make the outcome unknown; dialing again is never one. */
async function lookForCall(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const { db, settings, rails } = services;
  const dialingAt = Date.parse(facts.dialingAt ?? new Date(now).toISOString());
  const waits = waitsWith(settings.PATIENCE);
  const lastDeadline =
    dialingAt +
    (longestCallSeconds(facts.maxCallSeconds, settings.PATIENCE) + waits.unanswered) * 1000;
  const isLastChance = now > lastDeadline;
  const call = await orNullIf(isLastChance, findLostCall(services, facts.attemptId, dialingAt));
  // As if the answer to the dial had said so.
  if (call && foundNoLine(call)) {
    const { callId, endedReason } = call;
    return settleAs(services, facts, "refused", { detail: "no_line", callId, endedReason });
  }
  if (call && (await isOwn(services, facts.attemptId, call)))
    return recordSnapshot(services, facts, call);
  const { lookAgain } = waits;
  const sinceFirstLook =
    facts.firstLookAt === null ? null : (now - Date.parse(facts.firstLookAt)) / 1000;
  if (isLastChance || (sinceFirstLook !== null && sinceFirstLook >= lookAgain)) {
    log().warn(
      { attemptId: facts.attemptId, batchId: facts.batchId },
      "No trace of a call that may have rung.",
    );
    return settleAs(services, facts, "unknown", { detail: "not_found" });
  }
  await recordCallEvent(
    db,
    facts.attemptId,
    {
      source: "reconcile",
      kind: "look:not_found",
      dedupeKey: `look:${new Date(now).toISOString()}`,
    },
    rails,
  );
  return {
    kind: "open",
    waitSeconds: lookAgain - (sinceFirstLook ?? 0),
  };
}

/** Binds a call that was found; false where it is known to be another attempt's, so that it answers nothing here. */
async function isOwn(
  { db }: Services,
  attemptId: string,
  { callId, controlUrl }: CallSnapshot,
): Promise<boolean> {
  try {
    await markCallInProgress(db, attemptId, callId, controlUrl);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "attempt_has_another_call") return false;
    throw error;
  }
}

/** Called when a live call has been silent for long: asks, and past its limit hangs up. */
async function askAboutCall(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const { vapi, settings } = services;
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
  return settleAs(services, facts, "unknown", { detail: call ? "past_limit" : "call_lost" });
}

/** The call is over but its report or its answer did not come: fetches it, and after a while does without. */
async function fetchReport(
  services: Services,
  facts: AttemptFacts,
  now: number,
): Promise<Advanced> {
  const waits = waitsWith(services.settings.PATIENCE);
  const endedSeconds = (now - Date.parse(facts.endedAt ?? "")) / 1000;
  // Reported, the call is being read: that takes seconds.
  const grace = facts.reports.length > 0 ? waits.answerGrace : waits.reportGrace;
  if (endedSeconds < grace) return { kind: "open", waitSeconds: grace - endedSeconds };

  const isLastChance = endedSeconds >= waits.reportPatience;
  const call =
    facts.callId === null
      ? null
      : await orNullIf(
          endedSeconds >= waits.reportPatience + waits.unanswered,
          getCall(services.vapi, facts.callId),
        );
  if (call?.ended && (call.isAnswerReady || isLastChance))
    return recordSnapshot(services, facts, call, isLastChance);
  return isLastChance ? settle(services, facts) : { kind: "open", waitSeconds: grace };
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
  const isLastWord = call?.ended && (call.isAnswerReady || endedSeconds >= waits.reportPatience);
  if (!isLastWord) return asItIs;
  const advanced = await recordSnapshot(services, facts, call, true);
  return advanced.kind === "settled" ? advanced : asItIs;
}

/** Stores what asking has told and goes on from there. */
async function recordSnapshot(
  services: Services,
  facts: AttemptFacts,
  call: CallSnapshot,
  isLastChance = false,
): Promise<Advanced> {
  const { reportGrace } = waitsWith(services.settings.PATIENCE);
  // Not for the whole call: it may have ended, and said so, before anybody listened again.
  if (!call.ended) return { kind: "open", waitSeconds: reportGrace };
  const isReport = call.isAnswerReady || isLastChance;
  const { claims } = await recordEnd(services, facts.attemptId, call, isReport);
  const after = await getAttemptFacts(services.db, facts.attemptId);
  // At the last chance what there is must do.
  if (!after || !(isLastChance || isDecidable(after))) {
    return { kind: "open", waitSeconds: reportGrace, claims };
  }
  return withClaims(claims, await settle(services, after));
}

/** Everything that is needed to say how it ended is there. A call that found no line has nothing to report. */
const isDecidable = (facts: AttemptFacts): boolean =>
  facts.reports.some(
    (payload) => callReportSchema.safeParse(payload).data?.isAnswerPending !== true,
  ) || isCapacityRefusal(facts.endedReason);

/** Settles an attempt as its reports tell; after news that came in between it is looked at again. */
async function settle(services: Services, facts: AttemptFacts): Promise<Advanced> {
  const { outcome, details } = decideFromReports(facts);
  return settleAs(services, facts, outcome, details);
}

// News is in the database by the time that it changes a row.
const AFTER_NEWS_SECONDS = 1;

async function settleAs(
  services: Services,
  facts: AttemptFacts,
  outcome: StoredOutcome,
  details: SettleDetails,
): Promise<Advanced> {
  const settled = await settleDecided(services, facts, outcome, details);
  return settled.applied || settled.status === "settled"
    ? { kind: "settled", settled }
    : { kind: "open", waitSeconds: AFTER_NEWS_SECONDS };
}

function withClaims(claims: Claim[], advanced: Advanced): Advanced {
  if (advanced.kind === "open")
    return { ...advanced, claims: [...claims, ...(advanced.claims ?? [])] };
  if (advanced.settled === null) return advanced;
  const all = [...claims, ...advanced.settled.claims];
  return { kind: "settled", settled: { ...advanced.settled, claims: all } };
}
