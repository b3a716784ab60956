import type { Region } from "./region";
import { pick } from "./seed";

const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

function belowHundred(value: number): string {
  if (value < 20) return UNITS[value] ?? "";
  const unit = value % 10 === 0 ? "" : `-${UNITS[value % 10]}`;
  return `${TENS[Math.floor(value / 10)]}${unit}`;
}

/** A whole amount below 1000 in words: "one hundred and eighty". */
export function inWords(value: number): string {
  const rest = value % 100;
  if (value < 100) return belowHundred(value);
  return `${UNITS[Math.floor(value / 100)]} hundred${rest === 0 ? "" : ` and ${belowHundred(rest)}`}`;
}

/** "One eighty"; null where that can be two amounts ("two fifty" is 2.50 as well) or is not said. */
function inBrief(value: number): string | null {
  const rest = value % 100;
  if (value < 100) return belowHundred(value);
  const isCoins = [25, 50, 75, 95].includes(rest);
  return rest < 10 || isCoins ? null : `${UNITS[Math.floor(value / 100)]} ${belowHundred(rest)}`;
}

/** An amount as people say it or a transcriber writes it; the number and the topic decide how. */
export function sayMoney(value: number, region: Region, number: string, topic: string): string {
  const coin = pick(number, `${topic} coin`, region.coins);
  return pick(number, `${topic} words`, [
    `${region.symbol}${value}`,
    `${region.symbol}${value}`,
    `${value} ${coin}`,
    `${inWords(value)} ${coin}`,
    inBrief(value) ?? `${inWords(value)} ${coin}`,
  ]);
}
