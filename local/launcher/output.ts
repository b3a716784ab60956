import type { Writable } from "node:stream";
import pc from "picocolors";
import type { PartName, StackLine } from "../stack";
import { createEchoFilter } from "./echo-filter";

export type Output = {
  line: (line: StackLine) => void;
  /** From now on the site's request log is shown; what it printed while it started is not. */
  showSite: () => void;
};

const COLORS: Record<PartName, (text: string) => string> = {
  supabase: pc.green,
  inngest: pc.magenta,
  vapi: pc.yellow,
  next: pc.cyan,
};

// Engine and site talk several times per call; a person asks for this traffic with --verbose. A PUT that
// fails is in there too: it is repeated until it works, and its cause is printed by the route itself.
const ENGINE_TRAFFIC = /^\s*(PUT \/api\/inngest\S* \d|(POST|GET) \/api\/inngest\S* 20[06] )/;

// What the launcher itself sends to have routes compiled, and that they are.
const WARM_UP = /^\s*(HEAD \/|OPTIONS \/|○ Compil)/;

// Marks of Next for warnings and errors, which it prints to standard output as well.
const NEXT_PROBLEM = /^\s*(⚠|⨯|Error\b)/;

// supabase-js says it once per process; this project supports Node 20 knowingly.
const KNOWN_NOTICE = /Node\.js 20 and below are deprecated/;

/** Prints what the parts say, each line under its part's name; stand-ins are quiet unless they complain. */
export function createOutput(target: Writable, options: { isVerbose: boolean }): Output {
  let isSiteShown = false;
  const print = (line: StackLine) => {
    const prefix = line.part === "stack" ? "" : `${COLORS[line.part](`[${line.part}]`)} `;
    target.write(`${prefix}${line.text}\n`);
  };
  const printOnce = createEchoFilter(print);

  const isWanted = (line: StackLine): boolean => {
    if (line.part === "stack") return true;
    if (KNOWN_NOTICE.test(line.text)) return false;
    if (line.stream === "stderr") return true;
    if (line.part !== "next") return false;
    if (ENGINE_TRAFFIC.test(line.text) || WARM_UP.test(line.text)) return false;
    return isSiteShown || NEXT_PROBLEM.test(line.text);
  };
  return {
    line: (line) => {
      if (options.isVerbose) print(line);
      else if (!isWanted(line)) return;
      else if (line.part === "next" && line.stream === "stderr") printOnce(line);
      else print(line);
    },
    showSite: () => {
      isSiteShown = true;
    },
  };
}
