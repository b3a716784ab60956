import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Entry } from "./store";

export type Journal = { append: (entry: Entry) => void; close: () => void };

/**
 * Entries of an earlier run, oldest first; none when the folder is new. A last line without its line end was being
 * written when the process died: it is left out, as nothing that depends on it can have been answered.
 *
 * @throws a plain sentence when an earlier line is damaged
 */
export function readJournal(dir: string): Entry[] {
  const path = pathOf(dir);
  // Text after the last line end is the torn line; an intact file has none.
  const lines = readIfThere(path).split("\n").slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      const place = `Line ${index + 1} of ${path} is damaged`;
      throw new Error(`${place}. Delete the file to start the Vapi simulator without calls.`, {
        cause,
      });
    }
  });
}

/**
 * Opens the journal for appending, after replacing it by `entries`: it does not grow from run to run, and a torn last
 * line never gets a neighbor. One entry is one write of one line; it outlives the process, not a power cut.
 */
export function openJournal(dir: string, entries: readonly Entry[]): Journal {
  mkdirSync(dir, { recursive: true });
  const path = pathOf(dir);
  writeFileSync(`${path}.new`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  renameSync(`${path}.new`, path);

  const file = openSync(path, "a");
  return {
    append: (entry) => {
      writeSync(file, `${JSON.stringify(entry)}\n`);
    },
    close: () => closeSync(file),
  };
}

const pathOf = (dir: string): string => join(dir, "calls.jsonl");

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
