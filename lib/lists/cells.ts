/** What a cell is that is neither a name nor a number to call. */
const NOISE: readonly RegExp[] = [
  // Addresses of pages and of mail; wa.me and tel: are numbers.
  /^(?!https?:\/\/wa\.me|https?:\/\/api\.whatsapp)(?:[a-z]+:\/\/|www\.)/i,
  /^[^\s@]+@[^\s@]+$/,
  /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?$/i,
  // Dates and times.
  /^\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\.?(?:[T ].*)?$/,
  /^\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{2}(?:\d\d)?\.?(?: .*)?$/,
  /^\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?(?:\s?[–-].*)?$/i,
  // Decimals, coordinates, prices, percentages, anything below zero.
  /^[-+]?\d{1,6}[.,]\d+$/,
  /^[-+]?\d{1,3}(?:[., '’]\d{3})*[.,]\d{1,2}$/,
  /^[-+]?\d+\.\d+°?\s?[NS]?[,;/\s]\s*[-+]?\d+\.\d+°?\s?[EWO]?$/,
  /^[-−]\s?\d/,
  /%$|[$€£¥₹₽₺₴₩]/,
  /^(?:[\d.,' ]+\s?)(?:usd|eur|gbp|chf|pln|zł|kč|czk|sek|nok|dkk|kr|ft|huf|ron|lei)\.?$/i,
  // Booleans.
  /^(?:true|false|yes|no|y|n|ja|nein|nee|oui|non|s[ií]|não|nao|sim|tak|nie|ano|ne|да|нет|wahr|falsch|vrai|faux|active|inactive|null|none|undefined|n\/?a|-+)$/i,
];

export const isNoise = (cell: string): boolean => NOISE.some((pattern) => pattern.test(cell));

/** `12 Main St`, `Hauptstr. 12a`, `12, rue de la Paix`: digits and words of a street. */
const ADDRESS =
  /^\d+\s?[a-z]?,?\s+(?:\S+\s+){0,4}\S+|\p{L}[.,]?\s+\d+\s?[a-z]?(?:,|\/|$)|\b(?:street|avenue|road|blvd|suite|p\.?o\.? box)\b/iu;

export const isAddress = (cell: string): boolean => /\d/.test(cell) && ADDRESS.test(cell);

/** Identifiers: a UUID, a hash, letters and digits without a blank. */
const ID =
  /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$|^(?=\S*\d)(?=\S*[a-z_])[\w:=/+]{9,}$|^[a-z]{1,4}[-_ ]?\d+[a-z]?$/i;

const HOURS =
  /\d{1,2}(?::\d{2}|\s?[ap]m).{0,6}\d|\d\s?[–-]\s?\d{1,2}(?::\d{2}|\s?[ap]m)|^(?:open|closed)\b/i;

/** Whether a cell could be what somebody is called. */
export const isNameLike = (cell: string): boolean =>
  /\p{L}.*\p{L}|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(
    cell,
  ) &&
  !isNoise(cell) &&
  !ID.test(cell) &&
  !HOURS.test(cell);

/** Written in groups, with signs that only numbers have: not an identifier. */
export const isGrouped = (cell: string): boolean =>
  /[+(]|\d[ .\-/\u00a0\u2010-\u2013]\d/.test(cell);
