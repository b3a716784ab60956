import type { StackLine } from "../stack";

// Next writes one error at once, so a pause this long ends it.
const PAUSE_MS = 60;

// A route that does not compile reports as many errors as it has broken imports, by turns.
const REMEMBERED = 20;

/**
 * Passes each group of lines on the first time only. The engine asks a broken route again and again, and
 * Next repeats the whole error each time; after a change of the code the error differs and shows again.
 */
export function createEchoFilter(print: (line: StackLine) => void): (line: StackLine) => void {
  const shown: string[] = [];
  let group: StackLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    const lines = group;
    group = [];
    const text = lines.map((line) => line.text).join("\n");
    if (shown.includes(text)) return;
    shown.push(text);
    if (shown.length > REMEMBERED) shown.shift();
    for (const line of lines) print(line);
  };
  return (line) => {
    group.push(line);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  };
}
