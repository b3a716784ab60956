/** One row of pasted text. `line` is where it begins, counted from 1; a quoted cell can make it span several. */
export type TextRecord = { line: number; lines: number; text: string };

export const DELIMITERS = ["\t", ";", "|", ","] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const OPENS_QUOTE = /(?:^|[\t;|,])\s*"/;

/** Splits pasted text into rows, blank ones left out. Never throws: a quote that is never closed is an ordinary character. */
export function readRecords(text: string): TextRecord[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const records: TextRecord[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let record = lines[index] ?? "";
    if (OPENS_QUOTE.test(record) && hasOpenQuote(record)) {
      const end = findClosingLine(lines, index);
      record = lines.slice(index, end + 1).join("\n");
      index = end;
    }
    // "sep=;" is Excel's own note to itself, not a row.
    if (record.trim() === "" || /^sep=.$/i.test(record.trim())) continue;
    records.push({ line, lines: index + 2 - line, text: record });
  }
  return records;
}

// More lines than any cell has: a stray quote must not swallow the list.
const CELL_MOST_LINES = 5;

function findClosingLine(lines: string[], start: number): number {
  for (let end = start + 1; end < Math.min(lines.length, start + CELL_MOST_LINES); end++) {
    if (!hasOpenQuote(lines.slice(start, end + 1).join("\n"))) return end;
  }
  return start;
}

const hasOpenQuote = (text: string): boolean => (text.match(/"/g) ?? []).length % 2 === 1;

/** Splits one row into trimmed cells as RFC 4180 has it; `""` inside quotes is a quote. */
export function splitCells(text: string, delimiter: Delimiter): string[] {
  const cells: string[] = [];
  let rest = text;
  for (;;) {
    // Spaces only: a tab after the quote ends the cell.
    const quoted = /^ *"((?:[^"]|"")*)" */.exec(rest);
    const after = quoted ? rest.slice(quoted[0].length) : "";
    if (quoted && (after === "" || after.startsWith(delimiter))) {
      cells.push((quoted[1] ?? "").replaceAll('""', '"').replace(/\s+/g, " ").trim());
      if (after === "") return cells;
      rest = after.slice(1);
      continue;
    }
    const end = rest.indexOf(delimiter);
    cells.push((end === -1 ? rest : rest.slice(0, end)).trim());
    if (end === -1) return cells;
    rest = rest.slice(end + 1);
  }
}
