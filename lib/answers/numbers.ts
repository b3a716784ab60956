import type { Token } from "./text";

const ONES = "zero one two three four five six seven eight nine".split(" ");
const TEENS =
  "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES: Record<string, number> = { hundred: 100, thousand: 1000, grand: 1000, k: 1000 };

const SMALL = new Map<string, number>([
  ...ONES.map((word, index) => [word, index] as const),
  ...TEENS.map((word, index) => [word, index + 10] as const),
  ...TENS.map((word, index) => [word, (index + 2) * 10] as const),
  ["fourty", 40],
]);

/** A number word below 100 that stands for itself. */
export const smallNumber = (word: string): number | undefined => SMALL.get(word);

/** A number as it was said. Several values: it can be understood in each of these ways. */
export type Spoken = {
  values: number[];
  /** The scale word that it ends with ("two *hundred*"), 1 without. */
  scale: number;
  /** Index of the token after it. */
  next: number;
};

type Group = { value: number; scale: number; isFigure: boolean; hasOh?: boolean };

/**
 * Reads the number that begins at a token; null where there is none. `values` is empty for a run of digits that is no
 * amount, such as a phone number: its tokens are used up all the same.
 * @param joinsAnd whether "a hundred and ten" is 110; after "between" its "and" may part two numbers
 */
export function readNumber(tokens: readonly Token[], from: number, joinsAnd = true): Spoken | null {
  const groups: Group[] = [];
  let at = from;
  for (;;) {
    const group = readGroup(tokens, at, joinsAnd);
    if (!group) break;
    groups.push(group);
    at = group.next;
  }
  if (groups.length === 0) return null;
  return { values: valuesOf(groups), scale: groups.at(-1)?.scale ?? 1, next: at };
}

function readGroup(
  tokens: readonly Token[],
  from: number,
  joinsAnd: boolean,
): (Group & { next: number }) | null {
  const word = (index: number) => tokens[index]?.text ?? "";
  const isArticle = word(from) === "a" || word(from) === "an";
  let at = isArticle ? from + 1 : from;
  const first = isArticle ? null : readBelowHundred(tokens, at);
  let scale = SCALES[word(first?.next ?? at)];
  let value = first?.value ?? 1;
  if (first) at = first.next;
  // "One and a half thousand".
  const halved = SCALES[word(at + 3)];
  if (first && halved && word(at) === "and" && word(at + 2) === "half")
    return { value: (value + 0.5) * halved, scale: halved, isFigure: false, next: at + 4 };
  if (!first && !scale) return null;
  const hasOh = first?.hasOh ?? false;
  if (!scale) return { value, scale: 1, isFigure: first?.isFigure ?? false, hasOh, next: at };

  value *= scale;
  at += 1;
  let last = scale;
  for (;;) {
    const isJoined = joinsAnd && word(at) === "and";
    const start = isJoined ? at + 1 : at;
    if (isJoined && word(start) === "a" && word(start + 1) === "half") {
      value += scale / 2;
      return { value, scale: last, isFigure: false, next: start + 2 };
    }
    const rest = readBelowHundred(tokens, start);
    if (!rest || rest.isFigure || rest.hasOh) break;
    const restScale = SCALES[word(rest.next)] ?? 1;
    // "Two hundred fifty thousand": what was read so far counts the thousands.
    if (restScale > scale) {
      value = (value + rest.value) * restScale;
      scale = restScale;
    } else if (rest.value * restScale < scale) {
      value += rest.value * restScale;
    } else break;
    at = rest.next + (restScale > 1 ? 1 : 0);
    last = restScale;
    scale = Math.min(scale, restScale > 1 ? restScale : 1);
    if (restScale === 1) break;
  }
  return { value, scale: last, isFigure: false, next: at };
}

function readBelowHundred(tokens: readonly Token[], at: number) {
  const token = tokens[at];
  if (!token) return null;
  if (token.kind === "figure") {
    const isCode = /^0\d/.test(token.text) || (/^\d{5,}$/.test(token.text) && !token.sign);
    const value = isCode ? Number.NaN : Number(token.text.replace(/,/g, ""));
    return { value, isFigure: true, hasOh: false, next: at + 1 };
  }
  // "One oh five".
  const isOh = token.text === "oh" || token.text === "o";
  const after = SMALL.get(tokens[at + 1]?.text ?? "");
  if (isOh && after !== undefined && after > 0 && after < 10)
    return { value: after, isFigure: false, hasOh: true, next: at + 2 };
  const value = SMALL.get(token.text);
  if (value === undefined) return null;
  const isTens = value >= 20 && after !== undefined && after > 0 && after < 10;
  const decimal = SMALL.get(tokens[at + 2]?.text ?? "");
  if (!isTens && tokens[at + 1]?.text === "point" && decimal !== undefined && decimal < 10)
    return { value: value + decimal / 10, isFigure: false, hasOh: false, next: at + 3 };
  return isTens
    ? { value: value + after, isFigure: false, hasOh: false, next: at + 2 }
    : { value, isFigure: false, hasOh: false, next: at + 1 };
}

/** Endings that people say of dollars and cents as well as of hundreds: "two fifty", "one ninety-nine". */
const isCoins = (value: number): boolean => [25, 50, 75, 95].includes(value) || value % 10 === 9;

const isTwoDigits = (value: number): boolean => value >= 10 && value <= 99;

function valuesOf(groups: readonly Group[]): number[] {
  const [first, second, third] = groups;
  if (!first || groups.some(({ value }) => !Number.isFinite(value))) return [];
  if (!second) return first.hasOh ? [] : [first.value];
  if (groups.length > 3 || first.hasOh || !Number.isInteger(first.value)) return [];
  const isPlain = first.scale === 1;
  const isTail = second.scale === 1 && (isTwoDigits(second.value) || second.hasOh === true);
  if (!isTail) return [];
  if (third) {
    // "One twenty-nine ninety-nine".
    const isCents = third.scale === 1 && isTwoDigits(third.value);
    const isHundreds = isPlain && first.value >= 1 && first.value <= 9;
    return isCents && isHundreds ? [first.value * 100 + second.value + third.value / 100] : [];
  }
  if (first.value < 1) return [];
  const cents = first.value + second.value / 100;
  // "Two hundred twenty-nine ninety-nine"; in plain figures "864 55" is no amount.
  if (first.value >= 100) return second.hasOh || first.isFigure ? [] : [cents];
  const hundreds = first.value * 100 + second.value;
  if (first.value < 10) return isCoins(second.value) ? [hundreds, cents] : [hundreds];
  return second.hasOh ? [hundreds] : [hundreds, cents];
}
