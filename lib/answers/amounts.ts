import { readNumber, type Spoken } from "./numbers";
import { CORRECTION, NEGATION, plain, type Token, tokenize } from "./text";

/**
 * The grammar of spoken amounts, which docs/answers.md explains:
 *
 *   amount  = number [money] ["to" | "-" | "and" after "between"] [number [money]] [per]
 *   number  = figures | words: "one eighty", "twelve hundred", "one twenty-nine ninety-nine", "a buck fifty"
 *   bound   = "starting at", "from", "at least", "and up" (floor); "up to", "at most" (ceiling)
 *   denial  = "not three hundred", "rather than 80"; correction = "no wait, make that ninety"
 */
export type Amount = {
  /** In how many ways it can be understood: "two fifty" is 250 or 2.50. */
  readings: Range[];
  /** ISO 4217 code, "dollar" where only the sign or word was said, null where no money was named. */
  currency: string | null;
  /** What one pays it for: null is the whole job, "piece" any unit that is neither an hour nor a visit. */
  per: "hour" | "visit" | "piece" | null;
  bound: "floor" | "ceiling" | null;
  isDenied: boolean;
  /** Takes back what was said before it in the same turn. */
  isCorrection: boolean;
  /** What was said before it, from the amount before or the beginning of its sentence; and after it, likewise. */
  head: string;
  /** The whole of its sentence so far, where `head` begins with a pronoun: "a heater, that's nine hundred". */
  subject: string;
  tail: string;
  /** In characters of what was said. */
  start: number;
  end: number;
};

export type Range = { low: number; high: number };

export const isSame = (a: Range, b: Range): boolean =>
  Math.abs(a.low - b.low) < 0.005 && Math.abs(a.high - b.high) < 0.005;

const MONEY: [RegExp, string][] = [
  [/^(?:us\$|usd)$/, "USD"],
  [/^(?:ca?\$|cad)$/, "CAD"],
  [/^(?:au?\$|aud)$/, "AUD"],
  [/^(?:nz\$|nzd)$/, "NZD"],
  [/^(?:\$|dollars?|bucks?)$/, "dollar"],
  [/^(?:£|pounds?|quid|sterling|gbp)$/, "GBP"],
  [/^(?:€|euros?|eur)$/, "EUR"],
  [/^(?:francs?|chf)$/, "CHF"],
];

/** "One eighty Canadian", "180 US dollars". */
const NATIONS: Record<string, string> = {
  canadian: "CAD",
  american: "USD",
  us: "USD",
  australian: "AUD",
};

const moneyOf = (word: string | undefined): string | null =>
  MONEY.find(([pattern]) => pattern.test(word ?? ""))?.[1] ?? null;

const CENTS = /^(?:cents?|pence|p)$/;

const PER =
  /^\s*(?:or so|ish|flat|even|for labou?r|labou?r)?\s*(?:(?<hour>(?:an|per|each|every|a|the|by the|\/)\s*(?:man[- ]?)?(?:hour|hr)\b|\/\s?h\b|hourly)|(?<visit>(?:a|per|each|every|\/)\s*(?:visit|trip|call[- ]?out)\b)|(?<piece>each\b|apiece|(?:a|per|every)\s+\w+|\/\s*\w+))/;

/** Nothing is sold by these: "80 a pop" is one, "180 a bit later" is none. */
const NO_PIECE =
  /^(?:a|per)\s*(?:bit|little|lot|call|cent|hundred|day earlier|couple|few|job|time)\b/;

const FLOOR_ANYWHERE =
  /\b(?:start(?:s|ing|ed)?|begin(?:s|ning)?|at (?:the )?(?:very )?least|minimum|upwards? of|north of|(?:no|not) less than|nothing (?:less than|below|under)|base (?:price|rate) (?:is|of))\b/;
const FLOOR_BEFORE =
  /\b(?:from|over|above|more than|past|exceeds?)\s*(?:about|around|like|maybe|say)?\s*(?:a)?\s*$/;
