import { format } from "node:util";
import { afterEach, expect } from "vitest";

// supabase-js says so once per process; this project runs on Node 20 knowingly.
const TOLERATED = /Node\.js 20 and below are deprecated/;

let printed: string[] = [];
let announced: RegExp[] = [];

// Once in a worker: what replaces them later (local/supabase/quiet-console.ts) stays in front.
for (const method of ["error", "warn"] as const) {
  console[method] = (...values: unknown[]) => {
    const line = format(...values);
    if (!TOLERATED.test(line)) printed.push(`console.${method}: ${line}`);
  };
}

/** Fails each test of a file that prints through console.error or console.warn without having announced it. */
export function failOnConsole() {
  afterEach(() => expect(takeUnexpectedLines()).toEqual([]));
}

/** Announces that this test prints a matching line; the test fails when it does not. */
export function expectConsoleError(pattern: RegExp = /./) {
  announced.push(pattern);
}

/** What counts against the test so far; forgets it, and what was announced. */
export function takeUnexpectedLines(): string[] {
  const [lines, patterns] = [printed, announced];
  printed = [];
  announced = [];
  const unannounced = lines.filter((line) => !patterns.some((pattern) => pattern.test(line)));
  const missing = patterns.filter((pattern) => !lines.some((line) => pattern.test(line)));
  return [...unannounced, ...missing.map((pattern) => `announced, but never printed: ${pattern}`)];
}
