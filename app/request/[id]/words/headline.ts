import type { LiveBatch } from "@/lib/batches/live-state";
import { countCalled, countParts, partOf } from "./parts";

/** Providers whose calls are over, one way or another. */
export function countDone({ stats }: LiveBatch): number {
  return stats.total - stats.queued - stats.inProgress;
}

/** Where the batch stands, in one line: "3 of 8 done · 2 on the phone · calling Acme Plumbing". Pure. */
export function describeHeadline(live: LiveBatch): string {
  const { status, stats } = live;
  const done = countDone(live);
  const answered = `${stats.completed} of ${stats.total} answered`;
  switch (status) {
    case null:
      return "Nobody has been called yet";
    case "completed":
      if (live.fault) return describeStopped(live, live.fault.label, answered);
      return live.isFinal ? `Done · ${answered}` : describeComparing(live);
    case "canceled":
      if (live.fault) return describeStopped(live, live.fault.label, answered);
      // Only the last calls were stopped; those before them have run to their end.
      return live.isRetry ? `Done · ${answered} · last calls stopped` : `Stopped · ${answered}`;
    case "canceling":
      return ["Stopping", `${done} of ${stats.total} done`, ...describeStopping(live)].join(" · ");
    case "queued":
    case "running": {
      // The batch is told of its last end a moment after that end.
      if (done === stats.total) return describeComparing(live);
      const doing = describeDoing(live);
      return `${done} of ${stats.total} done${doing === "" ? "" : ` · ${doing}`}`;
    }
  }
}

const describeComparing = ({ stats }: LiveBatch): string =>
  `All ${stats.total} done · comparing the answers`;

const describeStopped = (
  { providers, stats, isRetry }: LiveBatch,
  label: string,
  answered: string,
): string =>
  isRetry
    ? `Last calls: ${label.toLowerCase()} · ${answered}`
    : `${label} · ${countCalled(providers)} of ${stats.total} called`;

/** What still goes on after an order to stop: calls will be hung up, and what was said until then is read. */
function describeStopping({ providers }: LiveBatch): string[] {
  const { on_phone: onPhone, reading } = countParts(providers);
  if (onPhone > 0) return ["hanging up"];
  return reading > 0 ? [describeReading(providers)] : [];
}

function describeReading(providers: LiveBatch["providers"]): string {
  const [first, ...others] = providers.filter((provider) => partOf(provider) === "reading");
  return others.length > 0
    ? `reading ${others.length + 1} answers`
    : `reading the answer of ${first?.name}`;
}

function describeDoing({ providers, currentProvider, hold }: LiveBatch): string {
  const { on_phone: onPhone, reading } = countParts(providers);
  if (currentProvider) {
    const calling = `calling ${currentProvider.name}`;
    return onPhone > 1 ? `${onPhone} on the phone · ${calling}` : calling;
  }
  if (reading > 0) return describeReading(providers);
  if (hold) return "calling is paused";
  const retries = providers.filter(
    ({ attempt }) => attempt.status === "queued" && attempt.number > 1,
  ).length;
  if (retries > 0) return retries === 1 ? "1 to try again" : `${retries} to try again`;
  return "waiting for a phone line";
}

/** The same for the tab: "(3/8) Leaking toilet". */
export function describeTabTitle(live: LiveBatch, title: string): string {
  if (live.status === null) return title;
  const isOver = live.status === "completed" || live.status === "canceled";
  // A request is still finished when only a second round of calls was stopped.
  if (isOver && !live.isRetry && (live.status === "canceled" || live.fault))
    return `Stopped: ${title}`;
  return isOver ? `Done: ${title}` : `(${countDone(live)}/${live.stats.total}) ${title}`;
}

/** What is worth interrupting a screen reader for: the first answer, each quarter, a fault, the end. Pure. */
export function findMilestone(before: LiveBatch, after: LiveBatch): string | null {
  if (before.executionId !== after.executionId) return null;
  if (after.fault && !before.fault) return after.fault.message;
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
