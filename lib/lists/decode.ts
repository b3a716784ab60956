import { analyse } from "chardet";

/** Letters beyond ASCII of languages, by the encoding in which their spreadsheets save; in its order where several fit. */
const ALPHABETS: readonly [encoding: string, ...languages: string[]][] = [
  [
    "windows-1252",
    "äöüß",
    "éèêëàâçîïôûùüœæ",
    "áéíóúñüçïàèòï·",
    "áâãàçéêíóôõúü",
    "àèéìòù",
    "æøåéö",
    "åäöé",
    "éëïöüèáó",
    "áðéíóúýþæö",
  ],
  [
    "windows-1250",
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîșțşţ",
    "čćđšž",
  ],
  [
    "macintosh",
    "äöüß",
    "éèêëàâçîïôûùüœæ",
    "áéíóúñüç",
    "áâãàçéêíóôõúü",
    "àèéìòù",
    "æøåéö",
    "åäöé",
    "éëïöüèáó",
  ],
  [
    "windows-1251",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
  ],
  ["windows-1254", "çğıöşüâîû"],
  ["windows-1253", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋ"],
  ["windows-1257", "ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"],
];

/** Marks that typography adds to any language. */
const MARKS = /[–—‘’‚“”„«»‹›…•·°§€£№®©™ªº¡¿´\u00a0]/gu;

/** Where the encoding is as good as certain. */
const SURE = 0.95;

/** Bytes of a text file as text. `encoding` is named as the Encoding Standard does. Never throws. */
export function decode(bytes: Uint8Array, country = ""): { text: string; encoding: string } {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decodeAs(bytes, "utf-16be");
  // ASCII with every second byte zero.
  if (bytes.length > 3 && second === 0 && bytes[3] === 0) return decodeAs(bytes, "utf-16le");
  if (bytes.length > 3 && first === 0 && third === 0) return decodeAs(bytes, "utf-16be");
  const utf8 = decodeAs(bytes, "utf-8");
  // One bad byte is one bad character. In other encodings hardly any letter beyond ASCII happens to be UTF-8.
  const bad = utf8.text.split("\ufffd").length - 1;
  const good = (utf8.text.match(/[^\p{ASCII}\ufffd]/gu) ?? []).length;
  if (bad === 0 || bad <= good) return utf8;
  return decodeAs(bytes, guess(bytes, country));
}

function decodeAs(bytes: Uint8Array, encoding: string) {
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding !== "windows-1252") return { text, encoding };
  return {
    text: text.replace(/[\x80-\x9f]/g, (mark) => C1[mark.charCodeAt(0) - 0x80] ?? mark),
    encoding,
  };
}

/** 0x80 to 0x9f of windows-1252, which Node 20 and 22 decode as ISO-8859-1 (nodejs/node#56542). */
const C1 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** So much of a file says what it is written in. */
const SAMPLE_BYTES = 65_536;

function guess(whole: Uint8Array, country: string): string {
  const bytes = whole.subarray(0, SAMPLE_BYTES);
  const usual = USUAL.find(([countries]) => countries.split(" ").includes(country))?.[1];
  const fits = ALPHABETS.map(([encoding, ...languages]) => {
    const { text } = decodeAs(bytes, encoding);
    const fit = Math.max(...languages.map((letters) => fitOf(text, letters)));
    return { encoding, fit: fit + (encoding === usual ? 0.01 : 0) };
  });
  const best = fits.reduce((a, b) => (b.fit > a.fit ? b : a));
  if (best.fit >= SURE) return best.encoding;
  if (usual && !ALPHABETS.some(([encoding]) => encoding === usual) && isAll(bytes, usual))
    return usual;
  const found = analyse(bytes)
    .map(({ name }) => LABELS[name] ?? name.toLowerCase())
    .find(isLabel);
  const isOfTheEast = found !== undefined && !/^(?:windows|iso|utf|ascii)/.test(found);
  return isOfTheEast || best.fit < 0.5 ? (found ?? "windows-1252") : best.encoding;
}

/** Where the same bytes are words in two encodings, people of these countries save in the second. */
const USUAL: readonly [countries: string, encoding: string][] = [
  ["PL CZ SK HU RO SI HR RS BA AL", "windows-1250"],
  ["RU UA BG BY MK KZ", "windows-1251"],
  ["TR AZ", "windows-1254"],
  ["LT LV EE", "windows-1257"],
  ["CN SG", "gb18030"],
  ["TW HK MO", "big5"],
  ["JP", "shift_jis"],
  ["KR", "euc-kr"],
];

const LABELS: Record<string, string> = {
  "ISO-8859-1": "windows-1252",
  "ISO-8859-2": "windows-1250",
  "ISO-8859-7": "windows-1253",
  "ISO-8859-9": "windows-1254",
};

function isAll(bytes: Uint8Array, encoding: string): boolean {
  return !decodeAs(bytes, encoding).text.slice(0, -1).includes("\ufffd");
}

function isLabel(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== "";
  } catch {
    return false;
  }
}

/** The share of what is beyond ASCII that is of this alphabet, in the place and case that letters have in words. */
function fitOf(text: string, letters: string): number {
  const all = [...text.matchAll(/[^\p{ASCII}]/gu)];
  const rest = all.filter(([mark]) => !mark.match(MARKS));
  if (rest.length === 0) return all.length === 0 ? 1 : marksFit(text);
  const fitting = rest.filter(({ 0: letter, index }) => {
    if (!letters.includes(letter.toLowerCase())) return false;
    const before = text[index - 1] ?? " ";
    // Letters of two scripts are no word, nor is a capital after a small letter.
    if (!isLatin(letter) && (isLatin(before) || isLatin(text[index + 1] ?? " "))) return false;
    return !(/\p{Ll}/u.test(before) && /\p{Lu}/u.test(letter));
  });
  return (fitting.length / rest.length) * marksFit(text);
}

const isLatin = (letter: string): boolean => /\p{Script=Latin}/u.test(letter);

/** Marks between two letters are no letters of a word, except an apostrophe. */
const marksFit = (text: string): number =>
  /\p{L}[–—‚“„«»‹›…•°§€£№®©™ªº¡¿´]\p{L}/u.test(text) ? 0.8 : 1;
