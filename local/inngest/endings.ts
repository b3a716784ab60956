import { InvalidWaitError, toRunError } from "./errors";
import { abandon, hasEnded, type Run } from "./run";
import type { Log, RunError } from "./types";

export type Endings = {
  /** Ends the run, once: what comes later changes nothing. */
  finish: (
    run: Run,
    status: "Completed" | "Failed" | "Cancelled",
    result: { output?: unknown; error?: RunError },
  ) => void;
  /** For what goes wrong on the engine's side, whose stack would tell the reader nothing. */
  fail: (run: Run, failure: unknown) => void;
};

/** The one place where a run gets its final status; `onEnd` then tells everybody. */
export function createEndings(options: {
  now: () => number;
  log: Log;
  onEnd: (run: Run) => void;
}): Endings {
  const finish: Endings["finish"] = (run, status, result) => {
    if (hasEnded(run)) return;
    Object.assign(run, result, { status, endedAtMs: options.now() });
    abandon(run);
    if (run.error) options.log(`run failed: ${run.fn.id} ${run.id}: ${run.error.message}`);
    options.onEnd(run);
  };

  const fail: Endings["fail"] = (run, failure) => {
    const { name, message } = toRunError(failure);
    const error = failure instanceof InvalidWaitError ? failure.runError : { name, message };
    finish(run, "Failed", { error });
  };
  return { finish, fail };
}
