import { z } from "zod";
import { isRecord } from "@/lib/is-record";
import {
  currencyInWords,
  type Money,
  readCurrency,
  readInstant,
  readMoney,
  readText,
  readWord,
  readYesNo,
} from "./read-values";
import {
  AVAILABILITIES,
  type CallResult,
  CHECKED_FIELDS,
  type CheckedField,
  CONDITIONS_MAX,
  CRITERIA_MAX,
  type Evidence,
  PRICE_KINDS,
  type Price,
  resultSchema,
  TEXT_MAX,
  unknownResult,
} from "./schema";

/** Anything of an answer may be odd; each field is read by itself, so that one odd field costs no other. */

export type ParsedCallResult =
  | { status: "ok"; result: CallResult }
  /** Nothing was extracted, or nothing in it is known: normal for a very short call. */
  | { status: "empty" }
  /** There is something, and nothing of it is an answer. `problem` is safe to log: it repeats no value. */
  | { status: "invalid"; problem: string };

/**
 * Reads what the phone service extracted; never throws. Nothing of it is confirmed yet; `evidence` is what the model names.
 * @param own ISO 4217 code of the callee's currency: what "$" and "dollars" mean
 */
export function parseCallResult(value: unknown, own: string | null = null): ParsedCallResult {
  if (value === undefined || value === null) return { status: "empty" };
  const answer = unwrap(value);
  if (!answer) return { status: "invalid", problem: "the result: is no object with known fields" };
  const result = readResult(answer, own);
  const isKnown = JSON.stringify(result) !== JSON.stringify(unknownResult());
  return isKnown ? { status: "ok", result } : { status: "empty" };
}

/** Whether they asked not to be called again, as far as an extraction tells. */
export function asksNotToBeCalled(value: unknown): boolean {
  const parsed = parseCallResult(value);
  return parsed.status === "ok" && parsed.result.doNotCall === true;
}

/** A stored result. Of what was stored before answers were checked, nothing is confirmed. */
export const storedResultSchema = z.preprocess((value) => {
  if (!isRecord(value)) return value;
  const result = readResult(value, null);
  const { confirmed, evidence } = value;
  for (const field of CHECKED_FIELDS)
    result.confirmed[field] = isRecord(confirmed) && confirmed[field] === true;
  const items = Array.isArray(value.criteria) ? value.criteria : [];
  const passages = isRecord(evidence) && Array.isArray(evidence.criteria) ? evidence.criteria : [];
  for (const [index, item] of result.criteria.entries()) {
    item.confirmed = isRecord(items[index]) && items[index].confirmed === true;
    result.evidence.criteria[index] = readEvidence(passages[index]);
  }
  return result;
}, resultSchema);

/** Reads what was unknown of an object; what is no object, or has nothing of an answer, is not one. */
function unwrap(value: unknown, depth = 0): Record<string, unknown> | null {
  if (depth > 3) return null;
  if (typeof value === "string") return unwrap(parseJson(value), depth + 1);
  if (!isRecord(value)) return null;
  if (Object.keys(unknownResult()).some((field) => field in value)) return value;
  if (Object.keys(value).length === 0 && !Array.isArray(value)) return value;
  const parts = Object.values(value).slice(0, CRITERIA_MAX);
  return parts.map((part) => unwrap(part, depth + 1)).find((part) => part !== null) ?? null;
}

/** JSON, also between the fences of a code block. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.trim().replace(/^```\w*|```$/g, ""));
  } catch {
    return null;
  }
}

function readResult(value: Record<string, unknown>, own: string | null): CallResult {
  const criteria = readCriteria(value.criteria);
  const named = isRecord(value.evidence) ? value.evidence : {};
  const evidenceOf = (field: CheckedField) => readEvidence(named[field]);
  return {
    availability: readAvailability(value.availability),
    earliestText: readText(value.earliestText, TEXT_MAX.phrase),
    earliestAt: readInstant(value.earliestAt),
    price: readPrice(value.price, own),
    callOutFee: readFee(value.callOutFee, own),
    conditions: readConditions(value.conditions),
    criteria,
    contactName: readText(value.contactName, TEXT_MAX.name),
    callbackRequested: readCallback(value.callbackRequested),
    wrongNumber: readYesNo(value.wrongNumber),
    doNotCall: readYesNo(value.doNotCall),
    voicemailOrMenu: readYesNo(value.voicemailOrMenu),
    languageBarrier: readYesNo(value.languageBarrier),
    summary: readText(value.summary, TEXT_MAX.summary),
    confirmed: unknownResult().confirmed,
    evidence: {
      availability: evidenceOf("availability"),
      earliest: evidenceOf("earliest"),
      price: evidenceOf("price"),
      callOutFee: evidenceOf("callOutFee"),
      criteria: criteria.map(() => null),
    },
  };
}

function readAvailability(value: unknown): CallResult["availability"] {
  const spellings = {
    not_available: "unavailable",
    can: "available",
    cannot: "unavailable",
  } as const;
  const word = readWord(value, AVAILABILITIES, spellings);
  const isYes = readYesNo(value);
  return word ?? (isYes === null ? "unknown" : isYes ? "available" : "unavailable");
}

/** Asked for and not when: a yes stands for it. */
function readCallback(value: unknown): string | null {
  if (value === true) return "yes";
  return readYesNo(value) === false ? null : readText(value, TEXT_MAX.phrase);
}

