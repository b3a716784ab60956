import type { z } from "zod";
import { AppError, isErrorCode } from "@/lib/errors";
import type { Db } from "./clients";
import type { Database } from "./database.types";

type Functions = Database["public"]["Functions"];

/**
 * Calls a database function, whose name and arguments the migrations give, and parses its answer.
 * @throws AppError with the function's own code where it raised one (SQLSTATE PTxyz, message = code), and
 * `store_unavailable` (503, retry after 5 s) for everything else: all functions are safe to repeat.
 */
export async function callFunction<Name extends keyof Functions, T extends z.ZodType>(
  db: Db,
  name: Name,
  args: Functions[Name]["Args"],
  answer: T,
): Promise<z.infer<T>> {
  const { data, error } = await db.rpc(name, args);
  if (error) {
    if (error.code?.startsWith("PT") && isErrorCode(error.message)) {
      throw new AppError(error.message, {
        detail: error.details ?? undefined,
        hint: error.hint ?? undefined,
      });
    }
    throw storeUnavailable(name, error);
  }
  return answer.parse(data);
}

/** What a caller is told when the database did not do what was asked of it; `what` names that in the log. */
export function storeUnavailable(
  what: string,
  error: { code?: string; message: string },
): AppError {
  return new AppError("store_unavailable", {
    detail: "The database did not answer. Nothing was lost; try again in a few seconds.",
    retryAfterSeconds: 5,
    cause: new Error(`${what} failed: ${error.code || "no code"} ${error.message}`),
  });
}