const FLOOR_AFTER =
  /^\s*(?:\+|(?:and|or|on) (?:up|upwards?|above|over|more|higher)\b|or (?:more|higher)|plus\s*(?:[,.;!?]|$|depending)|minimum|min\b|at (?:the )?(?:very )?(?:least|minimum)|to start\b|to begin|start(?:ing|s)?\b|and change|is (?:the|our|my) (?:minimum|starting|base|lowest|least)|(?:is )?where (?:it|we|prices?) start)/;
const CEILING_BEFORE =
  /\b(?:up to|at (?:the )?(?:very )?most|(?:no|not|never) (?:more|higher|over|above)(?: than)?|under|less than|below|within|max(?:imum)?(?: of| is)?|as (?:much|high) as|cheaper than)\s*(?:about|around|like|maybe)?\s*(?:a)?\s*$/;
const CEILING_AFTER =
  /^\s*(?:tops|at (?:the )?(?:very )?(?:most|max)|max(?:imum)?\b|or (?:less|under|below|cheaper)|is (?:the|our|my) (?:most|max|ceiling))/;

// "(864) 555-0123", "864 555 0123", "555-0123".
const PHONE_NUMBER = /(?:\(?\d{3}\)?[ .-]{0,2})?\b\d{3}[ .-]\d{4}\b/g;

type Raw = { from: number; to: number } & Pick<Amount, "readings" | "currency">;

/** Every number in what was said that can be an amount, in order. Phone numbers and other runs of digits are none. */
export function findAmounts(said: string): Amount[] {
  const text = plain(said).replace(PHONE_NUMBER, (number) => "#".repeat(number.length));
  const tokens = tokenize(text);
  const raw: Raw[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found = readAmount(tokens, at, raw.at(-1));
    if (found?.readings.length && !isPronoun(found)) raw.push(found);
    at = found?.to ?? at + 1;
  }
  return raw.map((amount, index) => describe(amount, raw[index - 1], raw[index + 1], tokens, text));
}

/** "I did one for one forty": a bare digit is no price, and parts no sentence. */
const isPronoun = ({ readings, currency }: Raw): boolean =>
  currency === null && readings.every(({ high }) => high < 10);

function describe(
  { readings, currency, from, to }: Raw,
  previous: Raw | undefined,
  following: Raw | undefined,
  tokens: readonly Token[],
  text: string,
): Amount {
  const start = tokens[from]?.start ?? 0;
  const end = tokens[to - 1]?.end ?? start;
  const before = text.slice(previous ? tokens[previous.to - 1]?.end : 0, start);
  const after = text.slice(end, following ? tokens[following.from]?.start : undefined);
  const head = headOf(before, previous !== undefined);
  const tail = tailOf(after, following !== undefined);
  const found = PER.exec(after)?.groups;
  const isPiece = found?.piece !== undefined && !NO_PIECE.test(found.piece);
  const per = found?.hour ? "hour" : found?.visit ? "visit" : isPiece ? "piece" : null;
  // What precedes within the same clause, where a "not" belongs to the amount.
  const clause = head.split(/[,;:!—–]|\bbut\b|\.{2,}|…/).at(-1) ?? "";
  const isCeiling = CEILING_BEFORE.test(head) || CEILING_AFTER.test(after);
  const isFloor =
    FLOOR_ANYWHERE.test(head) ||
    (readings[0]?.low === readings[0]?.high && FLOOR_BEFORE.test(head)) ||
    FLOOR_AFTER.test(after);
  return {
    // Nobody works an hour for less than ten of anything, so "two fifty an hour" is 250.
    readings: per === "hour" ? dropCoins(readings) : readings,
    currency,
    per,
    bound: isFloor ? "floor" : isCeiling ? "ceiling" : null,
    isDenied: NEGATION.test(clause) && !isCeiling && !isFloor,
    isCorrection: CORRECTION.test(before) || /^\s*(?:no|nope|nah)\b|\bno\s*[,.!—–]/.test(before),
    head,
    subject: /^\W*(?:that|it|those|these|they|which)\b/.test(head)
      ? (before.split(/(?<=[.!])\s+/).at(-1) ?? "")
      : "",
    tail,
    start,
    end,
  };
}

