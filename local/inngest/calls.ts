import { type Gate, slotsFor } from "./flow-control";
import { hasEnded, type Run } from "./run";
import { startTimer } from "./timers";
import type { Work } from "./work";

/** One request to the app, and how often it has been tried. */
export type Call = {
  run: Run;
  /** `step` for a discovery (runs the function up to its next unknown steps), else one step. */
  target: string;
  attempt: number;
  /** Since when no SDK has answered this call, and how often in a row. */
  unreachable?: { sinceMs: number; times: number };
};

export type CallsOptions = {
  gate: Gate;
  work: Work;
  maxInFlight: number;
  /** Makes the request; `release` gives its place to the next one. Never rejects. */
  perform: (call: Call, release: () => void) => Promise<void>;
};

export type Calls = {
  submit: (call: Call) => void;
  submitLater: (call: Call, pauseMs: number) => void;
};

/** Requests on their way to the app: each waits for its slots, counts as work, and is dropped with its run. */
export function createCalls({ gate, work, maxInFlight, perform }: CallsOptions): Calls {
  const submit = (call: Call): void => {
    if (hasEnded(call.run)) return;
    work.begin();
    gate.submit(slotsFor(call.run.fn, call.run.trigger.payload, maxInFlight), (release) => {
      void perform(call, release).finally(() => {
        release();
        work.end();
      });
    });
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

  return { submit, submitLater };
}
