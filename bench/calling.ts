import { type Dial, ordinaryNumbers, type Product } from "@/tests/support/product";
import { ms, type Row, seconds, times } from "./measure";

// Of the baseline: five at a time, the next five when a poll each 5 s finds all of them over.
const WAVE = 5;
const WAVE_POLL_MS = 5_000;

export type Load = { calls: number; lines: number; timeScale: number };

/**
 * A batch through the whole stack: how fast calls follow each other, and how far that is from a schedule in which every
 * line is taken again at the instant it becomes free. Baselines are computed for the very calls that were made.
 */
export async function measureCalling(
  product: Product,
  { calls, lines, timeScale }: Load,
): Promise<Row[]> {
  const person = await product.signUp();
  const numbers = ordinaryNumbers(calls);
  const before = await readCounts(product);
  const begun = performance.now();
  const { serviceRequestId } = await product.call(person, numbers);
  const acceptedMs = performance.now() - begun;
  const final = await product.finished(person, serviceRequestId, 180_000);
  const wholeMs = performance.now() - begun;
  if (final.stats.total !== calls || final.stats.unknown > 0)
    throw new Error(`Not every call came to its end: ${JSON.stringify(final.stats)}`);

  const after = await readCounts(product);
  const { calls: dials } = await product.simulator();
  const durations = dials.map(holdMs);
  const linesMs = Math.max(...dials.map(endOf)) - Math.min(...dials.map(startOf));
  const wavesMs = wavesOf(durations, WAVE_POLL_MS * timeScale);
  const best = bestSchedule(durations, lines);
  const idleMs = (linesMs * lines - sum(durations)) / calls;
  return [
    {
      what: `${calls} calls on ${lines} lines`,
      value: seconds(linesMs),
      more: `${Math.round((calls * 60_000) / linesMs)} calls a minute, each of ${seconds(sum(durations) / calls)}`,
    },
    {
      what: "a line idle, per call",
      value: ms(idleMs),
      more: "until the next call is placed; the ends of the batch count too",
    },
    {
      what: "no line ever idle (computed)",
      value: seconds(best),
      more: `the first row is ${times(linesMs, best)} that`,
    },
    {
      what: "waves of five, polled (computed)",
      value: seconds(wavesMs),
      more: `${times(wavesMs, linesMs)} the first row`,
    },
    {
      what: "request to ranking",
      value: seconds(wholeMs),
      more: `answered after ${ms(acceptedMs)}; a request that waits takes ${times(wholeMs, acceptedMs)} as long`,
    },
    {
      what: "requests to the phone service",
      value: ((after - before) / calls).toFixed(2),
      more: "per call; 1 is the dial itself",
    },
  ];
}

const startOf = (dial: Dial): number => Date.parse(dial.dialedAt);
const endOf = (dial: Dial): number => Date.parse(dial.endedAt ?? "");
const holdMs = (dial: Dial): number => endOf(dial) - startOf(dial);
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** Each call on the line that is free first, with nothing in between. */
function bestSchedule(durations: readonly number[], lines: number): number {
  const freeAt = Array.from({ length: lines }, () => 0);
  for (const duration of durations) {
    const next = freeAt.indexOf(Math.min(...freeAt));
    freeAt[next] = (freeAt[next] ?? 0) + duration;
  }
  return Math.max(...freeAt);
}

function wavesOf(durations: readonly number[], pollMs: number): number {
  let total = 0;
  for (let from = 0; from < durations.length; from += WAVE) {
    const longest = Math.max(...durations.slice(from, from + WAVE));
    total += Math.ceil(longest / pollMs) * pollMs;
  }
  return total;
}

/** Every request that the phone service has answered, control URLs included. */
async function readCounts(product: Product): Promise<number> {
  const response = await fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/calls`);
  const { requests } = (await response.json()) as { requests: Record<string, number> };
  return sum(Object.values(requests));
}
