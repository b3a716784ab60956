import { resolveDeadlineMs } from "./durations";
import { InvalidWaitError, toRunError, UnsupportedError } from "./errors";
import { compileExpression, type Expression } from "./expressions";
import { messageOf } from "./json";
import type { Listeners } from "./listeners";
import { hasEnded, noteStep, type Run } from "./run";
import { startTimer } from "./timers";
import type { Op, RunError, StepStatus } from "./types";

export type OperationsOptions = {
  now: () => number;
  waits: Listeners;
  invoke: (parent: { run: Run; stepId: string }, op: Op) => void;
  submit: (run: Run, target: string) => void;
  complete: (run: Run, output: unknown) => void;
};

export type Operations = {
  /**
   * Acts on the operations of one answer. Returns whether a step failed that may be tried again.
   * Throws (and the run fails) on an operation this engine lacks or a wait that cannot be understood.
   */
  take: (run: Run, ops: Op[], isLastAttempt: boolean) => boolean;
  /** Saves the results of steps that ran, without going on with the run. */
  record: (run: Run, ops: Op[]) => void;
  /** Settles a pending step from outside: the invoked run has ended. */
  resume: (run: Run, stepId: string, memo: unknown, result: StepResult) => void;
  /** Goes on with the run if nothing is pending: one discovery, never two at a time. */
  advance: (run: Run) => void;
};

export type StepResult = { status: StepStatus; output?: unknown; error?: RunError };

const PLANS = new Set(["StepPlanned", "WaitForEvent", "Sleep", "InvokeFunction"]);
const RESULTS = new Set(["StepRun", "StepFailed", "StepError"]);

export function createOperations(options: OperationsOptions): Operations {
  const { now } = options;

  const settle = (run: Run, stepId: string, memo: unknown, result: StepResult): void => {
    for (const undo of run.pending.get(stepId) ?? []) undo();
    run.pending.delete(stepId);
    run.memo.set(stepId, memo);
    run.stack.push(stepId);
    const step = run.steps.get(stepId);
    if (step) Object.assign(step, result, { endedAtMs: now() });
  };

  const resume: Operations["resume"] = (run, stepId, memo, result) => {
    if (hasEnded(run) || !run.pending.has(stepId)) return;
    settle(run, stepId, memo, result);
    advance(run);
  };

  const advance = (run: Run): void => {
    if (hasEnded(run) || run.isDiscovering || run.pending.size > 0) return;
    run.isDiscovering = true;
    options.submit(run, "step");
  };

  const plan = (run: Run, op: Op): void => {
    if (op.op === "WaitForEvent") wait(run, op);
    else if (op.op === "InvokeFunction") invoke(run, op);
    else if (op.op === "Sleep") settleAt(run, op.id, op.name, null, { status: "completed" });
    else options.submit(run, op.id);
  };

  const wait = (run: Run, op: Op): void => {
    const { if: source, timeout } = op.opts ?? {};
    const forget = options.waits.add({
      eventName: op.name ?? "",
      expression: typeof source === "string" ? compileWait(source) : undefined,
      trigger: run.trigger.payload,
      // Wrapped: of a bare object the SDK has to guess whether its `data` is the value.
      onMatch: (event) => {
        resume(run, op.id, { data: event }, { status: "completed", output: event });
      },
    });
    run.pending.get(op.id)?.push(forget);
    settleAt(run, op.id, timeout, null, { status: "timed out", output: null });
  };

  const invoke = (run: Run, op: Op): void => {
    const error: RunError = {
      name: "InngestInvokeTimeoutError",
      message: "Timed out waiting for invoked function to complete",
    };
    if (op.opts?.timeout !== undefined) {
      settleAt(run, op.id, op.opts.timeout, { error }, { status: "timed out", error });
    }
    options.invoke({ run, stepId: op.id }, op);
  };

  /** Throws InvalidDurationError when `deadline` is neither a duration nor a date. */
  const settleAt = (
    run: Run,
    stepId: string,
    deadline: unknown,
    memo: unknown,
    result: StepResult,
  ): void => {
    const delayMs = resolveDeadlineMs(String(deadline), now()) - now();
    const stop = startTimer(delayMs, () => resume(run, stepId, memo, result));
    run.pending.get(stepId)?.push(stop);
  };

  /** Returns whether the step is to be tried again. */
  const recordResult = (run: Run, op: Op, isLastAttempt: boolean): boolean => {
    const step = noteStep(run, op, "planned", now());
    if (op.op === "StepRun") {
      const output = op.data ?? null;
      settle(run, op.id, { data: output }, { status: "completed", output });
      return false;
    }
    const error = toRunError(op.error);
    step.failures.push(error);
    if (op.op === "StepError" && !isLastAttempt) return true;
    settle(run, op.id, { error }, { status: "failed", error });
    return false;
  };

  return {
    take(run, ops, isLastAttempt) {
      for (const op of ops) refuseUnsupported(op);
      const fresh = ops.filter((op) => !isKnown(run, op));
      const plans = fresh.filter((op) => PLANS.has(op.op));
      for (const op of plans) {
        run.pending.set(op.id, []);
        noteStep(run, op, op.op === "StepPlanned" ? "planned" : "waiting", now());
      }
      // Waits first, and before any request leaves: a step may itself cause the event waited for.
      const isWait = (op: Op) => op.op === "WaitForEvent";
      for (const op of plans.filter(isWait)) plan(run, op);
      for (const op of plans.filter((op) => !isWait(op))) plan(run, op);

      let retries = false;
      for (const op of fresh) {
        if (RESULTS.has(op.op)) retries = recordResult(run, op, isLastAttempt) || retries;
      }
      const completion = fresh.find((op) => op.op === "RunComplete");
      if (completion) options.complete(run, completion.data ?? null);
      return retries;
    },
    record(run, ops) {
      for (const op of ops) {
        if (op.op !== "StepRun") throw new UnsupportedError(`opcode ${op.op} in a checkpoint`);
        if (!isKnown(run, op)) recordResult(run, op, true);
      }
    },
    resume,
    advance,
  };
}

function compileWait(source: string): Expression {
  try {
    return compileExpression(source);
  } catch (error) {
    throw new InvalidWaitError(messageOf(error), { cause: error });
  }
}

/** The SDK may report an operation again; only the first report counts. */
function isKnown(run: Run, op: Op): boolean {
  return run.memo.has(op.id) || (PLANS.has(op.op) && run.pending.has(op.id));
}

function refuseUnsupported(op: Op): void {
  if (!PLANS.has(op.op) && !RESULTS.has(op.op) && op.op !== "RunComplete") {
    throw new UnsupportedError(`opcode ${op.op}`);
  }
  if (op.opts?.parallelMode) {
    throw new UnsupportedError(`parallel mode "${op.opts.parallelMode}" (group.parallel)`);
  }
}
