import Table from "cli-table3";
import pc from "picocolors";
import type { Examined } from "./examine";

const MARKS = { ok: pc.green("ok"), fault: pc.red("FAULT"), off: pc.dim("–") };

// With the two columns before it and their borders, 120 characters in all.
const SAYS_WIDTH = 78;

/** One row for each check; what is wrong is red, with what to do about it under it. */
export function drawTable(findings: Examined[]): string {
  const table = new Table({
    head: ["", "Check", "What was found"],
    colWidths: [8, 30, SAYS_WIDTH],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { part, check, state, says, fix } of findings) {
    const paint = { ok: String, fault: pc.red, off: pc.dim }[state];
    table.push([MARKS[state], paint(`${part}: ${check}`), paint(fix ? `${says}\n→ ${fix}` : says)]);
  }
  return table.toString();
}
