import prefixesByZones from "./time-zones.json";

/** In which time zones a number may be, by how it begins. For the server: the table takes 38 kB. */
const ZONES = new Map(
  Object.entries(prefixesByZones).flatMap(([zones, prefixes]) =>
    prefixes.map((prefix) => [prefix, zones.split("&")] as const),
  ),
);

// Toll-free numbers of +1 are in every zone from Guam to Bermuda, and no hour suits all of these. The businesses behind
// them are on the mainland: it must be a good time on both coasts.
const TOLL_FREE = /^\+1(?:800|833|844|855|866|877|888)/;
const COAST_TO_COAST = ["America/New_York", "America/Los_Angeles"];

/**
 * The zones of a number, one at least; it may be called only where the hours suit all of them.
 * @param e164 a number that is in use, as `parsePhone` reads it
 */
export function timeZonesOf(e164: string): string[] {
  if (TOLL_FREE.test(e164)) return COAST_TO_COAST;
  const digits = e164.slice(1);
  // The longest known beginning speaks; each country code is one.
  for (let length = digits.length; length > 0; length--) {
    const zones = ZONES.get(digits.slice(0, length));
    if (zones) return zones;
  }
  throw new Error(`The table of time zones does not know ${e164.slice(0, 4)}….`);
}
