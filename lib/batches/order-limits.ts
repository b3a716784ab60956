import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Rails } from "@/lib/rails";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/** How much a person, and all of them together, may order. The rules stand in SQL (`list_usage`, `check_limits`). */

const scope = z.enum(["person", "deployment"]);
const kind = z.enum(["batches_per_hour", "calls_per_day", "usd_per_day", "providers_per_batch"]);

const reachedSchema = z.object({
  scope,
  kind,
  /** Counting the order that was refused. */
  used: z.number(),
  most: z.number(),
  asked: z.int(),
  /** Null for a limit that time does not lift. */
  resetsAt: z.iso.datetime({ offset: true }).nullable(),
});
export type ReachedLimit = z.infer<typeof reachedSchema>;

const usageSchema = z.array(
  z.object({
    scope,
    kind,
    used: z.number(),
    /** Null: not limited. */
    most: z.number().nullable(),
    resetsAt: z.string().nullable(),
  }),
);

/** What is left of the limits that a list can run into, for the page before it is ordered; null where nothing limits. */
export type OrderAllowance = { businesses: number | null; refusal: string | null };

export async function readAllowance(db: Db, userId: string, rails: Rails): Promise<OrderAllowance> {
  const usage = await callFunction(
    db,
    "describe_usage",
    { p_user_id: userId, p_rails: rails },
    usageSchema,
  );
  const limited = usage.flatMap((row) => (row.most === null ? [] : [{ ...row, most: row.most }]));
  const full = limited.find((row) => row.kind !== "providers_per_batch" && row.used >= row.most);
  const room = limited.flatMap(({ kind, used, most }) =>
    kind === "calls_per_day" || kind === "providers_per_batch" ? [Math.max(0, most - used)] : [],
  );
  return {
    businesses: room.length > 0 ? Math.min(...room) : null,
    refusal: full ? explainLimit({ ...full, asked: 0 }).detail : null,
  };
}

/**
 * Turns the refusal of an order into words.
 * @throws AppError `limit_reached` (429) with the time to wait; `invalid_body` (422) for a list that is too long at any time.
 */
export async function withLimitWords<T>(order: Promise<T>): Promise<T> {
  try {
    return await order;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "limit_reached") throw error;
    throw refusalOf(reachedSchema.parse(JSON.parse(error.detail ?? "null")));
  }
}

function refusalOf(limit: ReachedLimit): AppError {
  const { detail, hint } = explainLimit(limit);
  if (limit.resetsAt === null) {
    return new AppError("invalid_body", {
      detail: "Nothing was stored and nobody is called.",
      errors: [{ pointer: "/providers", code: limit.kind, detail, fix: hint }],
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
    calls_per_day: `${who} may have ${most} businesses called a day; ${left} are left for today.`,
    usd_per_day: `${who} may spend $${most.toFixed(2)} a day on calls, and have.`,
    providers_per_batch: `must have at most ${most} providers`,
  };
  const hint =
    resetsAt === null
      ? "Split the list, or ask whoever runs this site for more."
      : `This resets at ${resetsAt.slice(11, 16)} UTC${kind === "calls_per_day" && left > 0 ? "; a shorter list can be called now" : ""}. Whoever runs this site can raise it.`;
  return { detail: details[kind], hint };
}
