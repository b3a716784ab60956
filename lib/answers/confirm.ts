import type { CallResult } from "@/lib/results/schema";
import { isSame, type Range } from "./amounts";
import { currencyMeant } from "./currency";
import { type Price, standingPrices } from "./prices";
import type { TimeContext } from "./spoken-time";
import { type Evidence, findQuote, type Message, quoteAt, type Turn, turnsOf } from "./talk";
import { plain } from "./text";
import { earliestOf, standingOffers } from "./times";
import { readAvailability, readCriterion } from "./yes-no";

export type { Evidence, Message } from "./talk";

export type Call = TimeContext & {
  messages: readonly Message[];
  result: CallResult;
  /** ISO 3166 code of the callee's country: what "dollars" are. */
  country: string;
};

type Field = "availability" | "earliest" | "price" | "callOutFee";

export type Confirmation = {
  confirmed: Record<Field, boolean>;
  /** As `result.criteria`, one for one. */
  criteria: boolean[];
  evidence: Record<Field, Evidence | null> & { criteria: (Evidence | null)[] };
};

type Finding = { isConfirmed: boolean; evidence: Evidence | null };

const NOTHING: Finding = { isConfirmed: false, evidence: null };

/**
 * Holds what a model extracted from a call against what the callee said in it. A field is confirmed only where their own
 * words, or their yes to the assistant's question, give the same value at the end of the call; in doubt it is not, and the
 * passage is kept all the same. What a quotation claims is never believed: the words are looked up. Pure.
 */
export function confirmAnswer(call: Call): Confirmation {
  const turns = turnsOf(call.messages);
  const prices = standingPrices(call.messages, turns);
  const price = confirmPrice(call, turns, prices);
  const callOutFee = confirmFee(call, turns, prices);
  const earliest = confirmEarliest(call, turns);
  const availability = confirmAvailability(call, turns);
  const criteria = call.result.criteria.map((item) => {
    const stand = item.met === "unknown" ? null : readCriterion(item.criterion, turns);
    return found(call, stand?.message, stand?.polarity === item.met, item.quote);
  });
  return {
    confirmed: {
      availability: availability.isConfirmed,
      earliest: earliest.isConfirmed,
      price: price.isConfirmed,
      callOutFee: callOutFee.isConfirmed,
    },
    criteria: criteria.map(({ isConfirmed }) => isConfirmed),
    evidence: {
      availability: availability.evidence,
      earliest: earliest.evidence,
      price: price.evidence,
      callOutFee: callOutFee.evidence,
      criteria: criteria.map(({ evidence }) => evidence),
    },
  };
}

/** The passage is that of the words that were found, else that of the quotation, if it is one. */
function found(
  { messages }: Call,
  index: number | undefined,
  isConfirmed: boolean,
  quote: string | null = null,
  place: { start: number; end: number } = { start: 0, end: Number.MAX_SAFE_INTEGER },
): Finding {
  const message = index === undefined ? undefined : messages[index];
  if (index === undefined || !message)
    return { isConfirmed: false, evidence: findQuote(messages, quote) };
  const whole = place.end > message.text.length;
  const evidence = whole
    ? { message: index, words: message.text.trim(), second: message.seconds }
    : quoteAt(message, index, place.start, place.end);
  return { isConfirmed, evidence };
}

function confirmAvailability(call: Call, turns: readonly Turn[]): Finding {
  const { availability } = call.result;
  if (availability === "unknown") return NOTHING;
  const stand = readAvailability(turns);
  if (stand)
    return found(
      call,
      stand.message,
      stand.polarity === (availability === "available" ? "yes" : "no"),
    );
  // Who names a time at which they come is available.
  const offer = standingOffers(turns, call).at(-1);
  return found(call, offer?.message, availability === "available" && offer !== undefined);
}

/** Minutes by which "in an hour" may differ: they said it some time into the call. */
const RELATIVE_MINUTES = 5;
/** Hours that stand for a day or a part of it whose hour was not said: its beginning, and usual openings. */
const BEGINNINGS = { day: [0, 8, 9], part: [0, 1] } as const;