const CONNECTOR = /[,;—–]|\.{2,}|…|\b(?:and then|and|plus|then|but|or)\b/g;

function headOf(before: string, isInner: boolean): string {
  // A question or a fragment before it says what it is for: "Call-out fee? Sixty."
  const sentences = before.split(/(?<=[.!])\s+/);
  const sentence = sentences.at(-1) ?? "";
  // "We also do heaters. Those are nine hundred."
  if (/^\s*(?:that|those|these|they|it|which)\b/.test(sentence)) {
    const named = sentences.at(-2) ?? "";
    if (/\b(?:also|other|another|different|else)\b/.test(named)) return `${named} ${sentence}`;
  }
  if (!isInner) return sentence;
  const last = [...sentence.matchAll(CONNECTOR)].at(-1);
  return last && sentence === before ? sentence.slice(last.index) : sentence;
}

function tailOf(after: string, isInner: boolean): string {
  const sentence = after.split(/(?<=[.!?])(?=\s|$)/)[0] ?? "";
  if (!isInner || sentence !== after) return sentence;
  const last = [...sentence.matchAll(CONNECTOR)].at(-1);
  return last ? sentence.slice(0, last.index) : sentence;
}

const dropCoins = (readings: Range[]): Range[] => {
  const kept = readings.filter(({ low }) => low >= 10);
  return kept.length > 0 ? kept : readings;
};

function readAmount(tokens: readonly Token[], at: number, previous?: Raw): Raw | null {
  const word = (index: number) => tokens[index]?.text;
  const isBetween = word(at - 1) === "between";
  const first = readMoney(tokens, at, !isBetween);
  if (!first) return null;
  // "Four or five hundred" is a range, "four hundred or five hundred" two prices.
  const isDigit = first.scale === 1 && first.values.every((value) => value < 10);
  const isLink = (link: string | null | undefined) =>
    isBetween ? link === "and" : /^(?:to|-|–|—)$/.test(link ?? "") || (isDigit && link === "or");
  for (const joinsAnd of isBetween ? [true, false] : [true]) {
    const low = joinsAnd ? readMoney(tokens, at, true) : first;
    const link = low && word(low.next);
    if (!low || !isLink(link)) continue;
    const high = readMoney(tokens, low.next + 1, true);
    const readings = high ? rangesOf(low, high) : [];
    if (high && readings.length > 0)
      return { readings, currency: low.currency ?? high.currency, from: at, to: high.next };
    // "555-0123" is no amount at all.
    if (high && link === "-") return { readings: [], currency: null, from: at, to: high.next };
  }
  const amount = isBetween ? (readMoney(tokens, at, true) ?? first) : first;
  return {
    readings: scaled(amount, tokens, at, previous).map((value) => ({ low: value, high: value })),
    currency: amount.currency,
    from: at,
    to: amount.next,
  };
}

/** "Not three hundred, two" is 200: a bare digit takes the hundreds of the amount that it replaces. */
function scaled(amount: Spoken, tokens: readonly Token[], at: number, previous?: Raw): number[] {
  const [value = 0] = amount.values;
  const gap = tokens.slice(previous?.to, at).map(({ text }) => text);
  const before = tokens
    .slice(0, previous?.from ?? 0)
    .slice(-3)
    .map(({ text }) => text);
  const isReplaced = previous && before.some((text) => NEGATION.test(text)) && gap.length <= 4;
  const old = previous?.readings[0]?.low ?? 0;
  const isBare = amount.values.length === 1 && value > 0 && value < 10 && amount.scale === 1;
  return isReplaced && isBare && old >= 100 && old % 100 === 0 ? [value * 100] : amount.values;
}

