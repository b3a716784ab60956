const EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK".split(
  " ",
);

const CURRENCIES: Record<string, string> = {
  US: "USD",
  PR: "USD",
  CA: "CAD",
  AU: "AUD",
  NZ: "NZD",
  SG: "SGD",
  HK: "HKD",
  JM: "JMD",
  BS: "BSD",
  BB: "BBD",
  TT: "TTD",
  GB: "GBP",
  GG: "GBP",
  JE: "GBP",
  IM: "GBP",
  CH: "CHF",
  LI: "CHF",
  MX: "MXN",
  ZA: "ZAR",
  IN: "INR",
  DK: "DKK",
  SE: "SEK",
  NO: "NOK",
  PL: "PLN",
  JP: "JPY",
  BR: "BRL",
  IL: "ILS",
  AE: "AED",
  ...Object.fromEntries(EURO.map((country) => [country, "EUR"])),
};

const DOLLARS = /^(?:USD|CAD|AUD|NZD|SGD|HKD|JMD|BSD|BBD|TTD)$/;

/** ISO 4217 code of what people in a country pay with; null where it is not known here. */
export const currencyOf = (country: string): string | null =>
  CURRENCIES[country.toUpperCase()] ?? null;

/** The currency that was meant; null where it cannot be known: "dollars" in a country that has none. */
export function currencyMeant(said: string | null, country: string): string | null {
  const own = currencyOf(country);
  if (said === null || said === "cents") return own;
  if (said === "dollar") return own && DOLLARS.test(own) ? own : null;
  return said;
}
