import { type CallOutcome, inWords, sendCall } from "./call";
import { type Call, createCalls } from "./calls";
import { createEndings } from "./endings";
import { UnsupportedError } from "./errors";
import type { Gate } from "./flow-control";
import type { FunctionConfig } from "./function-config";
import type { Listeners } from "./listeners";
import { createOperations, type Operations } from "./operations";
import { afterFailure, afterOutage, isLastAttempt, type Next, nextAttempt } from "./retries";
import { hasEnded, noteCall, type Run } from "./run";
import type { Log, Op } from "./types";
import type { Work } from "./work";

export type ExecutorOptions = {
  now: () => number;
  gate: Gate;
  work: Work;
  waits: Listeners;
  retryBaseMs: number;
  requestTimeoutMs: number;
  maxInFlight: number;
  unreachableLimitMs: number;
  checkpointing: boolean;
  signal: AbortSignal;
  log: Log;
  /** The function as it was registered last. */
  latest: (fn: FunctionConfig) => FunctionConfig;
  /** Starts the run that a `step.invoke` asks for and sees to it that the step is resumed. */
  invoke: (parent: { run: Run; stepId: string }, op: Op) => void;
  /** Called once per run, when it has reached its final status. */
  onEnd: (run: Run) => void;
};

export type Executor = {
  start: (run: Run) => void;
  /** Records a step that something outside the run has settled; ignored if it is too late. */
  resume: Operations["resume"];
  /** Takes steps that the SDK reports from within an open request. */
  checkpoint: (run: Run, requestId: string, ops: Op[]) => "taken" | "ended" | "stale";
  cancel: (run: Run) => void;
};

/**
 * Carries runs through, by the rules of the protocol: a discovery whenever no operation is pending,
 * each planned step in a request of its own, the same request again after a failed attempt.
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const { now, signal } = options;
  const endings = createEndings(options);

  const perform = async (call: Call, release: () => void): Promise<void> => {
    const { run, target, attempt } = call;
    if (hasEnded(run) || signal.aborted) return;
    const atMs = now();
    run.status = "Running";
    run.startedAtMs ??= atMs;
    // The app may have registered anew since, at another URL.
    run.fn = options.latest(run.fn);
    const outcome = await sendCall({ run, target, attempt, ...options });
    noteCall(run, { atMs, durationMs: now() - atMs, target, attempt, result: inWords(outcome) });
    // Before the next call of this run is queued: others that wait for the slot come first.
    release();
    if (!hasEnded(run) && !signal.aborted) handle(call, outcome);
  };

  const handle = (call: Call, outcome: CallOutcome): void => {
    const limits = { ...options, nowMs: now() };
    switch (outcome.kind) {
      case "ops":
        handleOps(call, outcome.ops, outcome.retryAfter);
        break;
      case "returned":
        endings.finish(call.run, "Completed", { output: outcome.output });
        break;
      case "unsupported":
        endings.fail(call.run, new UnsupportedError(outcome.what));
        break;
      case "unreachable":
        proceed(call.run, afterOutage(call, outcome.reason, limits));
        break;
      case "threw":
        proceed(call.run, afterFailure(call, outcome, limits));
    }
  };

  const handleOps = (call: Call, ops: Op[], retryAfter: string | undefined): void => {
    const { run } = call;
    const before = run.stack.length + run.pending.size;
    const limits = { ...options, nowMs: now() };
    if (call.target === "step") run.isDiscovering = false;
    const mayRetry = operations.take(run, ops, isLastAttempt(call));
    if (hasEnded(run)) return;
    if (mayRetry) proceed(run, nextAttempt(call, retryAfter, limits));
    else if (isStuck(call, before)) proceed(run, afterFailure(call, NO_STEP, limits));
    else operations.advance(run);
  };

  const proceed = (run: Run, next: Next): void => {
    if ("again" in next) calls.submitLater(next.again, next.pauseMs);
    else endings.finish(run, "Failed", { error: next.error });
  };

  const calls = createCalls({
    ...options,
    perform: (call, release) =>
      perform(call, release).catch((error) => endings.fail(call.run, error)),
  });
  const operations = createOperations({
    ...options,
    submit: (run, target) => calls.submit({ run, target, attempt: 0 }),
    complete: (run, output) => endings.finish(run, "Completed", { output }),
  });

  return {
    start: operations.advance,
    resume: operations.resume,
    checkpoint(run, requestId, ops) {
      if (hasEnded(run)) return "ended";
      // The engine has given up on that request and may have sent it again: two must not go on.
      if (!run.liveRequests.has(requestId)) return "stale";
      operations.record(run, ops);
      return "taken";
    },
    cancel: (run) => endings.finish(run, "Cancelled", {}),
  };
}

const NO_STEP = {
  error: { name: "Error", message: "the app answered without the step that it was asked for" },
  isFinal: false,
};

/** Whether an answer brought the run no further; `before` counts its operations before the answer. */
function isStuck({ run, target }: Call, before: number): boolean {
  if (target !== "step") return run.pending.has(target);
  return run.pending.size === 0 && run.stack.length === before;
}