function readConditions(value: unknown): string[] {
  const items = Array.isArray(value)
    ? value
    : isRecord(value) && !("text" in value || "value" in value)
      ? Object.entries(value).map(([name, item]) => `${name}: ${readText([item], TEXT_MAX.phrase)}`)
      : [value];
  return items
    .map((item) => readText(item, TEXT_MAX.phrase))
    .filter((item): item is string => item !== null && readYesNo(item) === null)
    .slice(0, CONDITIONS_MAX);
}

/** A list of answers, one answer, or an object with the criteria as its names. */
function readCriteria(value: unknown): CallResult["criteria"] {
  const items = Array.isArray(value)
    ? value
    : !isRecord(value)
      ? []
      : "criterion" in value
        ? [value]
        : Object.entries(value).map(([criterion, met]) =>
            isRecord(met) ? { criterion, ...met } : { criterion, met },
          );
  return items.slice(0, CRITERIA_MAX).flatMap((item) => {
    const { criterion, met, quote }: Record<string, unknown> = isRecord(item)
      ? item
      : { criterion: typeof item === "string" ? item : null };
    const name = readText(criterion, TEXT_MAX.phrase);
    if (name === null) return [];
    const isMet = readYesNo(met);
    return {
      criterion: name,
      met: isMet === null ? "unknown" : isMet ? "yes" : "no",
      quote: readText(quote, TEXT_MAX.quote),
      confirmed: false,
    } as const;
  });
}

const KIND_SPELLINGS = {
  fixed: "flat",
  flat_rate: "flat",
  hour: "hourly",
  per_hour: "hourly",
  visit: "visit_needed",
} as const;

/** An object, or the amount alone. Nothing costs nothing: "estimates are free" is no price of the job. */
function readPrice(value: unknown, own: string | null): Price {
  const given = isRecord(value) && !Array.isArray(value) ? value : readAlone(value, own);
  const money = [given.low ?? given.amount ?? given.value, given.high].map((part) => {
    const read = readMoney(part, own);
    return read && read.amount > 0 ? read : null;
  });
  const quote = readText(given.quote, TEXT_MAX.quote);
  const kind = readWord(given.kind, PRICE_KINDS, KIND_SPELLINGS) ?? "unknown";
  const isHourly = kind !== "visit_needed" && money.some((part) => part?.isHourly);
  return orderAmounts({
    quote,
    kind: isHourly ? "hourly" : kind,
    low: money[0]?.amount ?? null,
    high: money[1]?.amount ?? null,
    currency: currencyOf(given.currency, money, quote, own),
    covers: readText(given.covers, TEXT_MAX.quote),
  });
}

/** `180`, "$180", "$180 to $220": the price of the job, in an answer that has no place for more. */
function readAlone(value: unknown, own: string | null): Record<string, unknown> {
  const words = readText(value, TEXT_MAX.quote) ?? "";
  const [first, second] = words.replace(/^between /i, "").split(/\s*(?:-|–|\bto\b|\band\b)\s*/);
  const isRange = readMoney(first, own) !== null && readMoney(second, own) !== null;
  const low = isRange ? first : value;
  return {
    low,
    high: isRange ? second : low,
    kind: "flat",
    quote: typeof value === "string" ? words : null,
  };
}

const currencyOf = (
  given: unknown,
  money: readonly (Money | null)[],
  words: string | null,
  own: string | null,
): string | null =>
  readCurrency(given, own) ??
  money.find((part) => part?.currency)?.currency ??
  // Words tell the currency of an amount, not that there is one.
  (money.some((part) => part !== null) ? currencyInWords(words, own) : null);

/** A flat price has one amount, a range two in order; a kind that contradicts its amounts follows the amounts. */
function orderAmounts(raw: Price): Price {
  const [low, high] =
    raw.low !== null && raw.high !== null && raw.low > raw.high
      ? [raw.high, raw.low]
      : [raw.low ?? raw.high, raw.high ?? raw.low];
  const isPriced = low !== null;
  let { kind } = raw;
  if (isPriced && (kind === "flat" || kind === "range")) kind = low === high ? "flat" : "range";
  if (!isPriced && (kind === "flat" || kind === "range")) kind = "unknown";
  return { ...raw, kind, low, high };
}

function readFee(value: unknown, own: string | null): CallResult["callOutFee"] {
  const given = isRecord(value) && !Array.isArray(value) ? value : { amount: value };
  const money = readMoney(given.amount ?? given.value, own);
  return (
    money && { amount: money.amount, currency: currencyOf(given.currency, [money], null, own) }
  );
}

function readEvidence(value: unknown): Evidence {
  if (!isRecord(value)) return null;
  const words = readText(value.words, TEXT_MAX.passage);
  const { message, second } = value;
  return words === null
    ? null
    : {
        message: Number.isSafeInteger(message) && Number(message) >= 0 ? Number(message) : null,
        words,
        second: typeof second === "number" && second >= 0 ? second : null,
      };
}
