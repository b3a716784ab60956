/**
 * What calling a list is likely to cost and to take, before anybody is called. Pure. Always a range: how many answer
 * and how long they talk is not known, and one number would pretend that it is.
 */

export type Range = { low: number; high: number };

/** What calls are expected to be like. */
export type CallHabits = {
  talkSeconds: Range;
  usdPerMinute: Range;
  /** Calls of the person that this was learned from; null when it is assumed. */
  learnedFrom: number | null;
};

export type BatchEstimate = {
  usd: Range;
  /** Until the last first call has ended; further attempts come later. */
  seconds: Range;
  /** First calls that can be made at the same time. */
  atOnce: number;
};

/** A quote takes one to three minutes; the agent ends a call after four. */
const TALK_SECONDS: Range = { low: 60, high: 180 };

/** From an answer at the first ring to a carrier that gives up. */
const RING_SECONDS: Range = { low: 5, high: 30 };

/** Of local businesses in working hours, at least half pick up. */
const ANSWERED: Range = { low: 0.5, high: 1 };

/** Fewer say nothing about the next ones. */
const LEARNED_FROM_AT_LEAST = 5;

export function assumeHabits(usdPerMinute: number): CallHabits {
  return {
    talkSeconds: TALK_SECONDS,
    usdPerMinute: { low: usdPerMinute, high: usdPerMinute },
    learnedFrom: null,
  };
}

/** Calls that somebody answered, as they were. */
export type EarlierCall = { talkSeconds: number; usd: number | null };

/**
 * Learns from a person's earlier calls: the middle eight tenths of how long they talked and what a minute cost.
 * What they do not tell stays as assumed.
 */
export function learnHabits(calls: readonly EarlierCall[], assumed: CallHabits): CallHabits {
  const talked = calls.filter(({ talkSeconds }) => talkSeconds > 0);
  if (talked.length < LEARNED_FROM_AT_LEAST) return assumed;
  const prices = talked.flatMap(({ usd, talkSeconds }) =>
    usd === null ? [] : [usd / (talkSeconds / 60)],
  );
  return {
    talkSeconds: middle(talked.map(({ talkSeconds }) => talkSeconds)),
    usdPerMinute: prices.length < LEARNED_FROM_AT_LEAST ? assumed.usdPerMinute : middle(prices),
    learnedFrom: talked.length,
  };
}

/** The range without its lowest and its highest tenth. */
function middle(values: readonly number[]): Range {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  return { low: at(0.1), high: at(0.9) };
}

/**
 * @param businesses how many are called
 * @param lines calls that the account can make at once
 */
export function estimateBatch(
  businesses: number,
  lines: number,
  habits: CallHabits,
): BatchEstimate {
  const { talkSeconds, usdPerMinute } = habits;
  const atOnce = Math.min(businesses, lines);
  const waves = Math.ceil(businesses / lines);
  const longest = RING_SECONDS.high + talkSeconds.high;
  const shortest = RING_SECONDS.low + talkSeconds.low;
  // A line goes on to the next business at once, so at best the lines share the work evenly.
  const evenly =
    ((ANSWERED.low * shortest + (1 - ANSWERED.low) * RING_SECONDS.high) * businesses) / lines;
  return {
    usd: {
      low: (businesses * ANSWERED.low * talkSeconds.low * usdPerMinute.low) / 60,
      high: (businesses * ANSWERED.high * talkSeconds.high * usdPerMinute.high) / 60,
    },
    seconds:
      businesses === 0
        ? { low: 0, high: 0 }
        : { low: Math.max(shortest, evenly), high: waves * longest },
    atOnce,
  };
}

/** "$1.30–8.10", "$10–90": outwards to what a person would say. */
export function describeUsd({ low, high }: Range): string {
  const digits = high < 10 ? 2 : 0;
  const step = high < 2 ? 0.05 : high < 10 ? 0.1 : high < 20 ? 1 : high < 200 ? 5 : 50;
  // Sums of cents are not exact: 0.15 / 0.05 is just above 3.
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.max(Math.ceil(high / step - 1e-9) * step, step);
  return from === to
    ? `$${to.toFixed(digits)}`
    : from === 0
      ? `up to $${to.toFixed(digits)}`
      : `$${from.toFixed(digits)}–${to.toFixed(digits)}`;
}

/** "1–4 min", "1–2 h": outwards to whole minutes, from two hours on to half hours. */
export function describeSeconds({ low, high }: Range): string {
  const inHours = high > 7200;
  const unit = inHours ? 1800 : 60;
  const scale = inHours ? 0.5 : 1;
  const from = Math.max(Math.floor(low / unit), 1) * scale;
  const to = Math.max(Math.ceil(high / unit), 1) * scale;
  const name = inHours ? "h" : "min";
  return from === to ? `${to} ${name}` : `${from}–${to} ${name}`;
}
