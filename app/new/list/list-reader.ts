import type { ListReading } from "@/lib/lists/reading";
import type { ListCode } from "./list-code";
import type { WorkerAnswer, WorkerRequest } from "./list-worker";

export const EMPTY_LIST: ListReading = {
  rows: [],
  counts: { called: 0, merged: 0, refused: 0, ignored: 0, lines: 0 },
  columns: null,
  asks: null,
  encoding: null,
};

/**
 * Reads the list in the browser with the code that the API reads it with, beside the page: it goes on while a list of
 * 10,000 lines is read. That code and the numbering plans of the world take 90 kB, so they come when somebody begins to
 * fill the form in.
 */
export type ListReader = {
  /** Fetches what reads a list, for somebody who is about to write one. */
  prepare: () => void;
  /** @throws when the code cannot be fetched, which the next call tries again; what the task throws. */
  run: <Task extends keyof ListCode>(
    task: Task,
    ...args: Parameters<ListCode[Task]>
  ) => Promise<Awaited<ReturnType<ListCode[Task]>>>;
};

export function createListReader(
  // The bundler makes a file of its own of what it finds in this form.
  connect = () => new Worker(new URL("./list-worker.ts", import.meta.url), { type: "module" }),
): ListReader {
  let worker: Worker | null = null;
  let count = 0;
  const open = new Map<number, { done: (value: never) => void; fail: (error: Error) => void }>();
  const start = () => {
    const started = connect();
    started.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => {
      const waiting = open.get(data.id);
      open.delete(data.id);
      if ("problem" in data) waiting?.fail(new Error(data.problem));
      else waiting?.done(data.value as never);
    });
    started.addEventListener("error", (event) => {
      event.preventDefault?.();
      worker = null;
      for (const { fail } of open.values()) fail(new Error("The list reader was not loaded."));
      open.clear();
    });
    return started;
  };
  return {
    prepare: () => {
      worker ??= start();
    },
    run: (task, ...args) => {
      worker ??= start();
      count += 1;
      const request: WorkerRequest = { id: count, task, args };
      worker.postMessage(request);
      return new Promise<never>((done, fail) => open.set(request.id, { done, fail }));
    },
  };
}
