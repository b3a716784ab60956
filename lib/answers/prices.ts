import { type Amount, findAmounts, isSame } from "./amounts";
import { readReply } from "./polarity";
import { type Message, questionOf, type Turn } from "./talk";
import { plain } from "./text";

/** An amount that stands at the end of the call, and what it is the price of. */
export type Price = Amount & { role: "job" | "fee"; message: number };

const FEE =
  /\b(?:call[- ]?outs?|trip|visits?|service (?:call|charge|fee)|house call|travel|dispatch|diagnos\w+|inspection|assessment|estimate fee|show(?:ing)? up|(?:come|comes|coming|get(?:ting)?) (?:out|over|round|down|there|by)|drive out|take a look|have a look|look at it)\b/;
/** The fee is part of the price, or is not charged. */
const NOT_FEE =
  /\b(?:visit and (?:the )?(?:repair|work|labou?r|job)|includ\w+|cover\w*|no|free|without|waive\w*|don't|doesn't|not|and (?:do|fix|repair|replace|install) (?:it|that|the))\b/;

const OTHER_BEFORE =
  /\b(?:another|different|bigger|other|others|deposit|down payment|discount|weekends?|saturdays?|sundays?|holidays?|after[- ]hours|nights?|overnight|emergenc\w+|overtime|tax|vat|permit|parts?|materials?|used to|last (?:year|week|time|month|customer|client|one|guy|job)|customers? (?:paid|had|was|were|spent)|(?:it|that|price|they|this|what|these|those) (?:was|were)|paid|spent|quoted|suppliers?|retainer|refund\w*|up ?front|codes?|pin|room|truck|(?:my|a|our) (?:buddy|friend|brother|cousin|dad|uncle|neighbou?r|colleague)[\w-]*|neighbou?r(?:s|'s)?|somebody|someone|competitors?|they (?:charge|want|quoted)|(?:most|other|some) (?:people|companies|places|guys|plumbers|shops|others|folks|contractors)|others|additional|extra|first hour|insur\w+|bond\w*|liability|coverage|policy|budget|worth|million|sav(?:e|es|ed|ing)|fine|penalty|cancel\w*|no-show|coupon|warranty|guarantee|brand new|also|licen[cs]e|lic|number|phone|cell|extension|ext|since|established|zip|suite|street|road|avenue|highway|route|address|located|unit|apartment|reach (?:me|us)|call (?:me|us)|text (?:me|us)|if (?:it|you|there|we))\b/;
const OTHER_AFTER =
  /^\s*(?:dollars?\s*)?(?:off\b|discount|down\b|deposit|up ?front|retainer|non-?refundable|to (?:hold|book|reserve|secure|lock|get (?:you )?(?:started|on))|now\b|before\b|back (?:when|before)|until|each way|apiece|[,]? *(?:times|twice|doubled?|per person|a head)\b|extra|more\b|additional|for (?:the )?(?:parts?|materials?|permit|first)|for (?:each|every) (?:additional|extra)|in (?:parts|tax|advance)|on (?:weekends?|saturdays?|sundays?|holidays?|top)|at (?:night|weekends?)|after (?:hours|five|six)|tax\b|%|percent|per cent|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|mins?\b|hrs?\b|miles?\b|people\b|guys\b|o'clock|[ap]\.?m\b|million|last (?:year|week|time|month)|if (?:it|you|there)|back (?:then|in))/;

/** "Normally sixty to come out, but I'll skip that." */
const WAIVED =
  /\b(?:skip|waiv\w*|won't charge|not charge|knock (?:it|that)|forget (?:it|that)|on the house|free)\b/;
/** "Normally two hundred, but for you one sixty": the second holds. */
const USUAL = /\b(?:normally|regular(?:ly)?|usual(?:ly)?|typically|list price|full price)\b/;

const PRICE_CUE =
  /\b(?:charg\w+|cost\w*|pric\w+|runs?|running|start\w*|minimum|it'd|that'd|it's|that's|it is|that is|would be|will be|it'll|that'll|gonna be|going to be|looking at|quot\w+|flat|total|labou?r|rates?|fees?|figure|call it|make (?:it|that)|usual\w*|pay|for|between|hourly|altogether|all in|ask|asking|about|around|roughly)\b/;
export const PRICE_QUESTION =
  /\b(?:costs?|pric\w+|charge|rates?|fees?|how much|quote|expensive|pay|ballpark|estimate|figure)\b|[$£€]|\b(?:dollars|bucks|pounds|euros)\b/;
export const WHEN_QUESTION = /\b(?:when|what time|which day|how soon|earliest|time)\b/;
const TIME_CUE =
  /\b(?:come|came|there|back|open|closed?|until|till|available|tomorrow|today|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|noon|arrive|by|free|slot|opening|at)\b/;
/** What may follow a number that nobody called money; "twelve Oak Street" and "two guys" are none. */
const AFTER_BARE =
  /^\s*(?:$|[,.;:!—–)…]|(?:fee|charge|call|callout|trip|service|visit|diagnostic|travel|dispatch|for|flat|plus|and|an|a|per|all|total|to|or|if|depending|something|ish|with|even|tops|includ\w+|that|which|but|then|is|on|each|no|not|just|i|we|you|it|parts|labou?r|altogether|max|minimum|roughly|about|give|as|so|because|cover\w*|ok|please|right|up|at|in|before|after|cash|out|hourly|or|total)\b)/;

const KNOWN =
  /^(?:it|that|this|those|these|they|one|you|us|me|him|them|everything|whole|thing|things|job|jobs|work|repair|fix|visit|call|guys?|boss|crew|men|plumbers?|callout|call-out|out|trip|labou?r|price|prices|cost|costs|rate|rates|fee|fees|total|charge|quote|hour|hours|hourly|first|flat|service|diagnostic|diagnosis|travel|standard|normal|usual|typical|regular|basic|simple|average|full|entire|current|going|customers?|cash|sure|now|today|both|all|like|something|kind|sort|coming|showing|looking|estimate|inspection|assessment|your|yours|figure|amount|answer|minimum|house|look|dispatch|drive|and|then|just|over|here|there|up|time|day|lot|lots|what|money|guess|ballpark|range|least|most|about|around|roughly)$/;
const DETERMINER = /^(?:a|an|the|your|any|new|my|our|some|his|her)$/;
const SUBJECT =
  /([\p{L}' -]+?)(?:'s|\s+(?:is|are|was|were|runs?|costs?|goes|go|starts?|would be|will be|comes? to))\b/gu;

/** What a turn says without its prices, blank where they stood: "four twenty" is a time as well. */
export function withoutPrices({ text, asked }: Pick<Turn, "text" | "asked">): string {
  let said = plain(text);
  for (const { start, end } of pricesIn(text, 0, questionOf(asked) ?? "", new Set()))
    said = `${said.slice(0, start)}${" ".repeat(end - start)}${said.slice(end)}`;
  return said;
}

/** Prices that the callee named or confirmed, after all corrections. Pure. */
export function standingPrices(messages: readonly Message[], turns: readonly Turn[]): Price[] {
  const subjects = vocabularyOf(messages);
  let standing: Price[] = [];
  for (const turn of turns) {
    const question = questionOf(turn.asked);
    const reply = readReply(turn.text);
    const offered = question
      ? pricesIn(turn.asked, turn.index, "", subjects).filter(({ isQuestion }) => isQuestion)
      : [];
    const asked = offered.length > 0 ? `price: ${question}` : (question ?? "");
    if (reply === "yes") standing = standing.concat(offered.flatMap(asOwn));
    if (reply === "no")
      standing = standing.filter((old) => !offered.some((price) => sharesReading(old, price)));
    standing = readTurn(standing, pricesIn(turn.text, turn.index, asked, subjects), reply === "no");
  }
  return standing;
}

/** What the callee affirmed is theirs, though the words are the assistant's: it has no place in their turn. */
const asOwn = (price: Found): Price[] =>
  price.isDenied || price.role === "other" ? [] : [{ ...price, role: price.role, end: 0 }];

const sharesReading = (a: Amount, b: Amount): boolean =>
  a.readings.some((reading) => b.readings.some((other) => isSame(reading, other)));

function readTurn(before: Price[], found: readonly Found[], isRefusal: boolean): Price[] {
  let standing = before;
  let latest: Found | undefined;
  for (const [index, price] of found.entries()) {
    let current = price;
    // "Sixty to come out, no wait, make that seventy": what is not said again is as it was.
    const old = latest ?? standing.at(-1);
    if (price.isCorrection && old && price.per === null && price.isPlain)
      current = {
        ...price,
        role: old.role,
        per: old.per,
        currency: price.currency ?? old.currency,
      };
    const isReduced =
      latest?.role === current.role && USUAL.test(latest.head) && !USUAL.test(current.head);
    const replaces =
      isReduced || current.isCorrection || (isRefusal && index === 0) || latest?.isDenied;
    if (current.isQuestion) continue;
    if (current.isDenied) standing = standing.filter((item) => !sharesReading(item, current));
    else if (current.role === "other") {
      // What it was corrected to is not known, but the old amount no longer holds.
      if (current.isCorrection && old) standing = standing.filter(({ role }) => role !== old.role);
    } else {
      if (replaces) standing = standing.filter(({ role }) => role !== current.role);
      standing = [...standing, { ...current, role: current.role }];
    }
    latest = current;
  }
  return standing;
}

type Found = Omit<Price, "role"> & {
  role: "job" | "fee" | "other";
  isQuestion: boolean;
  isPlain: boolean;
};

function pricesIn(said: string, message: number, question: string, subjects: Set<string>): Found[] {
  const found: Found[] = [];
  for (const amount of findAmounts(said)) {
    const previous = found.at(-1);
    const isMoney = amount.currency !== null && amount.currency !== "cents";
    const isInherited =
      (amount.isCorrection || previous?.isDenied === true) && previous !== undefined;
    if (!isMoney && !isInherited && !isPriceLike(amount, question)) continue;
    const isFee = hasFee(amount) || (isFeeQuestion(question) && amount.per !== "hour");
    // "Ninety for the first hour and then sixty": the rest is by the hour too, though nobody says so.
    const isRest =
      amount.per === null && found.some(({ tail }) => /first (?:half )?hour/.test(tail));
    const isOther = isRest || (isFee && WAIVED.test(amount.tail)) || isOtherPrice(amount, subjects);
    const per =
      amount.per ??
      (/\b(?:hourly|(?:per|by the) hour)\b/.test(`${amount.head} ${question}`) ? "hour" : null);
    found.push({
      ...amount,
      // An amount for each visit is what a visit costs.
      per: per === "visit" || isFee ? null : per,
      role: isOther || per === "piece" ? "other" : isFee || per === "visit" ? "fee" : "job",
      isQuestion: /\?\s*$/.test(amount.tail),
      isPlain: !isFee && !isOther,
      message,
    });
  }
  return found;
}

function isPriceLike({ head, tail, per, bound, readings, end }: Amount, question: string): boolean {
  if (per === "hour") return true;
  if (!AFTER_BARE.test(tail) || end === 0) return false;
  const isYear = readings.every(({ low }) => low >= 1900 && low < 2100);
  if (isYear || (/(?:^|\s)(?:at|by)\s*$/.test(head) && !PRICE_CUE.test(head))) return false;
  if (hasFee({ head, tail })) return true;
  if (bound && PRICE_QUESTION.test(question)) return true;
  // "What time on Friday?" "Around ten thirty."
  if (WHEN_QUESTION.test(question) && !PRICE_QUESTION.test(question)) return false;
  const clause = head.split(/[,;:—–]/).at(-1) ?? "";
  if (PRICE_CUE.test(clause)) return !TIME_CUE.test(clause) || PRICE_QUESTION.test(question);
  return (PRICE_QUESTION.test(question) || isFeeQuestion(question)) && !TIME_CUE.test(head);
}

const isFeeQuestion = (question: string): boolean =>
  FEE.test(question) && !/\b(?:job|repair|work|total|hourly|rate|labou?r|and)\b/.test(question);

function hasFee({ head, tail }: Pick<Amount, "head" | "tail">): boolean {
  const [first = "", ...rest] = tail.split(
    /[,;—–]|\b(?:and|but|plus|then)\b(?! the (?:repair|work|labou?r|job))/,
  );
  // A later clause belongs to the amount where it only goes on: "sixty, just for the visit".
  const short = rest.filter((clause) =>
    /^\s*(?:just |that's |which is |as |and )*(?:for|to|our|the|a)\b/.test(clause),
  );
  const clauses = [first, ...short, ...head.split(/[,;—–]|\bbut\b/).slice(-2)];
  return clauses.some(
    (clause) =>
      FEE.test(clause) &&
      !NOT_FEE.test(clause) &&
      !NOT_FEE.test(`${first}${tail}`.match(/visit and.*/)?.[0] ?? ""),
  );
}

function isOtherPrice({ head, subject, tail, per }: Amount, subjects: Set<string>): boolean {
  const before = `${subject} ${head}`;
  // "75 for the first hour, 60 after that".
  const isLater =
    per === null &&
    /^\s*(?:dollars |bucks )?(?:after (?:that|the)|thereafter|from then)/.test(tail);
  return (
    isLater ||
    OTHER_BEFORE.test(before) ||
    OTHER_AFTER.test(tail) ||
    namesOther(before, tail, subjects)
  );
}

/** "A water heater is nine hundred", "120 for a faucet": a thing that the assistant did not ask about. */
function namesOther(head: string, tail: string, subjects: Set<string>): boolean {
  const named = [...head.matchAll(SUBJECT)].map((match) => nounsBefore(match[1] ?? ""));
  const goals = [
    ...`${head} | ${tail}`.matchAll(
      /\b(?:for|(?<!depending )on (?=a |an |the ))\s*((?:[\p{L}'-]+ ?){1,5})/gu,
    ),
  ].map((match) => nounsAfter(match[1] ?? ""));
  return [...named, ...goals].some(
    (nouns) =>
      nouns.length > 0 &&
      !nouns.some((noun) => subjects.has(stem(noun))) &&
      nouns.some((noun) => !KNOWN.test(noun)),
  );
}

const STOP =
  /^(?:and|or|but|if|so|that|which|it|we|i|you|he|she|they|is|are|to|in|at|of|by|from|depending|including|includes|because|as|when|plus|with|not|no|than|then|well|yeah|yes|usually|normally|probably|honestly|sorry|think|say|says|said|let's|flat|even|tomorrow|today|there|please|thanks|gonna|going|would|will|should|could|can|might|may|really|actually|always|only|also|do|does|(?:it|that|we|i|you|he|she|they)'\w+|charges?|typically|generally|roughly|about|around|maybe|just|still|now|uh|um|hmm|oh|okay|ok|right|like|looks|guess|believe|me|us|your)$/;

const nounsBefore = (text: string): string[] => {
  const words = text.trim().split(/\s+/);
  const from = words.findLastIndex((word) => DETERMINER.test(word) || STOP.test(word));
  return words.slice(from + 1).filter((word) => word !== "");
};

const nounsAfter = (text: string): string[] => {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => !DETERMINER.test(word));
  const to = words.findIndex((word) => STOP.test(word));
  return to < 0 ? words : words.slice(0, to);
};

/** "Toilets" is "toilet", "leaking" is "leak". */
const stem = (word: string): string => word.replace(/(?:'s|ing|ed|es|s)$/, "").slice(0, 6);

/** What the assistant spoke of: the job, in its own words. */
const vocabularyOf = (messages: readonly Message[]): Set<string> =>
  new Set(
    messages
      .filter(({ role }) => role === "agent")
      .flatMap(({ text }) => plain(text).match(/\p{L}{3,}/gu) ?? [])
      .map(stem),
  );
