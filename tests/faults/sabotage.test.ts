import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { isQuick, sample } from "@/tests/support/quick";
import { type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/**
 * Whether the checker sees anything at all: the code is broken on purpose in six ways, each of which phones somebody
 * twice, loses a call or takes a line too many, and each must be found by a plan that the right code passes.
 */

const root = path.resolve(import.meta.dirname, "../..");

type Sabotage = {
  /** Replacements in a copy of the sources; each must match, or the sabotage has gone stale. */
  patches?: { file: string; from: string; to: string }[];
  /** Run as the owner of the database after it has started. */
  sql?: (product: Product) => Promise<unknown>;
  plan: Partial<Plan>;
  /** With the sweep: what this one breaks must be seen at the end of a plan that gets there. */
  sweeps?: boolean;
  /** Factor on the simulated times; calls that end within milliseconds show what comes too late. */
  timeScale?: number;
  expected: RegExp;
};

// 06: not in service. Such a call is over before the answer to its dial has been read.
const instantNumbers = ["206", "212", "303", "305", "404", "415", "512", "617"].map(
  (area) => `+1${area}5550106`,
);

const SABOTAGES: Record<string, Sabotage> = {
  "the phone service's client repeats failed requests by itself": {
    patches: [
      { file: "lib/calls/place-call.ts", from: "maxRetries: 0,", to: "maxRetries: 2," },
      { file: "lib/calls/vapi-api.ts", from: "maxRetries: 0,", to: "maxRetries: 2," },
    ],
    plan: {
      batches: [{ numbers: ordinaryNumbers(3), maxAttempts: 1 }],
      faults: [{ fault: "fail-after-placing", answer: { status: 500 }, count: 3 }],
    },
    expected: /was dialed \d+ times/,
  },
  "the wait is registered after the dial": {
    patches: [
      {
        file: "inngest/call-provider.ts",
        from: "const [placed] = await Promise.all([\n      step.run(",
        to: "const [placed] = [\n      await step.run(",
      },
      {
        file: "inngest/call-provider.ts",
        from: '      waitForEnd("call-ended", LONGEST_WAIT),\n    ]);',
        // The pause stands for a busy engine, so that what would be rare happens in every run: on a machine at its limit
        // the webhooks of eight calls took longer than 400 ms.
        to: '      await new Promise((resolve) => setTimeout(resolve, 3000)).then(() => waitForEnd("call-ended", LONGEST_WAIT)),\n    ];',
      },
    ],
    timeScale: 0.005,
    plan: { batches: [{ numbers: instantNumbers, maxAttempts: 1 }] },
    expected: /did not come to an end/,
  },
  "webhooks are processed without looking for their like": {
    sql: ({ sql }) =>
      sql`select pg_get_functiondef('public.store_call_event'::regproc) as definition`.then(
        async ([row]) => {
          const definition = String(row?.definition).replace(
            "on conflict on constraint call_events_once do nothing",
            "",
          );
          await sql.unsafe("alter table public.call_events drop constraint call_events_once");
          await sql.unsafe(definition);
        },
      ),
    plan: {
      batches: [{ numbers: ordinaryNumbers(4), maxAttempts: 1 }],
      faults: [{ fault: "webhook-duplicate", copies: 5, count: 20 }],
    },
    // A copy that comes while the answers are ranked has them ranked again, by the sweep.
    sweeps: true,
    expected: /was stored twice/,
  },
  "lines are claimed without a lock": {
    sql: ({ sql }) =>
      sql`select pg_get_functiondef('public.claim_attempts'::regproc) as definition`.then(
        async ([row]) => {
          await sql.unsafe(`create or replace function public.lock_lines() returns void language sql volatile
          set search_path = '' as 'select null::void'`);
          const definition = String(row?.definition)
            // Taking turns updates the batches, and waiting for their rows would be a lock by accident.
            .replace(/update public\.batches b\s[\s\S]*?b\.id = v_attempt\.batch_id;/g, "")
            // Between counting and taking, so that what is rare on an idle machine happens in every run.
            .replace("while v_free > 0", "perform pg_sleep(0.3); while v_free > 0");
          await sql.unsafe(definition);
        },
      ),
    plan: {
      batches: [0, 1, 2].map((batch) => ({
        numbers: ordinaryNumbers(10, 100 * batch),
        maxAttempts: 1,
      })),
      faults: [{ fault: "webhook-duplicate", copies: 2, count: "always" }],
    },
    // On a machine at its limit one call may be over before the next is dialed; the claims still overlap.
    expected: /calls at once on \d lines|attempts hold a line at once/,
  },
  "nobody sweeps": {
    plan: {
      batches: [{ numbers: ordinaryNumbers(3), maxAttempts: 1 }],
      faults: [{ fault: "webhook-drop", count: "always" }],
    },
    expected: /did not come to an end/,
  },
  "the right to dial belongs to the run, so that a run started again dials again": {
    patches: [
      {
        file: "lib/attempts/place-attempt.ts",
        from: "switch (sheet.verdict) {",
        to: 'switch ("dial" as typeof sheet.verdict) {',
      },
    ],
    plan: { batches: [{ numbers: ordinaryNumbers(3), maxAttempts: 1 }], rerunAll: true },
    expected: /was dialed \d+ times/,
  },
};

const LINES = 4;

async function start(
  patches: NonNullable<Sabotage["patches"]>,
  timeScale = 0.05,
): Promise<Product> {
  const sources = mkdtempSync(path.join(tmpdir(), "ringround-sabotage-"));
  onTestFinished(() => rmSync(sources, { recursive: true, force: true }));
  for (const entry of [
    "app",
    "inngest",
    "lib",
    "instrumentation.ts",
    "tests",
    "local",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(path.join(root, entry), path.join(sources, entry), { recursive: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(sources, "node_modules"));
  for (const { file, from, to } of patches) {
    const text = readFileSync(path.join(sources, file), "utf8");
    if (!text.includes(from))
      throw new Error(`${file} no longer contains ${JSON.stringify(from)}: mend the sabotage.`);
    writeFileSync(path.join(sources, file), text.replace(from, to));
  }
  // The account has more lines than the product may use, so that one too many is seen and not refused.
  const product = await startProduct({
    timeScale,
    lines: 40,
    env: { PATIENCE: "0.02", VAPI_LINES: String(LINES) },
    sources,
  });
  onTestFinished(() => product.stop());
  return product;
}

// The cron would mend within the minute what these plans want to see broken.
const withoutCron = { file: "inngest/index.ts", from: "\n  sweep,\n", to: "\n" };

describe("the right code passes, even without a sweep where nothing breaks", () => {
  test.skipIf(isQuick)(
    "what the sabotages break",
    async () => {
      const product = await start([withoutCron]);

      for (const [name, { plan }] of Object.entries(SABOTAGES)) {
        const sweeps = name === "nobody sweeps";
        const result = await runPlan(
          product,
          { ...QUIET, ...plan, seed: name.length },
          { sweeps, lines: LINES },
        );
        expect(result.problems, name).toEqual([]);
      }
    },
    600_000,
  );
});

describe("the checker finds", () => {
  test.each(sample(Object.entries(SABOTAGES), 1))(
    "%s",
    async (name, { patches = [], sql, plan, timeScale, sweeps = false, expected }) => {
      const product = await start([withoutCron, ...patches], timeScale);
      await sql?.(product);

      const result = await runPlan(
        product,
        { ...QUIET, ...plan },
        {
          sweeps,
          // A busy machine dials late; what the sabotage needs must not be over by then.
          faultyRounds: Number.POSITIVE_INFINITY,
          healTimeoutMs: name === "lines are claimed without a lock" ? 60_000 : 15_000,
          lines: LINES,
        },
      );

      expect(result.problems.join("\n")).toMatch(expected);
    },
    300_000,
  );
});
