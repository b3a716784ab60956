import pino, { type Logger } from "pino";

/** Control URLs hang up calls without a password, and keys open accounts: neither reaches a log. */
const SECRET_PATHS = [
  "controlUrl",
  "*.controlUrl",
  "headers.authorization",
  "*.headers.authorization",
  "token",
  "*.token",
];

/** JSON lines on standard output; object first, message second. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, redact: SECRET_PATHS });
}

let current: Logger | undefined;

/** Set once at boot from `LOG_LEVEL`; before that, warnings and errors are logged. */
export function configureLog(level: string): void {
  current = createLogger(level);
}

export function log(): Logger {
  current ??= createLogger("warn");
  return current;
}
