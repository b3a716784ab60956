import { unconfirmed } from "./confirmed";
import type { CallResult, Price } from "./schema";

/** American English, as all of the product's words; the amounts themselves keep their own currency. */
const LOCALE = "en-US";

/** `$180`, `$95.50`, `CHF 80`; the bare number when the currency was not said. */
export function formatMoney(amount: number, currency: string | null): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const format = new Intl.NumberFormat(LOCALE, {
    ...(currency ? { style: "currency" as const, currency } : {}),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // Newer versions put a no-break space after a currency code, older ones another kind.
  return format.format(amount).replace(/\s/g, " ");
}

type Priced = Pick<CallResult, "price" | "callOutFee" | "confirmed">;

/**
 * A price in a few words: `$180–220 + $40 call-out`, `$95/h (not confirmed)`, `Needs a visit first`; what was not said is
 * said so.
 */
export function formatPrice({ price, callOutFee, confirmed }: Priced): string {
  const fee =
    callOutFee &&
    `${formatMoney(callOutFee.amount, callOutFee.currency)} call-out${unconfirmed(confirmed.callOutFee)}`;
  const base = formatBase(price);
  const said = base && `${base}${unconfirmed(confirmed.price)}`;
  if (said && fee) return `${said} + ${fee}`;
  return said ?? (fee ? `${fee}, no price given` : "No price given");
}

/** The same words in the middle of a sentence: "Best: Acme, needs a visit first, Monday". */
export const formatPriceWithin = (result: Priced): string =>
  formatPrice(result).replace(/^(Needs|No) /, (word) => word.toLowerCase());

function formatBase(price: Price): string | null {
  const amounts = formatAmounts(price);
  switch (price.kind) {
    case "hourly":
      return amounts && `${amounts}/h`;
    case "visit_needed":
      return amounts ? `Needs a visit first (${amounts})` : "Needs a visit first";
    case "flat":
    case "range":
      return amounts;
    case "unknown":
      return amounts ?? (price.quote && `“${price.quote}”`);
  }
}

function formatAmounts({ low, high, currency }: Price): string | null {
  if (low === null) return null;
  const first = formatMoney(low, currency);
  // The sign stands once: "$180–220".
  const second = high !== null && high !== low ? `–${formatMoney(high, null)}` : "";
  return `${first}${second}${currency ? "" : " (currency not said)"}`;
}
