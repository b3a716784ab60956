/** Digits of the scripts that spreadsheets and chat apps produce besides ASCII and full-width. */
const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966];

/**
 * Invisible characters copied along with a number: soft hyphen, zero-width spaces, bidi marks, BOM.
 * They are neither spaces nor punctuation, so a parser would call the whole number unreadable.
 */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Every dash a word processor substitutes for the hyphen. */
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

/**
 * `Tel: …`, `Mobile …`, `Ph# …`, `P: …`, `Telefon: …`, also behind the number: `(cell)`. Fax is left in: a fax line
 * cannot answer questions, so it must be refused.
 */
export const PHONE_WORD =
  "(?:t[eé]l(?:e(?:ph|f(?!a[xk])|v)\\p{L}*)?|phones?|ph|mob(?:i\\p{L}*)?|cell(?:ul\\p{L}*)?|celular|handy|office|work|home|main|direct|business|landline|gsm|whatsapp|call|тел(?:ефон)?|моб|τηλ|电话|電話|手机|전화)";
const LABEL = new RegExp(
  `^(?:(?:${PHONE_WORD}|[ptmcw](?=\\s*[:.#]))(?:\\s*(?:no|nr|number|nummer))?[\\s.:#№°-]*)+(?=[+(\\d])`,
  "iu",
);
const LABEL_BEHIND = new RegExp(
  `(?<=\\d)\\s*[([]\\s*${PHONE_WORD}\\.?\\s*[)\\]]$|(?<=\\d)\\s+${PHONE_WORD}$`,
  "iu",
);

/** A fax is never called. */
export const FAX_WORD = "(?:tele-?)?(?:fax|faks)|факс|φαξ|t[eé]l[eé]copie|传真|傳真";
/** A fax behind a number: `Phone: 864-555-0100 Fax: 864-555-0109`. */
const FAX_BESIDE = new RegExp(
  `(?<=\\d)[\\s,;/|]+(?:${FAX_WORD})[\\s.:#-]*[+(]?\\d[\\d\\s().+/-]*$`,
  "iu",
);

/** Links that dial: `tel:`, `callto:`, `https://wa.me/`. What they hold of other things ends at the first mark. */
const LINK =
  /^(?:tel|callto|sms|whatsapp|skype):(?:\/\/)?(?=[+(\d])|^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(?=\d)/i;

/** A number cell that Excel or a CSV export turned into a decimal: the added digit would be dialed. */
const DECIMAL_TAIL = /^(\+?\d{7,15})[.,]0+$/;

/** Undoes what spreadsheets, phones and copy-paste do to a written number; changes no digit. */
export function cleanPhoneText(raw: string): string {
  return (
    raw
      .normalize("NFKC")
      .replace(INVISIBLE, "")
      .replace(DASHES, "-")
      .replace(/\p{Nd}/gu, toAsciiDigit)
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim()
      // Excel marks "keep this cell as text" with an apostrophe, sometimes a typographic one.
      .replace(/^['\u2018\u2019`]+\s*/, "")
      // Pictures of telephones, and a cell that says that it is text.
      .replace(/^="(.*)"$/, "$1")
      .replace(/^(?:\p{So}|\ufe0f|\s)+/u, "")
      .replace(LINK, (link) => (/wa\.me|whatsapp/i.test(link) ? "+" : ""))
      .replace(/^(\+\d{7,15})[/?&].*$/, "$1")
      .replace(FAX_BESIDE, "")
      .replace(LABEL, "")
      .replace(LABEL_BEHIND, "")
      .replace(/(?<=\d)\s?[·•∙・]\s?(?=\d)/g, "-")
      // Nothing, in words of people and of spreadsheets ("#N/A", "#ERROR!").
      .replace(/^(?:n\/?a|none|null|nil|unknown|tbd|[-–.?]+|#[a-z][a-z\d/]*[!?]?)$/i, "")
      .replace(DECIMAL_TAIL, "$1")
  );
}

function toAsciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const zero = DIGIT_ZEROS.find((start) => code >= start && code <= start + 9);
  return zero === undefined ? character : String(code - zero);
}

const KEYPAD = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

const toKey = (letter: string): string =>
  String(KEYPAD.findIndex((letters) => letters.includes(letter.toLowerCase())) + 2);

const EXTENSION_TAIL = /\s*(?:;ext=|,+|#|(?<![a-z])(?:extension|extn?|x)[.:]?)\s*(\d+)$/i;

/**
 * A North American phone word (1-800-FLOWERS) as digits, or null when the letters are something else.
 * The word must be part of the seven dialed digits; longer words (1-800-CONTACTS) are cut only when they are all
 * letters, because the network ignores the surplus keys but a stray name after a number is not a phone word.
 */
export function phoneWordToDigits(text: string): string | null {
  const extension = EXTENSION_TAIL.exec(text);
  const body = extension ? text.slice(0, extension.index) : text;
  const match = /^(?:\+?1[\s.-]*)?\(?([2-9]\d\d)\)?[\s.-]*([a-z\d][a-z\d\s.-]*)$/i.exec(body);
  const areaCode = match?.[1];
  const line = match?.[2]?.replace(/[\s.-]/g, "");
  if (!areaCode || !line || line.length < 7) return null;

  const isOneWord = /^[a-z]+$/i.test(line);
  // Fewer than three letters is a slip of the keyboard (O for 0, I for 1), not a word.
  const hasWord = (line.match(/[a-z]/gi) ?? []).length >= 3;
  if (!hasWord || (line.length > 7 && !isOneWord)) return null;

  const digits = line.slice(0, 7).replace(/[a-z]/gi, toKey);
  return `+1${areaCode}${digits}${extension ? ` ext. ${extension[1]}` : ""}`;
}
