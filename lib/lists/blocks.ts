import { isNameLike } from "./cells";
import type { NumberReader } from "./number-reader";
import type { TextRecord } from "./records";
import { numbersWithin, splitLine, withoutMark } from "./split-line";

/** Lines that belong together, and the businesses in them; none where they only separate. */
export type Entry = { record: TextRecord; found: { name: string; phones: string[] }[] };

/** What a line is: empty, a business with its number, a number without a name, words without a number. */
type Kind = "blank" | "business" | "number" | "words";
type Line = Entry & { kind: Kind };

/**
 * Reads lines that are no table: a business on each, or on several lines as pages of directories are copied: its name, then
 * its number on a line without a name. Which of the two it is is decided for the whole text.
 */
export function readLines(
  records: readonly TextRecord[],
  isBlank: (record: TextRecord) => boolean,
  numbers: NumberReader,
): Entry[] {
  const lines = records.map((record) =>
    isBlank(record) ? { record, found: [], kind: "blank" as const } : readLine(record, numbers),
  );
  // Most lists have their names beside the numbers: nothing to look for.
  if (!lines.some(({ kind }) => kind === "number")) return lines;
  return inPairs(lines) ?? inParagraphs(lines) ?? lines;
}

function readLine(record: TextRecord, numbers: NumberReader): Line {
  const found = splitLine(record.text, numbers).map(({ name, phone }) => ({
    name,
    phones: [phone],
  }));
  const [first] = found;
  const isNumber = found.length === 1 && numbers.glance(first?.phones[0] ?? "").ok;
  if (isNumber) return { record, found, kind: first?.name === "" ? "number" : "business" };
  const hasNumber = found.length > 1 || numbersWithin(record.text, numbers).length > 0;
  // A fax is one more line about a business.
  const isFax = /^fax/i.test(first?.phones[0] ?? "");
  return { record, found, kind: hasNumber && !isFax ? "business" : "words" };
}

/** Names and numbers by turns, with or without blank lines between them. */
function inPairs(lines: readonly Line[]): Entry[] | null {
  const filled = lines.filter(({ kind }) => kind !== "blank");
  const shape = filled.map(({ kind }) => kind[0]).join("");
  if (!/^(?:b|wn)+$/.test(shape)) return null;
  const starts = new Set(filled.filter(({ kind }) => kind !== "number"));
  return join(lines, (line) => starts.has(line), false);
}

/** Paragraphs that each begin with a name; their numbers follow each other. */
function inParagraphs(lines: readonly Line[]): Entry[] | null {
  const shapes = lines.map(({ kind }) => (kind === "blank" ? " " : kind[0])).join("");
  const isClear = shapes
    .split(/ +/)
    .filter(Boolean)
    .every((shape) => /^(?:b|w+(?:n+w*)?)$/.test(shape));
  if (!isClear) return null;
  return join(lines, (_, index) => index === 0 || lines[index - 1]?.kind === "blank", true);
}

/** @param endsAtBlank whether a blank line separates, or is part of what it stands in */
function join(
  lines: readonly Line[],
  begins: (line: Line, index: number) => boolean,
  endsAtBlank: boolean,
): Entry[] | null {
  const groups: Line[][] = [];
  lines.forEach((line, index) => {
    const group = groups.at(-1);
    const isAlone = line.kind === "blank" && (endsAtBlank || hasNumber(group));
    if (!group || isAlone || group[0]?.kind === "blank" || begins(line, index)) groups.push([line]);
    else group.push(line);
  });
  const entries = groups.map(toEntry);
  const names = entries.flatMap(({ found }, index) =>
    (groups[index]?.length ?? 0) > 1 ? [found[0]?.name] : [],
  );
  // The same words again and again are no names: "Sponsored", "Website".
  return new Set(names).size === names.length ? entries : null;
}

const hasNumber = (group?: readonly Line[]): boolean =>
  group?.some(({ kind }) => kind === "number") ?? false;

function toEntry(group: readonly Line[]): Entry {
  const [first, ...more] = group as [Line, ...Line[]];
  const last = more.at(-1);
  if (!last) return first;
  const name = withoutMark(first.record.text);
  return {
    record: {
      ...first.record,
      lines: last.record.line + last.record.lines - first.record.line,
      text: group.map(({ record }) => record.text).join("\n"),
    },
    found: [
      {
        name: isNameLike(name) ? name : "",
        phones: group.flatMap(({ kind, found }) =>
          kind === "number" ? found.flatMap(({ phones }) => phones) : [],
        ),
      },
    ],
  };
}
