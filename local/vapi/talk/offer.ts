import { daysAhead } from "./clock";
import type { Facts, Line, Price } from "./facts";
import { sayMoney } from "./money";
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
  const link = pick(number, "link", ["at", "at", "around", "after"]);
  const when = `${time.day} ${link} ${pick(number, "clock", time.clocks)}`;
  const text = pick(number, "availability", [
    `Yes, we can do that. Earliest would be ${when}.`,
    `Let me look. I have an opening ${when}.`,
    `Sure. I could send someone ${when}.`,
    `We are pretty busy, but ${when} would work.`,
    `Uh, let me check. Yeah, ${when} is good for us.`,
    `We can do that, no problem. How about this, I can be there ${when}.`,
    `This week is crazy. No wait, somebody canceled, so we could come ${when}.`,
    `Yep, we do that all the time. Looks like ${when}.`,
  ]);
  const reveals = {
    availability: "available",
    earliestText: when,
    earliestAt: time.iso,
  } as const;
  return { who: "customer", text, reveals };
}

/** What it costs. `style` is given for the documented numbers and decided by the number for all others. */
export function priceLine(number: string, region: Region, style = priceStyle(number)): Line {
  const { words: said, reveals } = priceWords(number, region, style);
  const words = said.charAt(0).toUpperCase() + said.slice(1);
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
  const money = (value: number, topic: string) => sayMoney(value, region, number, topic);
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
      const said = money(value, "flat");
      const other = money(value + 40, "misread");
      const words = pick(number, "flat phrase", [
        `That would be ${said} flat, ${covers}.`,
        `For a job like that we charge ${said}, ${covers}.`,
        `Um, you're looking at about ${said}, ${covers}.`,
        `It'd be ${other}. No wait, make that ${said}, ${covers}.`,
        `We have done these for 20 years, so I can tell you: it's ${said}, ${covers}.`,
        `Honestly, it usually runs ${said}. That's ${covers}.`,
        `Not ${other} like the big companies. ${said}, ${covers}.`,
      ]);
      return { words, reveals: { price: price(said, style, value, value) } };
    }
    case "range": {
      const low = amount(number, "low", 80, 300);
      const high = low + amount(number, "spread", 30, 150);
      const [from, to] = [money(low, "low"), money(high, "high")];
      const quote = pick(number, "range phrase", [`between ${from} and ${to}`, `${from} to ${to}`]);
      const words = pick(number, "range opening", [
        `Usually ${quote}, ${covers}.`,
        `Somewhere ${quote}, depending on what we find. That's ${covers}.`,
        `I'd say ${quote}, ${covers}.`,
      ]);
      return { words, reveals: { price: price(quote, style, low, high) } };
    }
    case "hourly": {
      const rate = amount(number, "rate", 60, 150);
      const quote = `${money(rate, "rate")} ${pick(number, "unit", ["an hour", "per hour"])}`;
      const visit = money(fee, "fee");
      const words = pick(number, "hourly phrase", [
        `We charge ${quote}, ${covers}, plus ${visit} for the call-out.`,
        `It's ${visit} for the visit and then ${quote}, ${covers}.`,
        `${quote}, ${covers}. And the trip charge is ${visit}.`,
      ]);
      return { words, reveals: { price: price(quote, style, rate, rate), callOutFee } };
    }
    case "visit_needed": {
      const visit = money(fee, "fee");
      const quote = pick(number, "visit phrase", [
        "I cannot give a price before we have seen it",
        "I would have to see it first",
        "Hard to say without looking at it",
      ]);
      const words = pick(number, "visit fee", [
        `${quote}. The visit is ${visit}.`,
        `${quote}. It's ${visit} to come out.`,
      ]);
      return { words, reveals: { price: price(quote, style, null, null), callOutFee } };
    }
  }
}

/** Licence and insurance: four in five are licensed, nine in ten insured. */
export function licenseLine(number: string): Line {
  const isLicensed = seeded(number, "licensed", 5) > 0;
  const isInsured = seeded(number, "insured", 10) > 0;
  const text = licenseWords(number, isLicensed, isInsured);
  const answer = (met: boolean) => ({ met: met ? ("yes" as const) : ("no" as const), quote: text });
  return {
    who: "customer",
    text,
    reveals: { licensed: answer(isLicensed), insured: answer(isInsured) },
  };
}

function licenseWords(number: string, isLicensed: boolean, isInsured: boolean): string {
  const say = (first: string, ...others: string[]) =>
    pick(number, "license words", [first, ...others]);
  if (isLicensed && isInsured)
    return say(
      "Yes, licensed and insured.",
      "Yep, both.",
      "We are, license number 4471.",
      "Sure, fully licensed and insured.",
    );
  if (isLicensed)
    return say(
      "Licensed yes, but we carry no insurance.",
      "We have a license, but we're not insured.",
      "Licensed, yes. Insured, not yet.",
    );
  if (isInsured)
    return say("We are insured, but we have no license.", "Not licensed, but we are insured.");
  return say(
    "No, neither of the two.",
    "Nope, neither.",
    "We are not licensed, and we are not insured either.",
  );
}
