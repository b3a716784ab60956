import { createAdmission } from "./admission";
import { createCronScheduler, cronEvent } from "./cron";
import { resolveDeadlineMs } from "./durations";
import { createExecutor, type Executor } from "./executor";
import { createGate } from "./flow-control";
import type { CancelRule, FunctionConfig } from "./function-config";
import { createHistory, type History } from "./history";
import { newId } from "./ids";
import { isRecord } from "./json";
import { invocationEvent, invocationResult, lifecycleEvents } from "./lifecycle-events";
import { createListeners } from "./listeners";
import { createRegistry, type Registry } from "./registry";
import { abandon, copyStepsBefore, createRun, type Run } from "./run";
import { startTimer } from "./timers";
import type { EventPayload, Log, Op, StoredEvent } from "./types";
import { createWork, type Work } from "./work";

export type EngineSettings = {
  now: () => number;
  retryBaseMs: number;
  requestTimeoutMs: number;
  maxInFlight: number;
  unreachableLimitMs: number;
  checkpointing: boolean;
  historyLimit: number;
  signal: AbortSignal;
  log: Log;
};

type Parent = { run: Run; stepId: string };

/** The engine without its HTTP surface. */
export type Engine = {
  registry: Registry;
  history: History;
  work: Work;
  executor: Executor;
  /** Takes an event in: cancels, resumes and starts what it matches, before it returns. */
  dispatch: (event: StoredEvent) => void;
  /** Starts a function whatever its triggers; null when there is none by that id. */
  invoke: (functionId: string, data: unknown) => { eventId: string } | null;
  /**
   * Runs the same event again in a new run, whatever has been remembered of it; with a step, that
   * step and what completed after it run again. Null when the run is unknown; throws
   * BadRequestError when it completed no such step.
   */
  rerun: (runId: string, fromStepId?: string) => Run | null;
  close: () => void;
};

export function createEngine(settings: EngineSettings): Engine {
  const { now } = settings;
  const history = createHistory(settings.historyLimit);
  const work = createWork();
  const waits = createListeners();
  const cancellations = createListeners();
  const admission = createAdmission();

  const received = (payload: EventPayload): StoredEvent => ({
    internalId: newId(),
    receivedAtMs: now(),
    payload,
  });

  const dispatch = (event: StoredEvent): void => {
    history.addEvent(event);
    cancellations.deliver(event);
    waits.deliver(event);
    for (const fn of registry.triggeredBy(event.payload)) startOnce(fn, event);
  };

  /** False when the function has had this event, or its idempotency key, before. */
  const startOnce = (fn: FunctionConfig, event: StoredEvent, invokedBy?: Parent): boolean => {
    if (!admission.admit(fn, event, now())) return false;
    start(createRun(fn, event, now(), { invokedBy }));
    return true;
  };

  const start = (run: Run): void => {
    history.addRun(run);
    for (const rule of run.fn.cancelOn) listenForCancel(run, rule);
    executor.start(run);
  };

  const listenForCancel = (run: Run, rule: CancelRule): void => {
    const forget = cancellations.add({
      eventName: rule.event,
      expression: rule.expression,
      trigger: run.trigger.payload,
      onMatch: () => executor.cancel(run),
    });
    run.disposals.add(forget);
    if (!rule.timeout) return;
    run.disposals.add(startTimer(resolveDeadlineMs(rule.timeout, now()) - now(), forget));
  };

  const invokeForStep = (parent: Parent, op: Op): void => {
    const functionId = String(op.opts?.function_id);
    const payload = isRecord(op.opts?.payload) ? op.opts.payload : {};
    const correlationId = `${parent.run.id}.${parent.stepId}`;
    const caller = { correlationId, stepName: op.displayName };
    const event = received(invocationEvent(functionId, payload.data, now(), caller));
    dispatch(event);

    const fn = registry.get(functionId);
    if (!fn) failStep(parent, `could not find function with ID: ${functionId}`);
    else if (!startOnce(fn, event, parent)) failStep(parent, "invoked function is rate limited");
  };

  const failStep = ({ run, stepId }: Parent, message: string): void => {
    const error = { name: "Error", message };
    executor.resume(run, stepId, { error }, { status: "failed", error });
  };

  const onEnd = (run: Run): void => {
    for (const payload of lifecycleEvents(run, now())) dispatch(received(payload));
    if (!run.invokedBy) return;
    const { run: parent, stepId } = run.invokedBy;
    const { output, error } = run;
    const status = error ? "failed" : "completed";
    executor.resume(parent, stepId, invocationResult(run, now()), { status, output, error });
  };

  const crons = createCronScheduler(now, (functionId, schedule, slotMs) => {
    const fn = registry.get(functionId);
    const event = received(cronEvent(schedule, slotMs, now()));
    history.addEvent(event);
    if (fn) start(createRun(fn, event, now()));
  });
  const registry = createRegistry((functions) => {
    crons.set(
      functions.flatMap((fn) => fn.crons.map((schedule) => ({ functionId: fn.id, schedule }))),
    );
  });
  const executor = createExecutor({
    ...settings,
    gate: createGate(),
    work,
    waits,
    latest: (fn) => registry.get(fn.id) ?? fn,
    invoke: invokeForStep,
    onEnd,
  });

  return {
    registry,
    history,
    work,
    executor,
    dispatch,
    invoke(functionId, data) {
      const fn = registry.get(functionId);
      if (!fn) return null;
      const event = received(invocationEvent(functionId, data, now()));
      dispatch(event);
      startOnce(fn, event);
      return { eventId: event.internalId };
    },
    rerun(runId, fromStepId) {
      const earlier = history.run(runId);
      if (!earlier) return null;
      const fn = registry.get(earlier.fn.id) ?? earlier.fn;
      const run = createRun(fn, earlier.trigger, now(), { rerunOf: earlier.id });
      if (fromStepId !== undefined) copyStepsBefore(earlier, run, fromStepId);
      start(run);
      return run;
    },
    close() {
      crons.close();
      for (const run of history.runs()) abandon(run);
    },
  };
}
