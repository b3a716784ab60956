import { AsyncLocalStorage } from "node:async_hooks";

export type Log = (line: string) => void;

const currentLog = new AsyncLocalStorage<Log>();
let installed = false;

/**
 * Runs the callback with everything it prints through console.error, warn and log sent to `log`.
 *
 * @supabase/lite prints each database error it answers with; that is noise beside the answer itself.
 */
export function withQuietConsole<Result>(log: Log, run: () => Result): Result {
  install();
  return currentLog.run(log, run);
}

function install() {
  if (installed) return;
  installed = true;
  for (const method of ["error", "warn", "log"] as const) {
    const original = console[method];
    console[method] = (...values: unknown[]) => {
      const log = currentLog.getStore();
      if (log) log(values.map(describe).join(" "));
      else original(...values);
    };
  }
}

function describe(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === "string" ? value : JSON.stringify(value);
}
