import { type ListCode, listCode } from "./list-code";

/** One thing to do; answered with the same id, in order. */
export type WorkerRequest = { id: number; task: keyof ListCode; args: unknown[] };
export type WorkerAnswer = { id: number } & ({ value: unknown } | { problem: string });

// What is done first is answered first: of two changes the second is made to what the first has left.
let before: Promise<void> = Promise.resolve();

addEventListener("message", ({ data: { id, task, args } }: MessageEvent<WorkerRequest>) => {
  const run = listCode[task] as (...args: unknown[]) => Promise<unknown>;
  before = before
    .then(() => run(...args))
    .then(
      (value) => postMessage({ id, value } satisfies WorkerAnswer),
      (error: Error) => postMessage({ id, problem: error.message } satisfies WorkerAnswer),
    );
});
