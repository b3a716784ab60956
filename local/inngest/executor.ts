import { type CallOutcome, inWords, sendCall } from "./call";
import { toRunError, UnsupportedError } from "./errors";
import { type Gate, slotsFor } from "./flow-control";
import type { FunctionConfig } from "./function-config";
import type { Listeners } from "./listeners";
import { createOperations, type Operations } from "./operations";
import { backoffMs, retryAfterMs } from "./retries";
import { hasEnded, noteCall, type Run } from "./run";
import { startTimer } from "./timers";
import type { Log, Op, RunError } from "./types";
import type { Work } from "./work";

/** One request to the app, and how often it has been tried. */
type Call = {
  run: Run;
  /** `step` for a discovery (runs the function up to its next unknown steps), else one step. */
  target: string;
  attempt: number;
  /** Since when no SDK has answered this call, and how often in a row. */
  unreachable?: { sinceMs: number; times: number };
};

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
  /** Stops every timer and listener of the run and says nothing to anybody: the engine closes. */
  abandon: (run: Run) => void;
};

/** While the app restarts, ask again at least this often: a developer is waiting for it. */
const LONGEST_UNREACHABLE_PAUSE_MS = 5_000;

/**
 * Carries runs through, by the rules of the protocol: a discovery whenever no operation is pending,
 * each planned step in a request of its own, the same request again after a failed attempt.
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const { now, gate, work, signal } = options;

  const submit = (call: Call): void => {
    if (hasEnded(call.run)) return;
    work.begin();
    const slots = slotsFor(call.run.fn, call.run.trigger.payload, options.maxInFlight);
    gate.submit(slots, (release) => {
      void perform(call, release)
        .catch((error) => fail(call.run, error))
        .finally(() => {
          release();
          work.end();
        });
    });
  };

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
    const { run } = call;
    switch (outcome.kind) {
      case "ops":
        handleOps(call, outcome.ops, outcome.retryAfter);
        break;
      case "returned":
        finish(run, "Completed", { output: outcome.output });
        break;
      case "unsupported":
        fail(run, new UnsupportedError(outcome.what));
        break;
      case "unreachable":
        askAgain(call, outcome.reason);
        break;
      case "threw":
        failAttempt(call, outcome.error, outcome.isFinal, outcome.retryAfter);
    }
  };

  const handleOps = (call: Call, ops: Op[], retryAfter: string | undefined): void => {
    const { run, target } = call;
    if (target === "step") run.isDiscovering = false;
    const before = run.stack.length + run.pending.size;
    const mayRetry = operations.take(run, ops, isLastAttempt(call));
    if (hasEnded(run)) return;

    const isStuck =
      target === "step"
        ? run.pending.size === 0 && run.stack.length === before
        : run.pending.has(target);
    if (mayRetry) {
      retry(call, retryAfter);
    } else if (isStuck) {
      const message = "the app answered without the step that it was asked for";
      failAttempt(call, { name: "Error", message }, false, undefined);
    } else {
      operations.advance(run);
    }
  };

  const isLastAttempt = ({ run, attempt }: Call) => attempt + 1 >= run.fn.maxAttempts;

  const failAttempt = (
    call: Call,
    error: RunError,
    isFinal: boolean,
    retryAfter: string | undefined,
  ): void => {
    if (isFinal || isLastAttempt(call)) finish(call.run, "Failed", { error });
    else retry(call, retryAfter);
  };

  const retry = ({ run, target, attempt }: Call, retryAfter: string | undefined): void => {
    const pauseMs = retryAfterMs(retryAfter, now()) ?? backoffMs(options.retryBaseMs, attempt);
    submitLater({ run, target, attempt: attempt + 1 }, pauseMs);
  };

  /** The app is down or compiling: no attempt is used up, see README. */
  const askAgain = (call: Call, reason: string): void => {
    const { sinceMs, times } = call.unreachable ?? { sinceMs: now(), times: 0 };
    if (now() - sinceMs >= options.unreachableLimitMs) {
      const message = `the app could not be reached for ${options.unreachableLimitMs} ms: ${reason}`;
      finish(call.run, "Failed", { error: { name: "AppUnreachable", message } });
      return;
    }
    const pauseMs = Math.min(backoffMs(options.retryBaseMs, times), LONGEST_UNREACHABLE_PAUSE_MS);
    submitLater({ ...call, unreachable: { sinceMs, times: times + 1 } }, pauseMs);
  };

  const submitLater = (call: Call, pauseMs: number): void => {
    const { run } = call;
    if (call.target === "step") run.isDiscovering = true;
    work.begin();
    const stop = startTimer(pauseMs, () => {
      run.disposals.delete(dispose);
      submit(call);
      work.end();
    });
    const dispose = () => {
      stop();
      work.end();
    };
    run.disposals.add(dispose);
  };

  /** For what goes wrong on the engine's side, whose stack would tell the reader nothing. */
  const fail = (run: Run, failure: unknown): void => {
    const { name, message } = toRunError(failure);
    finish(run, "Failed", { error: { name, message } });
  };

  const finish = (
    run: Run,
    status: "Completed" | "Failed" | "Cancelled",
    result: { output?: unknown; error?: RunError },
  ): void => {
    if (hasEnded(run)) return;
    Object.assign(run, result, { status, endedAtMs: now() });
    abandon(run);
    if (run.error) options.log(`run failed: ${run.fn.id} ${run.id}: ${run.error.message}`);
    options.onEnd(run);
  };

  const abandon = (run: Run): void => {
    for (const undo of [...run.disposals, ...[...run.pending.values()].flat()]) undo();
    run.disposals.clear();
    run.pending.clear();
  };

  const operations = createOperations({
    now,
    waits: options.waits,
    invoke: options.invoke,
    submit: (run, target) => submit({ run, target, attempt: 0 }),
    complete: (run, output) => finish(run, "Completed", { output }),
  });

  return {
    start: (run) => operations.advance(run),
    resume: operations.resume,
    checkpoint(run, requestId, ops) {
      if (hasEnded(run)) return "ended";
      // The engine has given up on that request and may have sent it again: two must not go on.
      if (!run.liveRequests.has(requestId)) return "stale";
      operations.record(run, ops);
      return "taken";
    },
    cancel: (run) => finish(run, "Cancelled", {}),
    abandon,
  };
}
