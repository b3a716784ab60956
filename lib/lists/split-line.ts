import { FAX_WORD, PHONE_WORD } from "@/lib/phones/clean-phone-text";
import { isAddress, isNoise } from "./cells";
import type { NumberReader } from "./number-reader";
import { DELIMITERS, type Delimiter, splitCells } from "./records";

/** A line taken apart; either part is empty when the line does not have it. */
export type NameAndPhone = { name: string; phone: string };

/** "1. ", "2) ", "- ", "• ": list marks, not names. */
const LIST_MARK = /^\s*(?:[-*•·]|\d{1,3}[.)])\s+/;

export const withoutMark = (text: string): string => text.replace(LIST_MARK, "").trim();

const TWO_QUOTED = /^\s*"(?:[^"]|"")*"\s*,\s*"(?:[^"]|"")*"\s*$/;

const EXTENSION = /^(?:x|ext\.?|extension)[\s:]*\d+$/i;

const MOST_CHARACTERS = 1000;

/** The businesses of a line without column names; one, unless each part of the line is a business of its own. */
export function splitLine(text: string, numbers: NumberReader): NameAndPhone[] {
  // What nobody types; looking for a number at each of its words would take seconds.
  if (text.length > MOST_CHARACTERS) return [{ name: text, phone: "" }];
  for (const mark of [";", "|", "\t", " / ", ","]) {
    const parts = text.split(mark).filter((part) => part.trim() !== "");
    const groups = mark === "," ? inPairs(parts) : parts;
    if (groups.length < 2) continue;
    const found = groups.map((part) => splitRow(part, numbers));
    if (found.every(({ name, phone }) => name !== "" && isOne(phone, numbers))) return found;
  }
  return [splitRow(text, numbers)];
}

const isOne = (phone: string, numbers: NumberReader): boolean => numbers.glance(phone).ok;

/** `Acme, 864…, Best, 864…` as pairs. */
const inPairs = (parts: readonly string[]): string[] =>
  parts.length < 4 || parts.length % 2 === 1
    ? []
    : parts.flatMap((part, index) => (index % 2 === 0 ? [`${part},${parts[index + 1]}`] : []));

/** Numbers that could be called, wherever they stand in a text. */
export function numbersWithin(text: string, numbers: NumberReader): string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(/[+(]?\d[\d\s().+\-/\u2010-\u2015]{5,}\d/g)) {
    const groups = [...run.matchAll(/[+(]?\d+/g)];
    for (let from = 0; from < groups.length; from++) {
      const start = groups[from]?.index ?? 0;
      for (let to = Math.min(groups.length, from + 8) - 1; to >= from; to--) {
        const last = groups[to];
        const part = run.slice(start, (last?.index ?? 0) + (last?.[0].length ?? 0));
        const reading = numbers.isCallable(part) ? numbers.glance(part) : null;
        if (!reading?.ok) continue;
        found.push(reading.e164);
        from = to;
        break;
      }
    }
  }
  return [...new Set(found)];
}

/** "Name, phone", "Name - phone", "Name phone", either order, cells of a spreadsheet. Judging the number is left to others. */
function splitRow(text: string, numbers: NumberReader): NameAndPhone {
  // "Acme <864 …>", "[Acme](tel:864 …)"
  const row = text
    .replace(LIST_MARK, "")
    .replace(/^\s*\[(.+)\]\((tel:[^)]+)\)/i, "$1, $2")
    .replace(/<([^<>]+)>\s*$/, "$1");
  for (const delimiter of DELIMITERS) {
    if (!row.includes(delimiter)) continue;
    const found = splitByCells(row, splitCells(row, delimiter), delimiter, numbers);
    if (found) return found;
    // A tab is never part of a name, so nothing else can separate this row.
    if (delimiter === "\t") return splitByWords(row, numbers);
  }
  return splitByWords(row, numbers);
}

/** `"Name", "number"`: quotes say that these are two cells, also when the second is no number yet. */
function readTwoQuoted(row: string, [name, phone]: string[]): NameAndPhone | null {
  return TWO_QUOTED.test(row) ? { name: name ?? "", phone: phone ?? "" } : null;
}

function splitByCells(
  row: string,
  cells: string[],
  delimiter: Delimiter,
  numbers: NumberReader,
): NameAndPhone | null {
  // What is quoted was written by a program: a name, and a number that may be half typed.
  const quoted = delimiter === "," ? readTwoQuoted(row, cells) : null;
  if (quoted && !numbers.isCallable(quoted.name)) return quoted;
  const callable = cells.filter(numbers.isCallable);
  const read = cells.findIndex(numbers.isCallable);
  const at = read !== -1 ? read : cells.findIndex(looksLikePhone);
  if (at === -1) return null;

  const next = cells[at + 1] ?? "";
  const isFax = FAX_END.test(cells[at - 1] ?? "");
  const written = `${isFax ? "Fax " : ""}${cells[at]}`;
  const phone = EXTENSION.test(next) ? `${written} ${next}` : written;
  const [first = "", ...more] =
    [
      cells.slice(0, at).filter(isWords),
      cells.slice(at + 1).filter((cell) => isWords(cell) && !EXTENSION.test(cell)),
    ].find((names) => names.length > 0) ?? [];
  // "Smith, Jones & Sons, 864 …": an unquoted comma may belong to the name; a tab or semicolon ends it.
  const address = more.findIndex(isAddress);
  const names =
    delimiter === "," ? [first, ...more.slice(0, address === -1 ? undefined : address)] : [first];
  // Which of two numbers is meant is not for a program to say.
  return { name: names.join(", "), phone: callable.length > 1 ? callable.join(" / ") : phone };
}

const isWords = (text: string): boolean =>
  /\p{L}/u.test(text) && !isNoise(text) && !SAYS_NO_NAME.test(text);
const countDigits = (text: string): number => (text.match(/\d/g) ?? []).length;

/** Three digits are the least that somebody would write as a number (911); mostly digits, so that an address is not one. */
function looksLikePhone(cell: string): boolean {
  const digits = countDigits(cell);
  return digits >= 3 && /^['+(\d]/.test(cell) && digits * 2 >= cell.replace(/\s/g, "").length;
}

/** How a number begins, or a link that dials it. */
const BEGINS =
  /^(?:[+(\d]|(?:tel|callto|sms|whatsapp):|(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com)\/)/i;

/** Characters of a number written without words. */
const PLAIN_NUMBER = /^[+(\d][\d\s().+/-]*$/;
function splitByWords(row: string, numbers: NumberReader): NameAndPhone {
  const words = row.trim().split(/\s+/);
  const part = (from: number, to: number) => words.slice(from, to).join(" ");
  const count = words.length;

  for (let from = 0; from < count; from++) {
    const tail = part(from, count).replace(/^[-–—:|,;•·]+\s*/, "");
    if (!BEGINS.test(tail)) continue;
    const reading = numbers.glance(tail);
    if (!reading?.ok && reading?.code !== "several_numbers") continue;
    const name = part(0, from);
    if (FAX_END.test(name))
      return { name: cleanEnd(name.replace(FAX_END, "")), phone: `Fax ${tail}` };
    // "Acme 8645550100 8645550111": the first number would be taken for part of the name.
    const digitsBefore = /[+(\d][\d\s().+/-]*$/.exec(name)?.[0] ?? "";
    if (countDigits(digitsBefore) >= 7) {
      return {
        name: cleanEnd(name.slice(0, -digitsBefore.length)),
        phone: `${digitsBefore} ${tail}`,
      };
    }
    return { name: cleanEnd(name), phone: tail };
  }
  for (let to = count; to > 0; to--) {
    const head = part(0, to).replace(/\s*[-–—:|,;•·]+$/, "");
    if (numbers.glance(head)?.ok) return { name: cleanStart(part(to, count)), phone: head };
  }
  // Nothing can be dialed; what looks most like a number is shown as the one with the problem.
  for (let from = 0; from < count; from++) {
    const tail = part(from, count).replace(/^[-–—:|,;•·]+\s*/, "");
    if (PLAIN_NUMBER.test(tail) && countDigits(tail) >= 3) {
      return { name: cleanEnd(part(0, from)), phone: tail };
    }
  }
  return { name: cleanEnd(row), phone: "" };
}

const LABEL_END = new RegExp(
  `(?:^|[\\s,;(–—-])(?:${PHONE_WORD}|[ptm])(?:\\s*(?:no|nr|number))?\\s*[.:#]+\\s*$`,
  "iu",
);

const FAX_END = new RegExp(
  `(?<!\\p{L})(?:${FAX_WORD})(?:\\s*(?:no|nr|number|nummer))?[\\s.:#-]*$`,
  "iu",
);

/** What pages write before a number: "Call now", "Open 24 hours", "Closes 5 PM". */
const SAYS_NO_NAME = new RegExp(
  `^(?:(?:${PHONE_WORD}|now|us|today)(?!\\p{L})[\\s.,:·-]*)+$|^(?:opens?|closed|closes)(?!\\p{L})(?:[\\s.,:/⋅·–-]|\\d|(?:opens?|closed|closes|hours|soon|now|at|until|[ap]\\.?m|mon|tue|wed|thu|fri|sat|sun)(?!\\p{L}))*$`,
  "iu",
);

/** Separators between name and number, and a label such as "tel:" that belongs to the number. */
function cleanEnd(name: string): string {
  const rest = name
    .replace(LABEL_END, "")
    .replace(/(?:[\s,;:|/•·–—-]|\p{So}|\ufe0f)+$/u, "")
    .trim();
  return SAYS_NO_NAME.test(rest) ? "" : rest;
}

const cleanStart = (name: string): string => name.replace(/^[\s,;:|/•·–—-]+/, "").trim();
