import { z } from "zod";
import type { Services } from "@/lib/services";
import { callFunction } from "@/lib/supabase/call-function";
import { assumeHabits, estimateBatch } from "./estimate";
import { allowanceSchema, reachedSchema, readAllowance, refusalOf } from "./order-limits";
import { batchBodySchema } from "./schema";
import { batchDefaults, prepareBatch } from "./start-batch";

const count = z.int().min(0);
const range = z.object({ low: z.number(), high: z.number() });
const hoursSchema = z.object({
  closedNow: count.describe("Businesses that would wait for calling hours"),
  firstOpensAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .describe("When the first of those that are closed may be called; null when none will open"),
  firstTimeZone: z.string().nullable().describe("The zone in which hours begin then"),
});

const costsSchema = z.object({
  oneCall: z.number().nullable(),
  allCalls: z.number().nullable(),
  limit: reachedSchema.nullable(),
});

/** What `POST /api/v1/providers/estimate` answers. */
export const previewSchema = hoursSchema.extend({
  ...allowanceSchema.shape,
  businesses: count.describe("How many would be called; rows with one number are one"),
  usd: range.describe("Likely cost of the first calls"),
  oneCallUsd: z
    .number()
    .nullable()
    .describe(
      "What one of the calls can cost at the most, and so the least cap; null without a price",
    ),
  mostUsd: z
    .number()
    .describe("What the first calls can cost together at the most: never above the cap"),
  seconds: range.describe("Likely time until the last first call is over, for those open now"),
});
export type BatchPreview = z.infer<typeof previewSchema>;

/**
 * What calling a list would come to now. Stores nothing and calls nobody.
 * @param input the body of an order; its request may be left out
 * @throws AppError `invalid_body` (422), as an order would. An order that has to wait for a limit is no error here.
 */
export async function previewBatch(
  site: Services,
  userId: string,
  input: unknown,
): Promise<BatchPreview> {
  const { providers, options } = prepareBatch(input, batchDefaults(site), batchBodySchema);
  const { db, rails, settings } = site;
  const [hours, costs, allowance] = await Promise.all([
    callFunction(
      db,
      "preview_hours",
      {
        p_zones: providers.map(({ time_zones }) => time_zones),
        p_rails: rails,
        p_narrower: options.calling_hours,
      },
      hoursSchema,
    ),
    callFunction(
      db,
      "preview_costs",
      {
        p_user_id: userId,
        p_cap_usd: options.cap_usd,
        p_countries: providers.map(({ country }) => country),
        p_max_call_seconds: options.max_call_seconds,
        p_rails: rails,
      },
      costsSchema,
    ),
    readAllowance(db, userId, rails, providers.length),
  ]);
  const { oneCall, allCalls, limit } = costs;
  if (limit !== null) throw refusalOf(limit, "/options/capUsd");
  const habits = assumeHabits(settings.CALL_USD_PER_MINUTE["*"] ?? 0);
  const { usd, seconds } = estimateBatch(providers.length, rails.lines, habits);
  const mostUsd = Math.min(options.cap_usd, allCalls ?? options.cap_usd);
  return {
    ...hours,
    ...allowance,
    businesses: providers.length,
    usd,
    oneCallUsd: oneCall,
    mostUsd,
    seconds,
  };
}
