import { orderProviders, type RankedRow, type RankMark } from "./order-providers";
import { describeReasons } from "./rank-reasons";

export type RankedProvider = {
  providerId: string;
  /** 1 is best; null for those that were not reached, which follow in a fixed order. */
  rank: number | null;
  marks: RankMark[];
  /** Why it stands where it stands, in the order of the rules. */
  reasons: string[];
};

/**
 * The order of `orderProviders` with the reasons for it: what is stored with a finished batch. Apart from the order, so
 * that pages rank without loading words that they do not show. Pure.
 */
export function rankProviders(
  rows: readonly RankedRow[],
  options: { criteria?: readonly string[] } = {},
): RankedProvider[] {
  const criteriaAsked = options.criteria?.length ?? 0;
  return orderProviders(rows, options).map(({ row, rank, marks }) => ({
    providerId: row.providerId,
    rank,
    marks,
    reasons: describeReasons(row, marks, criteriaAsked),
  }));
}
