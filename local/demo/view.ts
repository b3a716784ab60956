import Table from "cli-table3";
import { createLogUpdate } from "log-update";
import pc from "picocolors";
import type { ProviderStatus, Status } from "./api";
import { describeAnswer, describeState, isFinal } from "./words";

export type View = {
  /** Shows a state that differs from the one before. */
  show: (status: Status, seconds: number) => void;
  close: () => void;
};

// One line per business, without rules between them, fits a small window.
const EDGES = ["top", "bottom", "left", "right", "mid"];
const JOINTS = EDGES.flatMap((edge) => ["mid", "left", "right"].map((at) => `${edge}-${at}`));
const NO_BORDERS = Object.fromEntries(
  [...EDGES, ...JOINTS, "left-mid", "right-mid", "middle"].map((border) => [border, ""]),
);

// The longest name, number and state of the demo, and two columns of space.
const WIDTHS = { business: 26, number: 15, call: 23 };

// Narrower windows do without the numbers, so that the answers keep some room.
const WIDE_COLUMNS = 100;

/** A table that redraws itself in a terminal; elsewhere a line for each change. */
export function createView(out: NodeJS.WriteStream): View {
  return out.isTTY ? liveTable(out) : plainLines(out);
}

function liveTable(out: NodeJS.WriteStream): View {
  const update = createLogUpdate(out);
  return {
    show: (status, seconds) => {
      const columns = out.columns || 80;
      const isWide = columns >= WIDE_COLUMNS;
      const widths = [WIDTHS.business, ...(isWide ? [WIDTHS.number] : []), WIDTHS.call];
      const rest = columns - 1 - widths.reduce((sum, width) => sum + width, 0);
      const heads = ["Business", ...(isWide ? ["Number"] : []), "Call", "What they said"];
      const table = new Table({
        head: heads.map((name) => pc.bold(name)),
        style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
        chars: NO_BORDERS,
        // Longer answers are cut: a wrapped line would break the redrawing.
        colWidths: [...widths, Math.max(10, rest)],
      });
      for (const provider of status.providers) {
        const number = isWide ? [provider.phone] : [];
        table.push([provider.name, ...number, colorState(provider), describeAnswer(provider)]);
      }
      const done = status.providers.filter(isFinal).length;
      update(`${table}\n${done} of ${status.providers.length} done, ${seconds.toFixed(0)} s`);
    },
    close: () => update.done(),
  };
}

function plainLines(out: NodeJS.WriteStream): View {
  const shown = new Map<string, string>();
  return {
    show: (status, seconds) => {
      for (const provider of status.providers) {
        const answer = describeAnswer(provider);
        const text =
          answer === "" ? describeState(provider) : `${describeState(provider)}: ${answer}`;
        if (shown.get(provider.id) === text) continue;
        shown.set(provider.id, text);
        out.write(`${seconds.toFixed(1).padStart(6)} s  ${provider.name.padEnd(26)}${text}\n`);
      }
    },
    close: () => undefined,
  };
}

function colorState(provider: ProviderStatus): string {
  const text = describeState(provider);
  if (!isFinal(provider)) return text === "waiting" ? pc.dim(text) : pc.cyan(text);
  return provider.callStatus === "completed" ? pc.green(text) : pc.yellow(text);
}
