/** A word, a figure or a mark of what was said, in lower case, with its place in the text. */
export type Token = {
  kind: "word" | "figure" | "mark";
  text: string;
  start: number;
  end: number;
  /** The money sign directly before a figure: "$", "£", "€", "a$". */
  sign?: string;
};

// "2:30", "9am" and "3rd" are words here: they are no amounts.
const TOKEN =
  /(?<word>\d+(?::\d\d)(?:\s?[ap]\.?m\b)?|\d+\s?[ap]\.?m\b|\d+(?:st|nd|rd|th)\b)|(?:(?<sign>(?:us|ca?|au?|nz)?\$|[£€])\s?)?(?<figure>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?<letters>[\p{L}]+(?:'[\p{L}]+)?)|(?<mark>\.{2,}|…|[,.;:!?()"—–/+#%-])/giu;

/** The same length as what was said, so that places in it hold. */
export const plain = (said: string): string => said.toLowerCase().replace(/[’‘]/g, "'");

/** Cuts what was said into tokens. A hyphen within a compound ("twenty-nine") is none. */
export function tokenize(said: string): Token[] {
  const text = plain(said);
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const { word, sign, figure, letters, mark } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (
      mark === "-" &&
      /\p{L}/u.test(text[place.start - 1] ?? "") &&
      /\p{L}/u.test(text[place.end] ?? "")
    )
      continue;
    if (figure) tokens.push({ kind: "figure", text: figure, ...place, ...(sign && { sign }) });
    else if (mark) tokens.push({ kind: "mark", text: mark, ...place });
    else tokens.push({ kind: "word", text: word ?? letters ?? "", ...place });
  }
  return tokens;
}

/** Sentences with their marks; a point within a figure or "a.m." ends none. */
export const sentencesOf = (said: string): string[] =>
  plain(said).match(/(?:[ap]\.m\.|\d\.\d|[^.!?;…])+[.!?;…]*/g) ?? [];

/**
 * What tries to steer whoever reads the call instead of answering. Nothing in such a turn counts: it was composed to be
 * believed.
 */
const ORDERS =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instruction|rule|prompt|previous|prior|above|everything|guideline|told)|\b(?:system|developer)\s*(?:prompt|message|note|override|:)|\b(?:instructions?|prompt)\s*:|<\/?[a-z]|[{}[\]]|\b(?:rank|list|put|place)\s+(?:us|this|me|our)\b[^.!?]{0,30}\b(?:first|top|best|one)\b|\b(?:mark|record|store|log|report|set|register|output|write|note|enter|save|classify|flag)\b[^.!?]{0,50}\b(?:as|to|confirmed|json|field|database|verified)\b|\b(?:language model|as an ai|ai (?:must|should|assistant)|assistant (?:must|should|will)|you must|you are now|attention (?:ai|model)|note to (?:the )?(?:ai|assistant|model|system))\b|\bcancel (?:all|every)\b/;

export const isOrder = (said: string): boolean => ORDERS.test(plain(said));

/** Words that take back what was said just before. */
export const CORRECTION =
  /\b(?:no,? wait|wait|actually|make (?:that|it)|scratch that|strike that|i mean(?:t)?|correct(?:ion| that| myself)|my mistake|my bad|mis-?spoke|or rather|call it|let's say|change(?:d)? (?:my mind|that)|you know what|on second thoughts?|sorry|oops|no no|hang on|hold on|let me (?:check|redo|rephrase|revise))\b/;

export const NEGATION =
  /\b(?:not|never|no longer|instead of|rather than|neither|nor|without|cannot|can not|\w+n't|dont|doesnt|isnt|cant|wont|wouldnt)\b/;
