import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type MetadataJson,
  type NumberType,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from "libphonenumber-js/core/es6";
import { LIMITS } from "@/lib/limits";
import { cleanPhoneText, FAX_WORD, phoneWordToDigits } from "./clean-phone-text";
import { type PhoneRefusalCode, type RefusedPhone, refusePhone } from "./refusals";

export type { CountryCode, MetadataJson, PhoneRefusalCode, RefusedPhone };

export type PhoneType =
  | "fixed_line"
  | "mobile"
  | "fixed_line_or_mobile"
  | "toll_free"
  | "voip"
  | "fictitious";

export type AcceptedPhone = {
  ok: true;
  /** `+` and digits, no extension: the form Vapi dials and the database keeps. */
  e164: string;
  /** As written inside its own country, extension left out. */
  national: string;
  /**
   * The country the number belongs to. All of North America and much of the Caribbean share +1 and cost very
   * differently, so an allow-list must look at this and never at the calling code.
   */
  country: CountryCode;
  type: PhoneType;
  /** 1 to 10 digits to dial after the answer (10 is Vapi's limit for `customer.extension`). */
  extension?: string;
};

export type PhoneReading = AcceptedPhone | RefusedPhone;

/** Vapi refuses a longer `customer.extension`. */
const EXTENSION_MAX_DIGITS = 10;

/** Emergency numbers of any country: which country's exchange would answer depends on the phone line used, so none is dialed. */
const EMERGENCY = new Set(
  "000 110 111 112 113 115 117 118 119 122 911 995 999 15 17 18".split(" "),
);

/** Calling codes of satellite and ship networks (ITU E.164 list): Inmarsat, global mobile satellite, international networks. */
const SATELLITE = new Set(["870", "881", "882", "883"]);

const REFUSED_TYPES: Partial<Record<NonNullable<NumberType>, PhoneRefusalCode>> = {
  PREMIUM_RATE: "premium_rate",
  SHARED_COST: "shared_cost",
  PERSONAL_NUMBER: "personal_number",
  UAN: "uan",
  PAGER: "pager",
  VOICEMAIL: "voicemail_access",
};

const ACCEPTED_TYPES: Partial<Record<NonNullable<NumberType>, PhoneType>> = {
  FIXED_LINE: "fixed_line",
  MOBILE: "mobile",
  FIXED_LINE_OR_MOBILE: "fixed_line_or_mobile",
  TOLL_FREE: "toll_free",
  VOIP: "voip",
};

/** Refusals that a different reading of the same text may overturn; every other refusal is about the number itself. */
const RETRYABLE: ReadonlySet<PhoneRefusalCode> = new Set([
  "unreadable",
  "too_short",
  "too_long",
  "not_valid",
  "unknown_area",
  "unknown_country_code",
]);

/** Reads numbers with the numbering plans it was made with; see {@link createPhoneReader}. */
export type PhoneReader = {
  /** The reading of a number; a refusal says the likely cause. Never throws. */
  read: (raw: string, defaultCountry: CountryCode) => PhoneReading;
  /** The same verdict in general words: for trying where in a text the number stands. */
  glance: (raw: string, defaultCountry: CountryCode) => PhoneReading;
};

/**
 * Reads one phone number as people write it: spreadsheet cells, `(0)`, `00`, phone words, extensions.
 * A number without a country code is taken to be in `defaultCountry`, which the person chose; no other country is guessed.
 * Refuses what an automated caller must not dial: emergency, service and short numbers, and every kind of number
 * with special charges.
 *
 * `555-0100` to `555-0199` in any North American area code are accepted although some are in no numbering plan: they
 * are reserved for fiction, reach nobody, and are what documentation and the simulator use.
 *
 * An area code of North America that is in no numbering plan may be a new one: the refusal has the number then, to be
 * called once a person says that it is right.
 */
export function createPhoneReader(plans: MetadataJson): PhoneReader {
  const glance: PhoneReader["glance"] = (raw, defaultCountry) =>
    readText(plans, cleanPhoneText(raw.trim().slice(0, LIMITS.phoneAsWritten)), defaultCountry);
  return {
    glance,
    read: (raw, defaultCountry) => {
      const text = cleanPhoneText(raw.trim().slice(0, LIMITS.phoneAsWritten));
      const reading = readText(plans, text, defaultCountry);
      return reading.ok || !RETRYABLE.has(reading.code)
        ? reading
        : explain(plans, reading, text, defaultCountry);
    },
  };
}

