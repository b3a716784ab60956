import type { CallResult } from "./schema";

const NO_PRICE = { kind: "unknown", quote: null, low: null, high: null } as const;

/**
 * What of an answer may be compared: what is not confirmed counts as not said. A price counts only together with the fee
 * that is paid on top of it.
 */
export function comparedPart(result: CallResult): CallResult {
  const { confirmed, callOutFee, price } = result;
  const isPriced = confirmed.price && (!callOutFee || confirmed.callOutFee);
  return {
    ...result,
    availability: confirmed.availability ? result.availability : "unknown",
    ...(confirmed.earliest ? {} : { earliestText: null, earliestAt: null }),
    price: isPriced ? price : { ...price, ...NO_PRICE },
    criteria: result.criteria.map((item) => (item.confirmed ? item : { ...item, met: "unknown" })),
  };
}

/** Follows what was not confirmed, wherever it is told. */
export const unconfirmed = (isConfirmed: boolean): string =>
  isConfirmed ? "" : " (not confirmed)";

/** Whether words of ours about an answer say so. */
export const saysUnconfirmed = (words: string): boolean =>
  /^Not confirmed: |\(not confirmed\)/.test(words);
