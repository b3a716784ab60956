import { isDeepStrictEqual } from "node:util";
import { checkResult } from "@/lib/answers/check-result";
import { currencyOf } from "@/lib/answers/currency";
import { type CallReport, callReportSchema } from "@/lib/calls/report";
import { log } from "@/lib/log";
import { parseCallResult } from "@/lib/results/read-result";
import type { CallResult } from "@/lib/results/schema";
import type { StoredOutcome } from "@/lib/states/attempt";
import { classifyEndedReason, isCapacityRefusal } from "./ended-reason";
import type { AttemptFacts, SettleDetails } from "./functions";
import { decideOutcome } from "./outcome";

/**
 * Decides how an ended attempt came out, from everything reported about it. Pure but for a log line about answers
 * that do not fit the schema.
 */
export function decideFromReports(facts: AttemptFacts): {
  outcome: StoredOutcome;
  details: SettleDetails;
} {
  const reports = facts.reports
    .map((payload) => callReportSchema.safeParse(payload))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
  const { report, ...picked } = pickReport(facts, reports);
  const messages = report && messagesOf(report);
  const startedAt = report?.startedAt ?? facts.answeredAt;
  const calledAt = startedAt ?? facts.calledAt ?? facts.dialingAt;
  const result =
    picked.result && messages && calledAt !== null
      ? checkResult(picked.result, { ...facts, messages, calledAt })
      : picked.result;
  const endedReason = report?.endedReason ?? facts.endedReason;
  const decision = decideOutcome({
    endedReason,
    userTurns: report?.userTurns ?? null,
    talkSeconds: report?.talkSeconds ?? null,
    startedAt,
    mayHaveRung: mayHaveRung(facts),
    cancelRequested: wasCanceledBeforeEnd(facts),
    result,
  });
  if (endedReason && classifyEndedReason(endedReason) === "unknown") {
    log().warn(
      { attemptId: facts.attemptId, batchId: facts.batchId, endedReason },
      "An ended reason is not known.",
    );
  }
  return {
    outcome: decision.outcome,
    details: {
      detail: decision.detail,
      endedReason,
      failureMessage: decision.stopBatch?.reason ?? null,
      humanHeard: decision.humanHeard,
      talkSeconds: report?.talkSeconds ?? null,
      result,
      summary: report?.summary ?? null,
      messages,
      ...(decision.stopBatch
        ? { fault: { code: decision.stopBatch.code, message: decision.stopBatch.reason } }
        : {}),
    },
  };
}

/** News of the phone service's own that no refusal can take back. */
function mayHaveRung({ ringingAt, answeredAt, endedReason }: AttemptFacts): boolean {
  const endedOtherwise = endedReason !== null && !isCapacityRefusal(endedReason);
  return ringingAt !== null || answeredAt !== null || endedOtherwise;
}

function wasCanceledBeforeEnd({ cancelRequestedAt, endedAt }: AttemptFacts): boolean {
  if (cancelRequestedAt === null) return false;
  return endedAt === null || Date.parse(endedAt) >= Date.parse(cancelRequestedAt);
}

/**
 * The newest answer, unless an older one holds the wish not to be called again; and of the reports that give the same one (or none, where there is none) the report that holds most
 * of what was said: a later one may hold less, as the phone service forgets.
 */
function pickReport(
  facts: AttemptFacts,
  reports: CallReport[],
): { report: CallReport | null; result: CallResult | null } {
  const read = reports.map((report) => ({ report, result: readResult(facts, report) }));
  const answers = read.map(({ result }) => result).filter((answer) => answer !== null);
  const result = answers.find(({ doNotCall }) => doNotCall) ?? answers[0] ?? null;
  const same = read.filter((other) => isDeepStrictEqual(other.result, result));
  // Newest first, and sorting keeps the order of equals.
  const [fullest] = same.sort((a, b) => b.report.messages.length - a.report.messages.length);
  return { report: fullest?.report ?? null, result };
}

function readResult({ attemptId, country }: AttemptFacts, report: CallReport): CallResult | null {
  const parsed = parseCallResult(report.structuredData, currencyOf(country));
  if (parsed.status === "ok") return parsed.result;
  if (parsed.status === "invalid") {
    const { problem } = parsed;
    log().warn({ attemptId, problem }, "The structured answer does not fit its schema.");
  }
  return null;
}

const SPEAKER: Record<string, "agent" | "provider"> = { AI: "agent", User: "provider" };

/** What was said must not be lost because it came as one text instead of single messages. */
function messagesOf(report: CallReport): CallReport["messages"] {
  if (report.messages.length > 0 || report.transcript === null) return report.messages;
  return report.transcript.split("\n").flatMap((line) => {
    const [, speaker = "", text = ""] = /^(AI|User):\s*(.+)$/.exec(line) ?? [];
    const role = SPEAKER[speaker];
    return role ? [{ role, text, seconds: null }] : [];
  });
}
