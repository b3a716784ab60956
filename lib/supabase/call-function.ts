import type { z } from "zod";
import { AppError, isErrorCode } from "@/lib/errors";
import type { Db } from "./clients";

/**
 * Calls a database function and parses its answer.
 * @throws AppError with the function's own code where it raised one (SQLSTATE PTxyz, message = code), and
 * `store_unavailable` (503, retry after 5 s) for everything else: all functions are safe to repeat.
 */
export async function callFunction<T extends z.ZodType>(
  db: Db,
  name: string,
  args: Record<string, unknown>,
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
    throw new AppError("store_unavailable", {
      detail: "The database did not answer. Nothing was lost; try again in a few seconds.",
      retryAfterSeconds: 5,
      cause: new Error(`${name} failed: ${error.code ?? "no code"} ${error.message}`),
    });
  }
  return answer.parse(data);
}