function confirmEarliest(call: Call, turns: readonly Turn[]): Finding {
  const { earliestAt, earliestText } = call.result;
  if (earliestAt === null && earliestText === null) return NOTHING;
  const offers = standingOffers(turns, call);
  const earliest = earliestOf(offers);
  const evidenceAt = earliest?.message ?? offers.at(-1)?.message;
  if (earliestAt === null) {
    // Only their words are shown; they have to be theirs, and to stand.
    const said = findQuote(call.messages, earliestText);
    const holds = said !== null && offers.some(({ message }) => message === said.message);
    return { isConfirmed: holds, evidence: said };
  }
  if (!earliest) return found(call, evidenceAt, false, earliestText);
  const minutes = (Date.parse(earliestAt) - earliest.at.getTime()) / 60_000;
  const { precision } = earliest;
  const fits =
    precision === "minute"
      ? minutes === 0
      : precision === "relative"
        ? Math.abs(minutes) <= RELATIVE_MINUTES
        : BEGINNINGS[precision].some((hours) => minutes === hours * 60);
  return found(call, earliest.message, fits, earliestText);
}

/** The one reading that all statements of the same kind share; null where they differ or leave two. */
function agreed(prices: readonly Price[]): Range | null {
  const [first, ...others] = prices;
  const shared = (first?.readings ?? []).filter((reading) =>
    others.every(({ readings }) => readings.some((other) => isSame(reading, other))),
  );
  return shared.length === 1 ? (shared[0] ?? null) : null;
}

const SEES_FIRST =
  /\b(?:(?:have|need|got|want|like) to|must|gotta|'d have to|can't|cannot|could not|couldn't|without|not|until|till|before|unless|depends|once|after|hard to say)\b[^.!?]{0,60}\b(?:see|seen|seeing|saw|look|looked|looking|come out|came out|visit|in person|on site|inspect\w*|assess\w*|diagnos\w*|know what)\b/;

function confirmPrice(call: Call, turns: readonly Turn[], prices: readonly Price[]): Finding {
  const { kind, low, high, currency, quote } = call.result.price;
  const job = prices.filter(({ role }) => role === "job");
  const seen = turns.findLast(({ text }) => SEES_FIRST.test(plain(text)));
  if (kind === "visit_needed" && low === null)
    return found(call, seen?.index, seen !== undefined && job.length === 0, quote);
  if (low === null) return { ...NOTHING, evidence: findQuote(call.messages, quote) };
  const wanted = { low, high: high ?? low };
  const same = job.filter(({ per }) => (per === "hour") === (kind === "hourly"));
  const value = agreed(same);
  const match = same.findLast(({ readings }) =>
    readings.some((reading) => isSame(reading, wanted)),
  );
  const isFirm = same.every(({ bound }) => bound === null);
  const isSeenFirst = seen !== undefined && job.some(({ message }) => message === seen.index);
  const fits =
    value !== null &&
    isSame(value, wanted) &&
    isFirm &&
    kind !== "unknown" &&
    isSeenFirst === (kind === "visit_needed") &&
    same.every((price) => fitsCurrency(price, currency, call.country));
  const shown = match ?? same.at(-1) ?? job.at(-1);
  return found(call, shown?.message, fits && match !== undefined, quote, placeOf(shown));
}

const FREE =
  /\b(?:no|without(?: a| any)?|(?:don't|doesn't|do not|never) charge(?: you)?(?: anything)? (?:a |any )?(?:for (?:the |a )?|to )?)\s*(?:call[- ]?out|trip|travel|visit|come out|coming out|diagnostic|service (?:call|fee|charge))|\b(?:visits?|call[- ]?outs?|estimates?|coming out|trip)(?: charge| fee)? (?:is|are|'s) free\b|\bfree (?:visit|call[- ]?out|estimate)/;

function confirmFee(call: Call, turns: readonly Turn[], prices: readonly Price[]): Finding {
  const fee = call.result.callOutFee;
  if (!fee || fee.amount === null) return NOTHING;
  const fees = prices.filter(({ role }) => role === "fee");
  if (fee.amount === 0) {
    const free = turns.findLast(({ text }) => FREE.test(plain(text)));
    return found(call, free?.index, free !== undefined && fees.length === 0);
  }
  const wanted = { low: fee.amount, high: fee.amount };
  const value = agreed(fees);
  const shown =
    fees.findLast(({ readings }) => readings.some((reading) => isSame(reading, wanted))) ??
    fees.at(-1);
  const fits =
    value !== null &&
    isSame(value, wanted) &&
    fees.every(
      (price) =>
        price.bound === null &&
        price.per === null &&
        fitsCurrency(price, fee.currency, call.country),
    );
  return found(call, shown?.message, fits, null, placeOf(shown));
}

/** Undefined where the assistant named the amount: their whole answer is the passage then. */
const placeOf = (price: Price | undefined) => (price && price.end > 0 ? price : undefined);

const fitsCurrency = (price: Price, claimed: string | null, country: string): boolean => {
  const meant = currencyMeant(price.currency, country);
  return claimed === null || meant === claimed;
};
