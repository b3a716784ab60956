import pino, { type Logger } from "pino";
import { perProcess } from "./per-process";
import { currentIds } from "./trace";

/** Control URLs hang up calls without a password, and keys open accounts: neither reaches a log. */
const SECRET_PATHS = [
  "controlUrl",
  "*.controlUrl",
  "headers.authorization",
  "*.headers.authorization",
  "token",
  "*.token",
];

/** JSON lines on standard output; object first, message second. Each has the ids of the work in which it is written. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: SECRET_PATHS, mixin: () => ({ ...currentIds() }) });
}

const level = perProcess<string>("log-level");
let current: Logger | undefined;

/** Set once at boot from `LOG_LEVEL`; before that, warnings and errors are logged. */
export function configureLog(next: string): void {
  level.value = next;
  current = undefined;
}

export function log(): Logger {
  current ??= createLogger(level.value ?? "warn");
  return current;
}
