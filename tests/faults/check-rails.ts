import type { History } from "./history";
import { WORST_USD } from "./plan";

/**
 * What the rails promise, seen from the dials that were made. Times are compared with the grace of one transaction, for
 * which a second is ample: a rule is read, and then the dial is stamped.
 */
const GRACE_MS = 1000;

/** A minute, at the patience of the plans. */
const BREAKER_PAUSE_MS = 1200;
const TRIPS_AFTER = 3;

type Attempt = History["attempts"][number];

export function railsWereKept(history: History): string[] {
  return [
    ...nobodyDialedMeanwhile(history),
    ...listedWereLeftAlone(history),
    ...capsWereKept(history),
    ...limitsWereKept(history),
    ...faultsWerePausedFor(history),
  ];
}

/** Every time that an attempt was about to be dialed, whatever came of it. */
const dialTime = ({ row }: Attempt): number => Date.parse(String(row.dialing_at));

function nobodyDialedMeanwhile({ attempts, rails }: History): string[] {
  const during = (from: number, to: number) => (attempt: Attempt) =>
    dialTime(attempt) > from + GRACE_MS && dialTime(attempt) < to;
  return [
    ...rails.stops.flatMap(({ from, to }) =>
      attempts
        .filter(during(from, to))
        .map(({ id }) => `attempt ${id} was dialed while calling was stopped`),
    ),
    ...rails.closings.flatMap(({ batchId, from, to }) =>
      attempts
        .filter((attempt) => attempt.batchId === batchId)
        .filter(during(from, to))
        .map(({ id }) => `attempt ${id} was dialed outside of calling hours`),
    ),
  ];
}

function listedWereLeftAlone({ attempts, rails }: History): string[] {
  return rails.doNotCall.flatMap(({ phone, addedAt }) =>
    attempts
      .filter((attempt) => attempt.phone === phone && dialTime(attempt) > addedAt + GRACE_MS)
      .map(({ id }) => `attempt ${id} was dialed, but ${phone} is not to be called`),
  );
}

const dollars = (amount: number): number => Math.round(amount * 10_000) / 10_000;

const sumOf = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** What was dialed before a cost went up cannot be taken back. */
function mostAllowed(cap: number, attempts: Attempt[], { rails }: History): number {
  const ids = attempts.map(({ callId }) => callId);
  const up = rails.revisions.filter(({ callId, byUsd }) => byUsd > 0 && ids.includes(callId));
  return dollars(cap + sumOf(up.map(({ byUsd }) => byUsd)));
}

function capsWereKept(history: History): string[] {
  const { attempts, batches, rails } = history;
  return [
    ...batches.flatMap(({ id, row }) =>
      capWasKept(
        `batch ${id}`,
        Number(row.cap_usd),
        attempts.filter(({ batchId }) => batchId === id),
        history,
      ),
    ),
    ...capWasKept(
      "the day of the person",
      rails.limits.usdPerDay ?? Number.POSITIVE_INFINITY,
      attempts,
      history,
    ),
  ];
}

function capWasKept(what: string, cap: number, own: Attempt[], history: History): string[] {
  const spent = dollars(sumOf(own.map(({ row }) => Number(row.charge_usd))));
  const most = mostAllowed(cap, own, history);
  const dialed = own.filter(({ row }) => row.dialing_at !== null);
  return [
    ...(spent > most ? [`${what} has cost $${spent}, and may cost $${most}`] : []),
    ...dialed.flatMap((attempt) => {
      const others = dialed.filter(({ id }) => id !== attempt.id);
      const at = dialTime(attempt);
      const worst = dollars(
        WORST_USD + sumOf(others.map((other) => setAside(other, at, own, history))),
      );
      return worst > cap
        ? [`attempt ${attempt.id} was dialed when ${what} could cost $${worst} of $${cap}`]
        : [];
    }),
  ];
}

