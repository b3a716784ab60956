import Table from "cli-table3";

/** Milliseconds of every run of a task, one after another. */
export async function time(
  runs: number,
  task: (run: number) => Promise<unknown>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    await task(run);
    samples.push(performance.now() - begun);
  }
  return samples;
}

/** The value that this share of the samples does not exceed; of few samples the p99 is the slowest. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What was measured, the figure, and what to compare it with. */
export type Row = { what: string; value: string; more: string };

/** One row of a table of latencies, with its median as a multiple of a base where one is given. */
export function latencyRow(
  what: string,
  samples: readonly number[],
  base?: readonly number[],
): Row {
  const [p50, p99] = [percentile(samples, 0.5), percentile(samples, 0.99)];
  const ratio = base ? `, ${times(p50, percentile(base, 0.5))} the first row` : "";
  return { what, value: ms(p50), more: `p99 ${ms(p99)} of ${samples.length}${ratio}` };
}

export const ms = (value: number): string =>
  value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;

export const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`;

export const times = (value: number, base: number): string => {
  const ratio = value / base;
  // Near 1 the second digit is what one looks for.
  return `${ratio.toFixed(ratio < 2 ? 2 : ratio < 10 ? 1 : 0)} ×`;
};

/** Without colors, so that it reads the same in a file. */
export function printTable(title: string, figure: string, rows: readonly Row[]): void {
  const table = new Table({ head: [title, figure, ""], style: { head: [], border: [] } });
  for (const { what, value, more } of rows) table.push([what, value, more]);
  process.stdout.write(`${table.toString()}\n`);
}
