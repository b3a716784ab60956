/** What a number's first digits say about the person who answers: money, clock and names. */
export type Region = {
  currency: string;
  symbol: string;
  /** What people call it, in the plural. */
  coins: readonly [string, ...string[]];
  zone: string;
  names: readonly [string, ...string[]];
};

const AMERICAN = ["Mike", "Sarah", "Luis", "Denise", "Carl", "Priya", "Tom", "Angela"] as const;
const EUROPEAN = ["Anna", "Luca", "Marie", "Jonas", "Sofia", "Piet", "Clara", "Hugo"] as const;

const euro = (zone: string): Region => ({
  currency: "EUR",
  symbol: "€",
  coins: ["euros"],
  zone,
  names: EUROPEAN,
});
const dollar = (zone: string): Region => ({
  currency: "USD",
  symbol: "$",
  coins: ["dollars", "bucks"],
  zone,
  names: AMERICAN,
});

const regions: Record<string, Region> = {
  "+44": {
    currency: "GBP",
    symbol: "£",
    coins: ["pounds", "quid"],
    zone: "Europe/London",
    names: ["Oliver", "Emma", "Gareth", "Fiona", "Raj", "Beth"],
  },
  "+31": euro("Europe/Amsterdam"),
  "+32": euro("Europe/Brussels"),
  "+33": euro("Europe/Paris"),
  "+34": euro("Europe/Madrid"),
  "+39": euro("Europe/Rome"),
  "+43": euro("Europe/Vienna"),
  "+49": euro("Europe/Berlin"),
  "+351": euro("Europe/Lisbon"),
  "+353": euro("Europe/Dublin"),
  "+358": euro("Europe/Helsinki"),
  "+61": {
    currency: "AUD",
    symbol: "A$",
    coins: ["dollars", "bucks"],
    zone: "Australia/Sydney",
    names: AMERICAN,
  },
};

// The largest cities only: a wrong clock is believable, a full numbering plan is another product.
const areaCodes: Record<string, string> = {
  "America/Chicago": "205 210 214 312 314 405 469 504 512 612 615 713 773 816 832 901 913 972",
  "America/Denver": "303 385 406 505 575 720 801",
  "America/Phoenix": "480 520 602 623",
  "America/Los_Angeles": "206 213 310 408 415 425 503 510 604 619 628 650 702 714 818 858 916 949",
};

const zoneByAreaCode = new Map(
  Object.entries(areaCodes).flatMap(([zone, codes]) =>
    codes.split(" ").map((code) => [code, zone] as const),
  ),
);

/** Region of an E.164 number; anything unknown is answered in US dollars on New York time. */
export function regionOf(number: string): Region {
  if (number.startsWith("+1"))
    return dollar(zoneByAreaCode.get(number.slice(2, 5)) ?? "America/New_York");
  return regions[number.slice(0, 4)] ?? regions[number.slice(0, 3)] ?? dollar("America/New_York");
}
