import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished, vi } from "vitest";
import { type EngineOptions, type RunningEngine, startEngine } from "@/local/inngest/server";

const { INNGEST_CONTRACT_URL: contractUrl } = process.env;

/** Set: the suite runs against that dev server (`inngest dev --no-discovery`) instead of the stand-in. */
export const isReal = contractUrl !== undefined;

/** What is skipped where, and why. */
export const skip = {
  /** The real server has what the stand-in refuses. */
  refusals: isReal,
  /** Needs the engine's clock, its handle or its own pages. */
  inspection: isReal,
  /** An outage uses up attempts there, 15-45 s apart: see deviations in local/inngest/README.md. */
  outages: isReal,
  /** Thousands of requests through its 150 ms tick take minutes. */
  crowds: isReal,
};

// Its first retry comes after 15-45 s, its second after 30-60 s; both must fit, twice over.
const REAL_PATIENCE_MS = 240_000;
if (isReal) vi.setConfig({ testTimeout: REAL_PATIENCE_MS + 10_000 });

/** How long to wait for a fact; a limit for failing tests, never a pause. */
export const patience = { timeoutMs: isReal ? REAL_PATIENCE_MS : 20_000, intervalMs: 10 };

export type Target = {
  url: string;
  /** Absent when the suite runs against a real server. */
  engine?: RunningEngine;
  /** Resolves when nothing goes on by itself any more: then what has not happened never will. */
  settled: () => Promise<void>;
};

/** The engine under test, closed when the test ends. */
export async function openTarget(options: EngineOptions = {}): Promise<Target> {
  if (contractUrl !== undefined) {
    // It gives no sign of being idle; its queue is looked at every 150 ms, this is 20 times that.
    return { url: contractUrl, settled: () => delay(3_000) };
  }
  // Retries as fast as can be: the tests are about whether they come, not about how soon.
  const engine = await startEngine({ retryBaseMs: 5, ...options });
  onTestFinished(() => engine.close());
  return { url: engine.url, engine, settled: engine.idle };
}

/** The stand-in itself, for what only it can be asked. */
export async function openStandIn(options: EngineOptions = {}): Promise<RunningEngine> {
  const { engine } = await openTarget(options);
  if (!engine) throw new Error("this test needs the stand-in and must be skipped elsewhere");
  return engine;
}
