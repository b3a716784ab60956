import { type Case, confirmedShare, score } from "./case";
import { generate } from "./generate";
import { handWritten } from "./hand-written";

/** As many as the page docs/answers.md tells of. */
export const SEEDS = 2_000;

export const generated = (seeds: number): Case[] =>
  Array.from({ length: seeds }, (_, seed) => generate(seed));

/** The two figures, for the generated and for the hand-written calls. */
export function makeFigures(seeds: number): { table: string; mistakes: string[] } {
  const rows = [
    { name: "Generated", result: score(generated(seeds)) },
    { name: "Written by hand", result: score(handWritten) },
  ];
  const table = [
    "| Calls | False values | of these shown as confirmed | True values | of these confirmed |",
    "|---|---|---|---|---|",
    ...rows.map(({ name, result }) => {
      // Rounded down: 99.96 % is not all of them.
      const share = Math.floor(confirmedShare(result) * 1000) / 10;
      return `| ${name} (${result.cases}) | ${result.falseValues} | **${result.falseConfirmed.length}** | ${result.trueValues} | **${share} %** |`;
    }),
  ].join("\n");
  const mistakes = rows.flatMap(({ result }) => [
    ...result.falseConfirmed.map((name) => `false, but confirmed: ${name}`),
    ...result.trueMissed.map((name) => `true, but not confirmed: ${name}`),
  ]);
  return { table, mistakes };
}