function readText(plans: MetadataJson, text: string, defaultCountry: CountryCode): PhoneReading {
  if (!isSupportedCountry(defaultCountry, plans) && !text.startsWith("+")) {
    return refusePhone(text === "" ? "empty" : "country_missing", text);
  }
  const isNorthAmerican = isInNorthAmerica(plans, defaultCountry);
  const byShape = refuseByShape(text, isNorthAmerican);
  if (byShape) return byShape;

  let first: RefusedPhone | undefined;
  for (const reading of readings(text, isNorthAmerican)) {
    const result = judge(plans, reading, text, defaultCountry);
    if (result.ok || !RETRYABLE.has(result.code)) return result;
    first ??= result;
  }
  return first ?? refusePhone("unreadable", text);
}

/** Says that it is a fax, before or behind the number. */
const IS_FAX = new RegExp(
  `^(?:${FAX_WORD})(?!\\p{L})|(?<!\\p{L})(?:${FAX_WORD})[\\s.)\\]]*$`,
  "iu",
);

function refuseByShape(text: string, isNorthAmerican: boolean): RefusedPhone | null {
  if (text === "") return refusePhone("empty", "");
  if (/^\+?\d+(?:[.,]\d+)?e\+?\d+$/i.test(text)) return refusePhone("scientific_notation", text);
  if (IS_FAX.test(text)) return refusePhone("fax", text);
  const parts = text.split(/[/|]|:{2,}|;(?!ext=)|\bor\b|\band\b|,\s*(?=[+(\d]*\d{3})/i);
  // "864-555-0100 or 0101": the second is short for one that differs at the end.
  const isShort = /\d\s*\b(?:or|and)\s+\d{2,}$/i.test(text);
  if (isShort || parts.filter((part) => countDigits(part) >= 7).length > 1) {
    return refusePhone("several_numbers", text);
  }
  const digits = text.replace(/\D/g, "");
  if (EMERGENCY.has(digits)) return refusePhone("emergency_number", text);
  if (isNorthAmerican && /^1?[2-9]11$/.test(digits)) {
    return digits.endsWith("911")
      ? refusePhone("emergency_number", text)
      : refusePhone("short_number", text);
  }
  return null;
}

const isInNorthAmerica = (plans: MetadataJson, country: CountryCode): boolean =>
  isSupportedCountry(country, plans) && getCountryCallingCode(country, plans) === "1";

const countDigits = (text: string): number => text.replace(/\D/g, "").length;

/** The ways to read one text, most literal first. */
function readings(text: string, isNorthAmerican: boolean): string[] {
  const all = [text];
  // "(+44) 20 …"
  const unbracketed = text.replace(/^\((\+\d+)\)/, "$1");
  if (unbracketed !== text) all.push(unbracketed);
  // "+34 (0)91 …": the (0) is dialed only inside the country; where the zero belongs to the number (Italy) the literal reading wins.
  if (/^(?:\+|00)/.test(unbracketed) && unbracketed.includes("(0)")) {
    all.push(unbracketed.replace("(0)", " "));
  }
  // "00 44 …" typed where the exit code is another (011 in the US, 0011 in Australia).
  for (const reading of [...all]) {
    if (/^00\s*[1-9]/.test(reading)) all.push(reading.replace(/^00\s*/, "+"));
  }
  const mayBeWord = text.startsWith("+1") || isNorthAmerican;
  const spelled = mayBeWord ? phoneWordToDigits(text) : null;
  if (spelled) all.push(spelled);
  return all;
}

function judge(
  plans: MetadataJson,
  reading: string,
  seen: string,
  defaultCountry: CountryCode,
): PhoneReading {
  let number: PhoneNumber;
  try {
    const inCountry = isSupportedCountry(defaultCountry, plans) ? { defaultCountry } : {};
    number = parsePhoneNumberWithError(reading, { ...inCountry, extract: false }, plans);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return refusePhone(PARSE_ERRORS[error.message] ?? "unreadable", seen);
  }
  if (SATELLITE.has(number.countryCallingCode)) return refusePhone("satellite", seen);
  const extension = number.ext;
  if (extension && extension.length > EXTENSION_MAX_DIGITS) {
    return refusePhone("extension_too_long", seen);
  }

  const type = typeOf(number);
  if (typeof type === "object") return refusePhone(type.refused, seen);
  if (!type) {
    const isNew = number.countryCallingCode === "1" && MAYBE_NEW_AREA.test(number.nationalNumber);
    return isNew
      ? { ...refusePhone("unknown_area", seen), e164: number.number }
      : refusePhone(lengthProblem(plans, number, reading), seen);
  }
  const inNorthAmerica = isInNorthAmerica(plans, defaultCountry);
  // An unassigned area code has no country; a reserved number in it is given the one that was asked for.
  const fictional = type === "fictitious" ? (inNorthAmerica ? defaultCountry : "US") : undefined;
  const country = number.country ?? fictional;
  if (!country) return refusePhone("not_geographic", seen);
  number.ext = undefined;
  return {
    ok: true,
    e164: number.number,
    national: number.formatNational(),
    country,
    type,
    ...(extension ? { extension } : {}),
  };
}

const PARSE_ERRORS: Record<string, PhoneRefusalCode> = {
  TOO_SHORT: "too_short",
  TOO_LONG: "too_long",
  INVALID_COUNTRY: "unknown_country_code",
};

function typeOf(number: PhoneNumber): PhoneType | { refused: PhoneRefusalCode } | undefined {
  if (number.countryCallingCode === "1") {
    const special = northAmericanRule(number.nationalNumber);
    if (special) return special;
  }
  const type = number.getType();
  if (!type || !number.isValid()) return undefined;
  const refused = REFUSED_TYPES[type];
  return refused ? { refused } : ACCEPTED_TYPES[type];
}

/** What libphonenumber's North American pattern leaves out: it knows assigned area codes, not exchanges. */
function northAmericanRule(
  national: string,
): PhoneType | { refused: PhoneRefusalCode } | undefined {
  const match = /^([2-9]\d\d)(\d{3})(\d{4})$/.exec(national);
  if (!match) return undefined;
  const [, areaCode = "", exchange = "", line = ""] = match;
  if (areaCode.endsWith("11")) return { refused: "not_valid" };
  // 976 is the local pay-per-call exchange in every area code.
  if (exchange === "976") return { refused: "premium_rate" };
  // N11 codes are never assigned as exchanges; the switch would route 911 or 411 instead.
  if (exchange.endsWith("11")) return { refused: "not_valid" };
  // 900 is pay-per-call and 5xx with equal last digits is personal numbering, with any exchange; 555 itself is unassigned.
  const isPlainAreaCode = areaCode !== "900" && !/^5(?!55)(\d)\1$/.test(areaCode);
  return exchange === "555" && /^01\d\d$/.test(line) && isPlainAreaCode ? "fictitious" : undefined;
}

/**
 * North American numbers whose area code could be assigned: not reserved for another use (x9x, 37x, 96x, equal last
 * digits), and with an exchange that is no service code.
 */
const MAYBE_NEW_AREA = /^(?!37|96)[2-9](?!9)(\d)(?!\1)\d[2-9](?!11)\d{6}$/;

function lengthProblem(
  plans: MetadataJson,
  number: PhoneNumber,
  reading: string,
): PhoneRefusalCode {
  if (EMERGENCY.has(number.nationalNumber)) return "emergency_number";
  // Six digits or fewer without a country code is a short code somewhere; with one it is a number cut off. In North
  // America the service numbers one can call have three digits, so there anything longer is cut off too.
  const serviceMax = number.countryCallingCode === "1" ? 3 : 6;
  if (!reading.startsWith("+") && number.nationalNumber.length <= serviceMax) return "short_number";
  const problem = validatePhoneNumberLength(number.number, plans);
  return PARSE_ERRORS[problem ?? ""] ?? "not_valid";
}

/** Says the likely cause where there is one, instead of the general advice. */
function explain(
  plans: MetadataJson,
  refused: RefusedPhone,
  text: string,
  country: CountryCode,
): RefusedPhone {
  const isNumber = (part: string) => readText(plans, part, country).ok;
  const [, head = "", tail = ""] = /^(.*\d)[)\s.-]*[\s(-]+(\d{1,6})\)?$/.exec(text) ?? [];
  if (isNumber(head)) {
    const fix = `Write x${tail} if ${tail} is an extension, and a second number in a row of its own.`;
    return refusePhone(refused.code, text, {
      detail: `"${tail}" stands after a whole number`,
      fix,
    });
  }
  for (const { index, 0: mark } of text.matchAll(/[\s:;,&+]+/g)) {
    const [before, after] = [
      text.slice(0, index),
      text.slice(index + mark.trimEnd().replace("+", "").length),
    ];
    if (isNumber(before) && isNumber(after.trim())) return refusePhone("several_numbers", text);
  }
  if (refused.code === "unreadable" && /\p{L}/u.test(text)) return refusePhone("letters", text);
  if (refused.code === "unreadable" || refused.code === "unknown_area") return refused;
  // Abroad only if the groups do not say otherwise: the first one is the country code, or there are none.
  const [, group = ""] = /^([1-9]\d*)[\d\s().-]*$/.exec(text) ?? [];
  const abroad = group === "" ? null : judge(plans, `+${text}`, text, "US");
  const isGrouped = /^\d+[^\d]/.test(text);
  if (!abroad?.ok || (isGrouped && getCountryCallingCode(abroad.country, plans) !== group))
    return refused;
  return refusePhone(refused.code, text, {
    fix: `If this is the ${abroad.country} number ${abroad.e164}, write it with the +.`,
  });
}
