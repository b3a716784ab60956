import type { RankedRow } from "./order-providers";
import { type CallResult, type Price, unknownResult } from "./schema";

/** A flat price in dollars, unless told otherwise. */
export const price = (low: number | null, more: Partial<Price> = {}): Price => ({
  quote: null,
  kind: "flat",
  low,
  high: low,
  currency: "USD",
  covers: null,
  ...more,
});

type Given = Partial<Omit<RankedRow, "result">> & { says?: Partial<CallResult> | null };

/** Whatever is said is confirmed. */
export const CONFIRMED = { availability: true, earliest: true, price: true, callOutFee: true };

/** An answer in which nothing is known; what a test adds to it counts as confirmed. */
export const nothingSaid = (): CallResult => ({ ...unknownResult(), confirmed: CONFIRMED });

/** A provider named like its id that answered and is available, all of it confirmed, unless told otherwise. */
export const row = (id: string, { says = {}, ...rest }: Given = {}): RankedRow => ({
  providerId: id,
  name: id,
  outcome: "completed",
  ...rest,
  result: says && {
    ...unknownResult(),
    availability: "available",
    confirmed: CONFIRMED,
    ...says,
  },
});

export const met = (criterion: string, answer: "yes" | "no" | "unknown") => ({
  criterion,
  met: answer,
  quote: null,
  confirmed: true,
});
