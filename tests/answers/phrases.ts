/** Phrase tables of the generated calls. They share nothing with the grammar that is tested. */

export type Random = { below: (count: number) => number; pick: <T>(items: readonly T[]) => T };

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

const UNITS = [
  "",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
];
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

function below100(value: number, hyphen = "-"): string {
  if (value < 20) return UNITS[value] ?? "";
  const unit = UNITS[value % 10];
  return `${TENS[Math.floor(value / 10)]}${unit ? `${hyphen}${unit}` : ""}`;
}

/** "One hundred and eighty", as in a school book. */
export function inFull(value: number, and: string, hyphen = "-"): string {
  if (value >= 1000) {
    const rest = value % 1000;
    return `${below100(Math.floor(value / 1000))} thousand${rest ? ` ${inFull(rest, and, hyphen)}` : ""}`;
  }
  if (value < 100) return below100(value, hyphen);
  const rest = value % 100;
  return `${UNITS[Math.floor(value / 100)]} hundred${rest ? `${and}${below100(rest, hyphen)}` : ""}`;
}

/** "One eighty", "one oh five", "twelve hundred": without the word for hundreds, as on the phone. */
function inShort(value: number): string | null {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  if (value >= 1000)
    return rest === 0 && hundreds < 20 && hundreds % 10 > 0
      ? `${below100(hundreds)} hundred`
      : null;
  if (hundreds === 0) return below100(value);
  if (rest === 0) return null;
  return `${UNITS[hundreds]} ${rest < 10 ? `oh ${UNITS[rest]}` : below100(rest)}`;
}

/** Said without "dollars", these are two prices: 250 and 2.50. */
export const isTwofold = (value: number): boolean => {
  const rest = value % 100;
  return (
    value > 100 &&
    value < 1000 &&
    (rest === 25 || rest === 50 || rest === 75 || rest === 95 || rest % 10 === 9)
  );
};

export type Money = { code: string; sign: string; words: readonly string[] };

/** One way to say a whole amount. */
export function say(value: number, { sign, words }: Money, { pick }: Random): string {
  const short = isTwofold(value) ? null : inShort(value);
  const word = pick(words);
  return pick([
    `${sign}${value >= 1000 ? value.toLocaleString("en-US") : value}`,
    `${value} ${word}`,
    `${inFull(value, " and ")} ${word}`,
    `${inFull(value, " ")} ${word}`,
    `${inFull(value, " and ", " ")} ${word}`,
    ...(short ? [short, short, `${short} ${word}`] : [inFull(value, " ")]),
  ]);
}

export const FLAT = [
  "That'd be {a}.",
  "{a} flat.",
  "Well, for a job like that we'd charge {a}.",
  "You're looking at about {a}, parts and labor.",
  "I'd say {a} all in.",
  "It usually runs {a}.",
  "We do those for {a}.",
  "{a}, and that includes the part.",
  "Oh, for that? {a}.",
  "Should be around {a}.",
  "Let me see. Uh, {a} plus tax.",
  "{a} plus parts.",
  "Honestly, probably {a}.",
  "Our price for that is {a}, everything included.",
  "That's gonna cost you {a}.",
  "Hmm, we quote {a} for those.",
];

export const RANGE = [
  "Somewhere between {a} and {b}.",
  "{a} to {b}, depending on the part.",
  "Anywhere from {a} to {b}.",
  "It'd be between {a} and {b}, I guess.",
  "I would say {a} to {b}.",
];

export const HOURLY = [
  "{a} an hour.",
  "We bill {a} per hour plus materials.",
  "Our rate is {a} an hour.",
  "It's by the hour, {a} an hour.",
  "I charge {a} an hour, and it takes maybe two hours.",
];

export const FEE = [
  "There's a {f} call-out fee.",
  "It's {f} just to come out.",
  "The trip charge is {f}.",
  "Plus {f} for the service call.",
  "And we charge {f} for the visit.",
];

export const CORRECTED = [
  "It's {w}. No wait, make that {a}.",
  "That would be {w}, sorry, I mean {a}.",
  "{w}. Hold on. Actually it's {a}.",
  "We charge {w}... scratch that, {a}.",
];

export const FLOOR = [
  "Starting at {a}.",
  "It starts at {a}.",
  "At least {a}.",
  "{a} and up.",
  "{a} minimum.",
  "Upwards of {a}, I'd say.",
  "Anything from {a}.",
  "No less than {a}.",
];

export const NO_PRICE = [
  "I can't give you a price over the phone.",
  "I would need to see it first.",
  "Hard to say without looking at it.",
  "That depends, you would have to ask my boss.",
];

/** Figures that are no prices. `{n}` is the figure. */
export const NOT_PRICES = [
  "We've been doing this for {n} years.",
  "License number {n}.",
  "We're over at {n} Oak Street.",
  "I've got {n} guys out today.",
  "We have done maybe {n} of these this year.",
  "We're about {n} miles away.",
  "You get {n} percent off as a senior.",
];

export const CAN = [
  "Yeah, we can do that.",
  "Sure, no problem, we can help with that.",
  "Yes, we do that all the time.",
  "Absolutely.",
  "Yep, we could take that on.",
];
export const CANNOT = [
  "No, sorry, we don't do that kind of work.",
  "We're fully booked right now, sorry.",
  "Nope, can't help you there.",
  "Unfortunately we are not taking new customers.",
  "I'm afraid we don't cover that area.",
];

/** Yes and no to being licensed and insured, in this order. */
export const LICENSED: Record<string, readonly string[]> = {
  yy: [
    "Yes, both.",
    "Yep, licensed and insured.",
    "We are fully licensed and insured.",
    "Sure are.",
  ],
  yn: [
    "Licensed, yes. Insured, no.",
    "We have a license, but we're not insured.",
    "Licensed yes, but no insurance.",
  ],
  ny: [
    "We're insured, but we don't have a license.",
    "Not licensed, but we are insured.",
    "No license, but yes, insured.",
  ],
  nn: ["No, neither.", "Nope, neither one.", "No, we're not licensed, and we're not insured."],
};
