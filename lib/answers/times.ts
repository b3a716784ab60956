import { readReply } from "./polarity";
import { PRICE_QUESTION, WHEN_QUESTION, withoutPrices } from "./prices";
import { type ReadTime, resolveTime, type SpokenTime, type TimeContext } from "./spoken-time";
import { questionOf, type Turn } from "./talk";
import { CORRECTION, plain, sentencesOf } from "./text";
import { readTimeWords, type TimeWords } from "./time-words";

/** A time that the callee offered or confirmed, and still holds at the end of the call. */
export type Offer = { words: TimeWords; read: ReadTime; message: number };

/** Times that are no offer to come. */
const ELSE =
  /\b(?:call(?:ed)? (?:me|us|you|him|her|back)|call back|ring (?:me|us|back)|try (?:again|me|us)|boss|he's (?:in|out|back)|she's (?:in|out|back)|back (?:at|on|in|by)|open(?:s|ed)?(?! (?:slot|on|at|for))|close[sd]?|closing|office hours|business hours|our hours|since|goes up|go up|price|rate|years|established|yesterday|last (?:week|month|year|night)|were|was|been|deadline|leave|until|till|pay|deposit|invoice|charge|costs?)\b/;
const REFUSED =
  /\b(?:not|no|never|can't|cannot|couldn't|won't|wouldn't|don't|doesn't|isn't|full|booked|busy|taken|gone|closed|off|impossible|bad|tough|no good|slammed|packed|swamped|crazy|rather than|instead of|except|holiday)\b/;

/** Times that stand at the end of the call, after all corrections. Pure. */
export function standingOffers(turns: readonly Turn[], context: TimeContext): Offer[] {
  let standing: Offer[] = [];
  for (const turn of turns) {
    const question = questionOf(turn.asked);
    const asked = question
      ? piecesOf(withoutPrices({ text: question, asked: "" })).filter(
          ({ words }) => isTime(words) && !words.vague,
        )
      : [];
    const reply = readReply(turn.text);
    const isLimit = /\bwithin\b|\bby\b|\bbefore\b/.test(plain(question ?? ""));
    const [offered] = asked;
    if (
      reply === "yes" &&
      asked.length === 1 &&
      offered &&
      !isLimit &&
      !/\bor\b/.test(question ?? "")
    )
      standing = add(standing, offered.words, turn.index, context);
    if (reply === "no")
      standing = standing.filter(
        (offer) => !asked.some(({ words }) => isSameDay(offer.words, words)),
      );
    let replaces = false;
    for (const { text, words } of piecesOf(withoutPrices(turn))) {
      replaces ||= CORRECTION.test(text) || (reply === "no" && /^\s*(?:no|nope)\b/.test(text));
      if (!isTime(words) || ELSE.test(text)) continue;
      const topic = plain(question ?? "");
      // Where a price was asked for, only a day with its hour is an offer: "eighteen guys out today" is none.
      const isWhole = words.inMinutes !== undefined || (words.day && (words.clock ?? words.part));
      if (!isWhole && !WHEN_QUESTION.test(topic) && PRICE_QUESTION.test(topic)) continue;
      // A bare hour is one where a time was asked for; elsewhere "four" is anything.
      const isHour = words.clock && !words.day && !words.part;
      if (
        isHour &&
        !/\b(?:at|after|o'clock|around)\b|\d ?[ap]\.?m/.test(text) &&
        !WHEN_QUESTION.test(topic)
      )
        continue;
      if (REFUSED.test(text.replace(/\bno(?:,? wait| problem| worries)?\b,?/, ""))) {
        standing = standing.filter((offer) => !isSameDay(offer.words, words));
        continue;
      }
      // "What time tomorrow?" "After three.": the question has the day.
      const day =
        words.day ??
        words.inMinutes ??
        (question && WHEN_QUESTION.test(plain(question)) ? offered?.words.day : undefined);
      const whole = typeof day === "object" && !words.day ? { ...words, day } : words;
      if (replaces)
        standing = standing.length > 1 ? [] : standing.map((offer) => merge(offer, whole, context));
      standing = add(standing, whole, turn.index, context, replaces);
      replaces = false;
    }
  }
  return standing;
}

const isTime = ({ day, part, clock, inMinutes, vague }: TimeWords): boolean =>
  (day ?? part ?? clock ?? inMinutes ?? vague) !== undefined;

/** The earliest of what stands; null where nothing does, or where one of them is not clear. */
export function earliestOf(offers: readonly Offer[]): (SpokenTime & { message: number }) | null {
  const times = offers.flatMap(({ read, message }) =>
    read && "at" in read ? [{ ...read, message }] : [],
  );
  if (times.length !== offers.length) return null;
  return times.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

/** A day alone and an hour alone, said one after the other, are one time; a correction replaces what it says again. */
function add(
  standing: Offer[],
  words: TimeWords,
  message: number,
  context: TimeContext,
  isNew = false,
): Offer[] {
  const last = standing.at(-1);
  const completes = last && !isNew && isPartial(last.words) && !words.day && words.clock;
  if (completes) return [...standing.slice(0, -1), { ...merge(last, words, context), message }];
  const repeats = standing.some((offer) => JSON.stringify(offer.words) === JSON.stringify(words));
  if (repeats) return standing;
  if (isNew && last) {
    const merged = merge(last, words, context);
    return [...standing.slice(0, -1), { ...merged, message }];
  }
  const offer = { words, read: resolveTime(words, context), message };
  // A day that is named again, more closely, is the same offer.
  return [
    ...standing.filter((old) => !(isPartial(old.words) && isSameDay(old.words, words))),
    offer,
  ];
}

const isPartial = ({ clock, inMinutes }: TimeWords): boolean => !clock && inMinutes === undefined;

function merge(old: Offer, words: TimeWords, context: TimeContext): Offer {
  const next: TimeWords = { ...words, day: words.day ?? old.words.day };
  if (!words.clock && !words.part && words.inMinutes === undefined) {
    next.clock = old.words.clock;
    next.part = old.words.part;
  }
  if (words.clock && !words.part && !words.clock.half && !words.day) next.part = old.words.part;
  return { words: next, read: resolveTime(next, context), message: old.message };
}

const isSameDay = (a: TimeWords, b: TimeWords): boolean =>
  JSON.stringify(a.day ?? null) === JSON.stringify(b.day ?? null) &&
  (!a.clock || !b.clock || JSON.stringify(a.clock) === JSON.stringify(b.clock));

/** Sentences, and their clauses where the whole names more than one time. */
function piecesOf(said: string): { text: string; words: TimeWords }[] {
  return sentencesOf(said).flatMap((sentence) => {
    const words = readTimeWords(sentence);
    const parts = sentence.split(
      /[,;]|:(?!\d)|\s[–—-]\s|…|\b(?:or|but|and then|and(?= (?:then|we|i|it|that|on|at|you)\b)|no wait|rather than|instead of)\b/,
    );
    const isWhole =
      (words.rest === undefined || parts.length === 1) &&
      !(REFUSED.test(sentence) && parts.length > 1) &&
      !CORRECTION.test(sentence) &&
      !ELSE.test(sentence);
    if (isWhole) return [{ text: sentence, words }];
    let at = 0;
    return parts.map((part) => {
      // The word that parted two clauses says how the second is meant.
      const start = sentence.indexOf(part, at);
      const link = sentence.slice(at, start);
      at = start + part.length;
      const text = `${link.replace(/[,;:]/g, "")} ${part}`;
      return { text, words: readTimeWords(part) };
    });
  });
}
