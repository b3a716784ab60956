import { daysAhead } from "./clock";
import type { Facts, Line, Price } from "./facts";
import type { Region } from "./region";
import { pick, seeded } from "./seed";

export type PriceStyle = "flat" | "range" | "hourly" | "visit_needed";

const COVERS = [
  "parts and labor",
  "labor only, parts are extra",
  "the visit and the repair",
] as const;

const HOURLY_COVERS = ["labor only, parts are extra", "labor and small parts"] as const;

/** Any amount is a multiple of 5: people quote round numbers. */
const amount = (number: string, topic: string, from: number, to: number): number =>
  from + 5 * seeded(number, topic, (to - from) / 5 + 1);

/** When they can come: one to six days ahead, within working hours, on the callee's own clock. */
export function availabilityLine(number: string, calledAt: number, region: Region): Line {
  const time = daysAhead(
    calledAt,
    region.zone,
    1 + seeded(number, "days", 6),
    pick(number, "hour", [8, 9, 10, 11, 13, 14, 15, 16]),
    pick(number, "minute", [0, 30]),
  );
  const text = pick(number, "availability", [
    `Yes, we can do that. Earliest would be ${time.text}.`,
    `Let me look. I have an opening ${time.text}.`,
    `Sure. I could send someone ${time.text}.`,
    `We are pretty busy, but ${time.text} would work.`,
  ]);
  const reveals = {
    availability: "available",
    earliestText: time.text,
    earliestAt: time.iso,
  } as const;
  return { who: "customer", text, reveals };
}

/** What it costs. `style` is given for the documented numbers and decided by the number for all others. */
export function priceLine(number: string, region: Region, style = priceStyle(number)): Line {
  const { words, reveals } = priceWords(number, region, style);
  const condition = pick(number, "condition", [
    null,
    "payment by card on the day",
    "an adult has to be at home",
    "24 hours' notice to cancel",
    null,
  ]);
  if (condition === null) return { who: "customer", text: words, reveals };
  const text = `${words} One condition: ${condition}.`;
  return { who: "customer", text, reveals: { ...reveals, conditions: [condition] } };
}

function priceStyle(number: string): PriceStyle {
  return pick(number, "price style", [
    "flat",
    "flat",
    "flat",
    "range",
    "range",
    "hourly",
    "hourly",
    "visit_needed",
  ]);
}

function priceWords(
  number: string,
  region: Region,
  style: PriceStyle,
): { words: string; reveals: Facts } {
  const money = (value: number) => `${region.symbol}${value}`;
  const fee = amount(number, "call-out fee", 40, 95);
  const callOutFee = { amount: fee, currency: region.currency };
  const covers = pick(number, "covers", style === "hourly" ? HOURLY_COVERS : COVERS);
  const price = (
    quote: string,
    kind: Price["kind"],
    low: number | null,
    high: number | null,
  ): Price => ({
    quote,
    kind,
    low,
    high,
    currency: low === null ? null : region.currency,
    covers: low === null ? null : covers,
  });

  switch (style) {
    case "flat": {
      const value = amount(number, "flat", 80, 400);
      const quote = `${money(value)} flat`;
      return {
        words: `That would be ${quote}, ${covers}.`,
        reveals: { price: price(quote, style, value, value) },
      };
    }
    case "range": {
      const low = amount(number, "low", 80, 300);
      const high = low + amount(number, "spread", 30, 150);
      const quote = `between ${money(low)} and ${money(high)}`;
      return {
        words: `Usually ${quote}, ${covers}.`,
        reveals: { price: price(quote, style, low, high) },
      };
    }
    case "hourly": {
      const rate = amount(number, "rate", 60, 150);
      const quote = `${money(rate)} an hour`;
      const words = `We charge ${quote}, ${covers}, plus a ${money(fee)} call-out fee.`;
      return { words, reveals: { price: price(quote, style, rate, rate), callOutFee } };
    }
    case "visit_needed": {
      const quote = "I cannot give a price before we have seen it";
      const words = `${quote}. The visit is ${money(fee)}.`;
      return { words, reveals: { price: price(quote, style, null, null), callOutFee } };
    }
  }
}

/** Licence and insurance: four in five are licensed, nine in ten insured. */
export function licenseLine(number: string): Line {
  const isLicensed = seeded(number, "licensed", 5) > 0;
  const isInsured = seeded(number, "insured", 10) > 0;
  const text = licenseWords(isLicensed, isInsured);
  const answer = (met: boolean) => ({ met: met ? ("yes" as const) : ("no" as const), quote: text });
  return {
    who: "customer",
    text,
    reveals: { licensed: answer(isLicensed), insured: answer(isInsured) },
  };
}

function licenseWords(isLicensed: boolean, isInsured: boolean): string {
  if (isLicensed)
    return isInsured ? "Yes, licensed and insured." : "Licensed yes, but we carry no insurance.";
  return isInsured ? "We are insured, but we have no license." : "No, neither of the two.";
}
