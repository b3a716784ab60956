import { isOrder, plain, sentencesOf } from "./text";

export type Message = { role: "agent" | "provider"; text: string; seconds: number | null };

/** Where something was said: the message, by its place in the transcript, its words, and its second of the call. */
export type Evidence = { message: number; words: string; second: number | null };

/** One turn of the callee, with what the assistant had asked directly before it. */
export type Turn = { index: number; text: string; asked: string };

/** Said by the assistant while it listens; the question stands before it. */
const LISTENING =
  /^(?:ok(?:ay)?|of course|sure|great|thanks?(?: you)?|alright|all right|got it|i see|perfect|mm-?hmm|right|take your time|understood|one moment|no problem)\b[^?]{0,30}$/;

/** The callee's turns in order, without those that carry orders to whoever reads them. */
export function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  let asked = "";
  for (const [index, { role, text }] of messages.entries()) {
    if (role === "agent") {
      if (!LISTENING.test(plain(text).trim())) asked = text;
    } else if (!isOrder(text)) turns.push({ index, text, asked });
  }
  return turns;
}

/** The last question of what the assistant said; null where it asked none. */
export function questionOf(asked: string): string | null {
  const last = sentencesOf(asked).at(-1)?.trim() ?? "";
  return /\?$|\b(?:correct|right|is that so)\W*$/.test(last) ? last : null;
}

/** The sentence of a message that holds a place, as it was said. */
export function quoteAt(
  { text, seconds }: Message,
  message: number,
  start: number,
  end = start,
): Evidence {
  const isEnd = (index: number) =>
    /[.!?…]/.test(text[index] ?? "") && /\s|^$/.test(text[index + 1] ?? "");
  let from = start;
  while (from > 0 && !isEnd(from - 1)) from -= 1;
  let to = Math.max(end - 1, start);
  while (to < text.length && !isEnd(to)) to += 1;
  return { message, words: text.slice(from, to + 1).trim(), second: seconds };
}

/** Where a quotation stands in a turn of the callee, whatever its case and marks. */
export function findQuote(messages: readonly Message[], quote: string | null): Evidence | null {
  const bare = (text: string) =>
    plain(text)
      .replace(/[^\p{L}\d$£€]+/gu, " ")
      .trim();
  const words = bare(quote ?? "");
  if (words === "") return null;
  const index = messages.findIndex(
    ({ role, text }) => role === "provider" && ` ${bare(text)} `.includes(` ${words} `),
  );
  const message = messages[index];
  return message ? { message: index, words: message.text.trim(), second: message.seconds } : null;
}
