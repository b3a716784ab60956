import { BadRequestError } from "./errors";
import type { FunctionConfig } from "./function-config";
import { newId } from "./ids";
import type {
  CallView,
  Op,
  RunError,
  RunStatus,
  RunView,
  StepStatus,
  StepView,
  StoredEvent,
} from "./types";

/** A run as the engine works on it. Only the executor and its parts change it. */
export type Run = {
  id: string;
  fn: FunctionConfig;
  trigger: StoredEvent;
  status: RunStatus;
  queuedAtMs: number;
  startedAtMs?: number;
  endedAtMs?: number;
  output?: unknown;
  error?: RunError;
  rerunOf?: string;
  /** The step of another run that waits for this one. */
  invokedBy?: { run: Run; stepId: string };
  /** Results by step id hash, in the wire format of the SDK. */
  memo: Map<string, unknown>;
  /** The keys of `memo` in the order in which they completed: the SDK hangs if one is missing. */
  stack: string[];
  /** Operations that were reported and have not settled, each with what to undo when it has. */
  pending: Map<string, (() => void)[]>;
  /** A discovery is queued, in flight or waiting for its retry; there is never a second one. */
  isDiscovering: boolean;
  /** Undoes what lives as long as the run itself: cancellations, retries. */
  disposals: Set<() => void>;
  /** Requests in flight. A checkpoint from any other request is stale. */
  liveRequests: Set<string>;
  steps: Map<string, StepView>;
  requests: number;
  calls: CallView[];
};

/** Calls kept per run for the inspection page; a run that loops for hours must not grow for ever. */
const KEPT_CALLS = 200;

export function createRun(
  fn: FunctionConfig,
  trigger: StoredEvent,
  nowMs: number,
  origin: { rerunOf?: string; invokedBy?: { run: Run; stepId: string } } = {},
): Run {
  return {
    id: newId(),
    fn,
    trigger,
    status: "Queued",
    queuedAtMs: nowMs,
    ...origin,
    memo: new Map(),
    stack: [],
    pending: new Map(),
    isDiscovering: false,
    disposals: new Set(),
    liveRequests: new Set(),
    steps: new Map(),
    requests: 0,
    calls: [],
  };
}

/**
 * Gives `run` the results of what `earlier` completed before the step, so that it goes on from
 * there. Throws BadRequestError when `earlier` completed no such step.
 */
export function copyStepsBefore(earlier: Run, run: Run, stepId: string): void {
  const index = earlier.stack.indexOf(stepId);
  if (index < 0) throw new BadRequestError(`run ${earlier.id} completed no step ${stepId}`);
  for (const id of earlier.stack.slice(0, index)) {
    run.stack.push(id);
    run.memo.set(id, earlier.memo.get(id));
    const step = earlier.steps.get(id);
    if (step) run.steps.set(id, { ...step });
  }
}

export function hasEnded(run: Run): boolean {
  return run.status !== "Queued" && run.status !== "Running";
}

/** Stops every timer and listener of the run, and says nothing to anybody. */
export function abandon(run: Run): void {
  for (const undo of [...run.disposals, ...[...run.pending.values()].flat()]) undo();
  run.disposals.clear();
  run.pending.clear();
}

/** Notes a step for the views when it is first reported; later reports change nothing here. */
export function noteStep(run: Run, op: Op, status: StepStatus, nowMs: number): StepView {
  const known = run.steps.get(op.id);
  if (known) return known;
  const step: StepView = {
    id: op.id,
    name: op.displayName ?? op.name ?? op.id,
    // Planned, run or failed: to the reader it is a `step.run`.
    op: op.op.startsWith("Step") ? "StepRun" : op.op,
    status,
    input: inputOf(op),
    failures: [],
    // The SDK times what it ran itself, in nanoseconds; a clock of another machine stays out of it.
    startedAtMs: op.timing ? nowMs - Math.round(op.timing.b / 1e6) : nowMs,
  };
  run.steps.set(op.id, step);
  return step;
}

function inputOf(op: Op): unknown {
  switch (op.op) {
    case "Sleep":
      return op.name;
    case "WaitForEvent":
      return { event: op.name, ...op.opts };
    default:
      // The SDK sends an empty object for a step without options.
      return op.opts && Object.keys(op.opts).length > 0 ? op.opts : undefined;
  }
}

export function noteCall(run: Run, call: CallView): void {
  run.calls.push(call);
  if (run.calls.length > KEPT_CALLS) run.calls.shift();
}

/** A copy for callers outside the engine. */
export function viewRun(run: Run): RunView {
  return {
    id: run.id,
    functionId: run.fn.id,
    functionName: run.fn.name,
    status: run.status,
    event: run.trigger.payload,
    queuedAtMs: run.queuedAtMs,
    startedAtMs: run.startedAtMs,
    endedAtMs: run.endedAtMs,
    output: run.output,
    error: run.error,
    rerunOf: run.rerunOf,
    parentRunId: run.invokedBy?.run.id,
    requests: run.requests,
    steps: [...run.steps.values()].map((step) => ({ ...step, failures: [...step.failures] })),
    calls: [...run.calls],
  };
}
