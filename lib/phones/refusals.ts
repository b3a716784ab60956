import PLANS from "./plans.json";

/** Why a written number is not dialed. Stable: clients match on it, the texts may change. */
export type PhoneRefusalCode =
  | "empty"
  | "scientific_notation"
  | "several_numbers"
  | "letters"
  | "fax"
  | "unreadable"
  | "unknown_country_code"
  | "country_missing"
  | "too_short"
  | "too_long"
  | "not_valid"
  | "unknown_area"
  | "extension_too_long"
  | "emergency_number"
  | "short_number"
  | "premium_rate"
  | "shared_cost"
  | "satellite"
  | "not_geographic"
  | "personal_number"
  | "uan"
  | "pager"
  | "voicemail_access";

export type RefusedPhone = {
  ok: false;
  code: PhoneRefusalCode;
  /** Of `unknown_area`: the number to call once a person says that it is right. */
  e164?: string;
  /** What was seen and what is wrong with it: one sentence, plain text. */
  problem: string;
  /** What the person can do about it: one sentence. */
  fix: string;
};

const ORDINARY = "Use the business's ordinary landline, mobile or freephone number.";
const WITH_COUNTRY = "Check the digits, and start with + and the country code if it is abroad.";

const TEXTS: Record<PhoneRefusalCode, { wrong: string; fix: string }> = {
  empty: { wrong: "there is no phone number", fix: "Enter a phone number." },
  scientific_notation: {
    wrong: "a spreadsheet shortened the number and its last digits are lost",
    fix: "Format the column as text in the spreadsheet and copy the number again.",
  },
  several_numbers: {
    wrong: "it holds more than one phone number",
    fix: "Keep one number per row.",
  },
  letters: {
    wrong: "it has letters that are not part of a phone number",
    fix: "Keep only the number, with x and digits for an extension.",
  },
  fax: { wrong: "it is a fax number, and nobody answers a fax", fix: ORDINARY },
  unreadable: {
    wrong: "it cannot be read as a phone number",
    fix: "Write digits only, for example +1 415 555 0123.",
  },
  unknown_country_code: {
    wrong: "no country has that calling code",
    fix: "Check the digits after the +.",
  },
  country_missing: {
    wrong: "it has no country code, and the default country is not one we know",
    fix: "Start the number with + and the country code, or choose another default country.",
  },
  too_short: { wrong: "it has too few digits", fix: `${WITH_COUNTRY} Include the area code.` },
  too_long: { wrong: "it has too many digits", fix: WITH_COUNTRY },
  not_valid: { wrong: "no number of that form is in use", fix: WITH_COUNTRY },
  unknown_area: {
    wrong: `its area code is not in the numbering plans of ${PLANS.date}`,
    fix: "Area codes are added every few months: if the number is right, confirm it.",
  },
  extension_too_long: {
    wrong: "its extension is longer than 10 digits",
    fix: "Check the extension, or leave it out.",
  },
  emergency_number: {
    wrong: "this is an emergency number, which is never called",
    fix: ORDINARY,
  },
  short_number: {
    wrong: "it is as short as a service number, and those work only from some networks",
    fix: `${ORDINARY} Include the area code.`,
  },
  premium_rate: { wrong: "this is a premium-rate number", fix: ORDINARY },
  shared_cost: { wrong: "the caller pays extra for this shared-cost number", fix: ORDINARY },
  satellite: { wrong: "this is a satellite or ship number with very high charges", fix: ORDINARY },
  not_geographic: { wrong: "this number belongs to no country", fix: ORDINARY },
  personal_number: {
    wrong: "this is a personal follow-me number with unpredictable charges",
    fix: ORDINARY,
  },
  uan: { wrong: "this is a company access number with its own charges", fix: ORDINARY },
  pager: { wrong: "this is a pager", fix: ORDINARY },
  voicemail_access: { wrong: "this number leads to a mailbox, not to a person", fix: ORDINARY },
};

/** Longest piece of the input repeated in a message: long enough to recognize the row, short enough for a table cell. */
const SEEN_MAX = 40;

/** Builds a refusal; `detail` replaces the general wording and `fix` the general advice when something better is known. */
export function refusePhone(
  code: PhoneRefusalCode,
  seen: string,
  better: { detail?: string; fix?: string } = {},
): RefusedPhone {
  const text = TEXTS[code];
  const shown = seen.length > SEEN_MAX ? `${seen.slice(0, SEEN_MAX)}…` : seen;
  const wrong = better.detail ?? text.wrong;
  return {
    ok: false,
    code,
    problem: shown
      ? `Saw "${shown}": ${wrong}.`
      : `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`,
    fix: better.fix ?? text.fix,
  };
}
