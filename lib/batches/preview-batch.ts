import { z } from "zod";
import type { Services } from "@/lib/services";
import { callFunction } from "@/lib/supabase/call-function";
import { assumeHabits, estimateBatch } from "./estimate";
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

/** What `POST /api/v1/providers/estimate` answers. */
export const previewSchema = hoursSchema.extend({
  businesses: count.describe("How many would be called; rows with one number are one"),
  usd: range.describe("Likely cost of the first calls"),
  seconds: range.describe("Likely time until the last first call is over, for those open now"),
});
export type BatchPreview = z.infer<typeof previewSchema>;

/**
 * What calling a list would come to now. Stores nothing and calls nobody.
 * @param input the body of an order; its request may be left out
 * @throws AppError `invalid_body` (422), as an order would.
 */
export async function previewBatch(site: Services, input: unknown): Promise<BatchPreview> {
  const { providers, options } = prepareBatch(input, batchDefaults(site), batchBodySchema);
  const { rails, settings } = site;
  const hours = await callFunction(
    site.db,
    "preview_hours",
    {
      p_zones: providers.map(({ time_zones }) => time_zones),
      p_rails: rails,
      p_narrower: options.calling_hours,
    },
    hoursSchema,
  );
  const habits = assumeHabits(settings.CALL_USD_PER_MINUTE["*"] ?? 0);
  const { usd, seconds } = estimateBatch(providers.length, rails.lines, habits);
  return { ...hours, businesses: providers.length, usd, seconds };
}
