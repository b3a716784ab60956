import { isRecord } from "@/lib/is-record";
import { plainText } from "@/lib/plain-text";

/**
 * Readers of single values that a language model wrote. Each takes anything and throws nothing: what says nothing, or says
 * it in a way that can be read in two ways, is unknown.
 */

/** No local job costs more; a larger number is a misread phone number or a prank. */
export const AMOUNT_MAX = 1_000_000;

/** Written by models in place of null. */
const SAYS_NOTHING =
  /^(?:|-|n\/?a|null|none|unknown|undefined|not (?:mentioned|said|stated|given|specified|provided))\.?$/i;

const wordsIn = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(wordsIn).filter(Boolean).join(", ");
  return isRecord(value) ? wordsIn(value.text ?? value.value ?? Object.values(value)) : "";
};

/** Text of at most `max` characters; of a list or an object the texts in it. A number alone is no text. */
export function readText(value: unknown, max: number): string | null {
  const text = typeof value === "number" ? "" : plainText(wordsIn(value), max);
  return SAYS_NOTHING.test(text) ? null : text;
}

const single = (value: unknown): unknown => {
  if (Array.isArray(value) && value.length === 1) return single(value[0]);
  return isRecord(value) && "value" in value ? single(value.value) : value;
};

const YES = /^(?:true|yes|yeah|yep|y|1|correct|met)(?:[.,;:!].*)?$/is;
const NO = /^(?:false|no|nope|n|0|not met)(?:[.,;:!].*)?$/is;

/** Yes and no, however they are spelled. */
export function readYesNo(value: unknown): boolean | null {
  const given = single(value);
  const word = typeof given === "object" ? "" : String(given).trim();
  return YES.test(word) ? true : NO.test(word) ? false : null;
}

/** One word of a list, in any case and with any signs between its parts; other spellings of it where there are some. */
export function readWord<const T extends string>(
  value: unknown,
  words: readonly T[],
  spellings: Record<string, T> = {},
): T | null {
  const given = single(value);
  const word = (typeof given === "string" ? given : "")
    .toLowerCase()
    .replace(/[^a-z]+/g, "_")
    .replace(/^_|_$/g, "");
  return words.find((known) => known === word) ?? spellings[word] ?? null;
}

// 35 characters hold nanoseconds and an offset; the format itself allows endless fractions.
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:\d\d)$/i;

/** Only a full instant can be compared between calls, so a time without its UTC offset stays in words. */
export function readInstant(value: unknown): string | null {
  const given = single(value);
  const [, day, time, offset] = INSTANT.exec(typeof given === "string" ? given.trim() : "") ?? [];
  const instant = `${day}T${time}${offset?.toUpperCase()}`;
  // `Date` takes the 30th of February for the first of March.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day);
  return isDay && !Number.isNaN(Date.parse(instant)) ? instant : null;
}

const CODES = new Set(Intl.supportedValuesOf("currency"));

const symbolOf = (currency: string, currencyDisplay: "symbol" | "narrowSymbol"): string =>
  new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value ?? currency;

let known: Map<string, string> | undefined;

/** Names and signs that only one currency has: "euro", "canadian dollar", "£", "ca$". */
function currenciesByName(): Map<string, string> {
  if (known) return known;
  const names = new Intl.DisplayNames("en-US", { type: "currency" });
  known = new Map([["us$", "USD"]]);
  for (const code of CODES) {
    for (const name of [names.of(code), symbolOf(code, "symbol")]) {
      if (name && name !== "$") known.set(name.toLowerCase(), code);
    }
  }
  return known.set("pound", "GBP");
}

/**
 * ISO 4217 code of a code, sign or word. "$" is the sign of more than twenty currencies and "dollar" the name of as many:
 * they mean the callee's own where that has them.
 * @param own ISO 4217 code of the callee's country
 */
export function readCurrency(value: unknown, own: string | null): string | null {
  const given = single(value);
  const word = typeof given === "string" ? given.trim() : "";
  if (/^[a-z]{3}$/i.test(word)) return CODES.has(word.toUpperCase()) ? word.toUpperCase() : null;
  const name = word
    .toLowerCase()
    .replace(/s$/, "")
    .replace("buck", "dollar")
    .replace("quid", "pound");
  if (name === "") return null;
  if (own && CODES.has(own)) {
    const ownName = new Intl.DisplayNames("en-US", { type: "currency" }).of(own)?.toLowerCase();
    if (name === symbolOf(own, "narrowSymbol") || ownName?.endsWith(` ${name}`)) return own;
  }
  return currenciesByName().get(name) ?? null;
}

const MONEY_WORDS = /[$€£]|\b(?:dollars?|bucks?|euros?|pounds?|quid|francs?)(?!\w)/gi;

/** The currency that a sentence names; null where it names none or several. */
export function currencyInWords(text: string | null, own: string | null): string | null {
  const named = new Set((text?.match(MONEY_WORDS) ?? []).map((word) => readCurrency(word, own)));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

export type Money = { amount: number; currency: string | null; isHourly: boolean };

const MONEY = /^(?<before>[^\d]*)(?<digits>\d(?:[\d.,'’\s]*\d)?)(?<after>[^\d]*)$/;
const HOURLY = /(?:\/|\b(?:per|an?))\s*(?:h|hr|hour)s?\.?$/i;
/** One separator and three digits is 1200 here and 1.2 there; with a comma it never is a decimal of money. */
const GROUPED =
  /^\d{1,3}(?:([,'’\s])\d{3}(?:\1\d{3})*(?:\.\d{1,2})?|([.'’\s])\d{3}(?:\2\d{3})*,\d{1,2}|\.\d{3}(?:\.\d{3})+)$/;

/**
 * An amount: `180`, `"$1,200.00"`, `"180.00 USD"`, `"23,80 €"`, `"95/h"`. A phrase ("about 180", "depends") is none.
 * @param own ISO 4217 code of the callee's country
 */
export function readMoney(value: unknown, own: string | null): Money | null {
  const given = single(value);
  if (typeof given === "number") {
    const isAmount = given >= 0 && given <= AMOUNT_MAX;
    return isAmount ? { amount: given, currency: null, isHourly: false } : null;
  }
  if (typeof given !== "string" || given.length > 60) return null;
  const { before = "", digits = "", after = "" } = MONEY.exec(given.trim())?.groups ?? {};
  // "50.-" and "50,-" are round sums in some countries.
  const rest = after.replace(HOURLY, "").replace(/^[.,]-?/, "");
  const amount = readDigits(digits);
  if (amount === null || amount > AMOUNT_MAX) return null;
  const marks = [before, rest].map((mark) => mark.trim()).filter(Boolean);
  const currencies = marks.map((mark) => readCurrency(mark, own));
  // "$" where no currency has it is a sign of money all the same; any other word makes it a phrase.
  const isMoney = marks.every((mark, i) => currencies[i] || mark.replace(MONEY_WORDS, "") === "");
  if (!isMoney) return null;
  return {
    amount,
    currency: currencies.find((currency) => currency !== null) ?? null,
    isHourly: rest.length < after.length && HOURLY.test(after),
  };
}

function readDigits(digits: string): number | null {
  if (/^\d+(?:[.,]\d{1,2})?$/.test(digits)) return Number(digits.replace(",", "."));
  if (!GROUPED.test(digits)) return null;
  const [, whole = "", cents = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(digits) ?? [];
  return Number(`${whole.replace(/\D/g, "")}.${cents || "0"}`);
}