/** What a call that was dialed before counted then, at the least. */
function setAside(
  attempt: Attempt,
  at: number,
  own: Attempt[],
  { events, rails }: History,
): number {
  const { id, callId, phone, batchId, row } = attempt;
  // It was found not to have rung, or to have reached nobody.
  const isFollowed = own.some(
    (other) =>
      other.phone === phone &&
      other.batchId === batchId &&
      Date.parse(String(other.row.created_at)) > dialTime(attempt) &&
      Date.parse(String(other.row.created_at)) <= at,
  );
  if (dialTime(attempt) >= at || isFollowed) return 0;
  const isReported = events.some(
    (event) => event.attemptId === id && event.kind === "report" && event.receivedAt <= at,
  );
  if (!isReported && Date.parse(String(row.settled_at)) > at) return WORST_USD;
  const revisions = rails.revisions.filter((revision) => revision.callId === callId);
  const charge = Number(row.charge_usd);
  return Math.min(
    charge,
    Math.max(0, charge - sumOf(revisions.map(({ byUsd }) => byUsd))),
    WORST_USD,
  );
}

function limitsWereKept({ attempts, batches, rails: { limits } }: History): string[] {
  const { batchesPerHour, callsPerDay, providersPerBatch } = limits;
  // A business is one call, however often it is dialed until somebody is reached.
  const called = new Set(
    attempts
      .filter(({ row, outcome }) => row.dialing_at !== null && outcome !== "refused")
      .map(({ batchId, phone }) => `${batchId} ${phone}`),
  ).size;
  const longest = Math.max(0, ...batches.map(({ numbers }) => numbers.length));
  return [
    ...exceeds(batches.length, batchesPerHour, "batches within an hour"),
    ...exceeds(called, callsPerDay, "businesses a day"),
    ...exceeds(longest, providersPerBatch, "businesses in a batch"),
  ];
}

const exceeds = (count: number, most: number | undefined, what: string): string[] =>
  most !== undefined && count > most ? [`${count} ${what}, allowed are ${most}`] : [];

const FAULTS = ["failed_transient", "failed_provider", "failed_capacity", "failed_config"];

/** A fault of the phone service's models or lines, whoever was called. */
const isOurFault = ({ outcome, callId, row }: Attempt): boolean =>
  (outcome === "failed" && FAULTS.includes(String(row.detail))) ||
  (outcome === "unknown" && callId === null) ||
  (outcome === "refused" &&
    ["no_line", "unreachable", "failed_capacity"].includes(String(row.detail)));

/** After three businesses in a row a batch pauses, longer with each further one. */
function faultsWerePausedFor({ attempts, batches, told }: History): string[] {
  return batches.flatMap(({ id }) => {
    const dialed = attempts.filter(({ batchId, row }) => batchId === id && row.dialing_at !== null);
    // An outcome that was corrected later is not the one that was seen when the next was dialed.
    const isCorrected = dialed.some(
      (attempt) =>
        told.filter(({ attemptId, status }) => attemptId === attempt.id && status === "settled")
          .length > 1,
    );
    return isCorrected ? [] : dialed.flatMap((attempt) => dialedTooSoon(attempt, dialed));
  });
}

function dialedTooSoon(attempt: Attempt, dialed: Attempt[]): string[] {
  const settledAt = ({ row }: Attempt) => Date.parse(String(row.settled_at));
  const at = dialTime(attempt);
  const before = dialed
    .filter((other) => other !== attempt && settledAt(other) < at)
    .sort((a, b) => settledAt(b) - settledAt(a));
  const [last] = before;
  // It may have been read in the very moment.
  if (!last || settledAt(last) > at - GRACE_MS) return [];
  const good = before.findIndex((other) => !isOurFault(other));
  const run = before.slice(0, good < 0 ? before.length : good);
  const faults = new Set(run.map(({ phone }) => phone)).size;
  if (faults < TRIPS_AFTER) return [];
  const pauseMs = BREAKER_PAUSE_MS * 2 ** (faults - TRIPS_AFTER);
  return at < settledAt(last) + pauseMs
    ? [
        `attempt ${attempt.id} was dialed ${at - settledAt(last)} ms after ${faults} faults in a row`,
      ]
    : [];
}
