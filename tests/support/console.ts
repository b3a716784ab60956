import { format } from "node:util";
import { afterEach, beforeEach, expect } from "vitest";

// supabase-js says so once per process; this project runs on Node 20 knowingly.
const TOLERATED = /Node\.js 20 and below are deprecated/;

let printed: string[] = [];
let expected: RegExp[] = [];

/** Fails each test that prints through console.error or console.warn without having announced it. */
export function failOnConsole() {
  for (const method of ["error", "warn"] as const) {
    console[method] = (...values: unknown[]) => {
      const line = format(...values);
      if (!TOLERATED.test(line)) printed.push(`console.${method}: ${line}`);
    };
  }
  beforeEach(() => {
    expected = [];
  });
  afterEach(() => {
    const lines = printed;
    const awaited = expected;
    printed = [];
    expected = [];
    expect(lines.filter((line) => !awaited.some((pattern) => pattern.test(line)))).toEqual([]);
    const missing = awaited.filter((pattern) => !lines.some((line) => pattern.test(line)));
    expect(missing, "announced, but never printed").toEqual([]);
  });
}

/** Announces that this test prints a matching line; the test fails when it does not. */
export function expectConsoleError(pattern: RegExp = /./) {
  expected.push(pattern);
}