function readMoney(
  tokens: readonly Token[],
  at: number,
  joinsAnd: boolean,
): (Spoken & { currency: string | null }) | null {
  const word = (index: number) => tokens[index]?.text ?? "";
  const buck = word(at) === "a" ? at + 1 : at;
  if (/^(?:buck|dollar|pound)$/.test(word(buck)) && (buck > at || word(buck) === "buck")) {
    const rest = readNumber(tokens, buck + 1, false);
    const cents = rest?.values.length === 1 ? rest.values[0] : undefined;
    const part = cents !== undefined && cents >= 10 && cents < 100 ? cents : 0;
    // Tradespeople say "a buck fifty" for 150.
    const values = word(buck) === "buck" ? [100 + part, 1 + part / 100] : [1 + part / 100];
    const next = part > 0 && rest ? rest.next : buck + 1;
    return { values, scale: 1, next, currency: moneyOf(word(buck)) };
  }
  // "USD 180" and "$ 180".
  const code = moneyOf(word(at));
  const begin = code && tokens[at + 1]?.kind === "figure" ? at + 1 : at;
  const number = readNumber(tokens, begin, joinsAnd);
  if (!number) return null;
  const sign = moneyOf(tokens[begin]?.sign);
  let { values, next } = number;
  if (CENTS.test(word(next)))
    return {
      values: values.map((value) => value / 100),
      scale: 1,
      next: next + 1,
      currency: sign ?? "cents",
    };
  const hasCoin = moneyOf(word(next + 1)) !== null;
  // "Us" alone is a pronoun.
  const nation = word(next) === "us" && !hasCoin ? undefined : NATIONS[word(next)];
  if (nation && hasCoin) next += 1;
  const said = nation ?? moneyOf(word(next));
  if (said) {
    next += 1;
    // "Two fifty dollars" is 250: nobody calls 2.50 so.
    values = values.filter((value) => Number.isInteger(value) || values.length === 1);
    const joined = word(next) === "and" ? next + 1 : next;
    const rest = readNumber(tokens, joined, false);
    const cents = rest?.values.length === 1 ? (rest.values[0] ?? 0) : 0;
    const isEnd =
      rest && (CENTS.test(word(rest.next)) || (joined === next && !/^\w/.test(word(rest.next))));
    if (rest && isEnd && cents > 0 && cents < 100) {
      values = values.map((value) => value + cents / 100);
      next = CENTS.test(word(rest.next)) ? rest.next + 1 : rest.next;
    }
  }
  return { ...number, values, next, currency: said ?? sign ?? (begin > at ? code : null) };
}

/** "Two fifty to three" is 250 to 300, "two to three hundred" 200 to 300: an end that is cut short takes the other's hundreds. */
function rangesOf(first: Spoken, second: Spoken): Range[] {
  const pairs = first.values.flatMap((low) =>
    second.values.map((high): Range => {
      if (first.scale === 1 && second.scale > 1 && low < high / second.scale)
        return { low: low * second.scale, high };
      if (high < low && low >= 100 && high < 10) return { low, high: high * 100 };
      if (high < low && low >= 100 && high < 100)
        return { low, high: Math.floor(low / 100) * 100 + high };
      if (low < 10 && high >= 100 && high < 1000 && second.scale === 1)
        return { low: low * 100, high };
      return { low, high };
    }),
  );
  const ordered = pairs.filter(({ low, high }) => low < high && low > 0);
  // One reading in hundreds and one in coins: nobody names a span of cents for a job.
  const whole = dropCoins(ordered);
  const widest = whole.filter(({ low, high }) => high < 10 * low);
  const kept = widest.length > 0 ? widest : whole;
  return kept.filter((range, index) => kept.findIndex((other) => isSame(other, range)) === index);
}
