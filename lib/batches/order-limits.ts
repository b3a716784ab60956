import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Rails } from "@/lib/rails";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** How much a person, and all of them together, may order. The rules stand in SQL (`list_usage`, `check_limits`). */

const scope = z.enum(["person", "deployment"]);
const kind = z.enum([
  "batches_per_hour",
  "calls_per_day",
  "usd_per_day",
  "providers_per_batch",
  "cap_usd",
  "day_too_small",
]);

export const reachedSchema = z.object({
  scope,
  kind,
  /** Counting the order that was refused; the money itself, for a cap or day below one call. */
  used: z.number(),
  most: z.number(),
  asked: z.int(),
  /** Null for a limit that time does not lift. */
  resetsAt: z.iso.datetime({ offset: true }).nullable(),
});
export type ReachedLimit = z.infer<typeof reachedSchema>;

export const allowanceSchema = z.object({
  businessesLeft: z
    .int()
    .nullable()
    .describe("How many businesses limits allow now; null where nothing limits them"),
  refusal: z
    .object({ detail: z.string(), resetsAt: z.iso.datetime({ offset: true }).nullable() })
    .nullable()
    .describe("The limit that this order would exceed; null where it fits"),
});

/** What limits leave of an order of so many businesses, before it is given. */
export async function readAllowance(
  db: Db,
  userId: string,
  rails: Rails,
  asked: number,
): Promise<z.infer<typeof allowanceSchema>> {
  const { businessesLeft, limit } = await callFunction(
    db,
    "describe_allowance",
    { p_user_id: userId, p_rails: rails, p_providers: asked },
    z.object({ businessesLeft: z.int().nullable(), limit: reachedSchema.nullable() }),
  );
  return {
    businessesLeft,
    refusal: limit && { detail: explainLimit(limit).detail, resetsAt: limit.resetsAt },
  };
}

/**
 * Turns the refusal of an order into words.
 * @param capPointer where the order names its cap
 * @throws AppError `limit_reached` (429) with the time to wait; `invalid_body` (422) for a list that is too long at any time,
 * and for a cap or a day that does not hold one call.
 */
export async function withLimitWords<T>(order: Promise<T>, capPointer: string): Promise<T> {
  try {
    return await order;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "limit_reached") throw error;
    throw refusalOf(reachedSchema.parse(JSON.parse(error.detail ?? "null")), capPointer);
  }
}

/** The refusal of an order that a limit or its own cap does not allow. */
export function refusalOf(limit: ReachedLimit, capPointer: string): AppError {
  const { detail, hint } = explainLimit(limit);
  if (limit.resetsAt === null) {
    return new AppError("invalid_body", {
      detail: "Nothing was stored and nobody is called.",
      errors: [
        {
          pointer: limit.kind === "cap_usd" ? capPointer : "/providers",
          code: limit.kind,
          detail,
          fix: hint,
        },
      ],
    });
  }
  const seconds = Math.ceil((Date.parse(limit.resetsAt) - Date.now()) / 1000);
  return new AppError("limit_reached", { detail, hint, retryAfterSeconds: Math.max(1, seconds) });
}

/** Which limit it is, and what to do about it. Times are in UTC, as the days of the limits are. */
export function explainLimit({ scope, kind, used, most, asked, resetsAt }: ReachedLimit): {
  detail: string;
  hint: string;
} {
  const who = scope === "person" ? "You" : "All people of this site together";
  const left = Math.max(0, most - (used - asked));
  const details = {
    batches_per_hour: `${who} may start ${most} batches within an hour, and have.`,
    calls_per_day: `${who} may have ${most} businesses called a day; ${left} ${left === 1 ? "is" : "are"} left for today.`,
    usd_per_day: `${who} may spend $${most.toFixed(2)} a day on calls, and have.`,
    providers_per_batch: `At most ${most} businesses can be called with one list.`,
    day_too_small: `One of these calls can cost more than the $${used.toFixed(2)} a day that ${scope === "person" ? "you" : "all people of this site together"} may spend.`,
    cap_usd: `A cap of $${used.toFixed(2)} is below what one of these calls can cost.`,
  };
  const detail = details[kind];
  // Upwards to whole cents.
  const needed = (Math.ceil(most * 100) / 100).toFixed(2);
  if (kind === "cap_usd") return { detail, hint: `Set it to $${needed} or more.` };
  if (kind === "day_too_small") {
    return { detail, hint: `Ask whoever runs this site to raise it to $${needed} or more.` };
  }
  if (resetsAt === null)
    return { detail, hint: "Split the list, or ask whoever runs this site for more." };
  const shorter = kind === "calls_per_day" && left > 0 ? "; a shorter list can be called now" : "";
  const hint = `This resets at ${resetsAt.slice(11, 16)} UTC${shorter}. Whoever runs this site can raise it.`;
  return { detail, hint };
}
