import { isRecord } from "./json";
import type { RunError } from "./types";

/** Something of Inngest that this engine does not have. Answered with 501 and the name of it. */
export class UnsupportedError extends Error {
  override name = "Unsupported";

  constructor(what: string) {
    super(`not implemented by the local Inngest engine: ${what}`);
  }
}

/** A request that the real engine would refuse too. Answered with 400. */
export class BadRequestError extends Error {
  override name = "BadRequest";
}

/**
 * A wait whose expression does not compile. It ends the run with the real engine's own error: the SDK's
 * shape has no place for it, so it travels as JSON inside the message.
 */
export class InvalidWaitError extends Error {
  override name = "InvalidExpression";

  get runError(): RunError {
    const message = "Wait for event If expression failed to compile";
    const { name, message: stack } = this;
    const error = { error: `${name}: ${message}`, name, message, stack };
    return { name: "Error", error: name, message: JSON.stringify({ error }) };
  }
}

/** Reads what an app reported as an error; never throws, and always has a message. */
export function toRunError(value: unknown): RunError {
  if (!isRecord(value)) return { name: "Error", message: String(value) };
  const error: RunError = {
    name: typeof value.name === "string" && value.name ? value.name : "Error",
    message: textOf(value.message) ?? textOf(value.error) ?? "Unknown error",
  };
  if (typeof value.stack === "string") error.stack = value.stack;
  if (value.cause !== undefined) error.cause = value.cause;
  return error;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
