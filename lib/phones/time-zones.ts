import prefixesByZones from "./time-zones.json";

/** In which time zones a number may be, by how it begins. For the server: the table takes 38 kB. */
const ZONES = new Map(
  Object.entries(prefixesByZones).flatMap(([zones, prefixes]) =>
    prefixes.map((prefix) => [prefix, zones.split("&")] as const),
  ),
);

// Toll-free numbers of +1 are in every zone from Guam to Bermuda, and no hour suits all of these. The businesses behind
// them are on the mainland: it must be a good time from coast to coast.
const TOLL_FREE = /^\+1(?:800|833|844|855|866|877|888)/;
const COAST_TO_COAST = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
];

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

/** Every zone that a number may be in. */
export const listTimeZones = (): string[] => [...new Set([...ZONES.values()].flat())].sort();

/**
 * The zones of a number, given where a person says that the business is. Their word picks among the zones that the number
 * may be in, by the clock: any of them that keeps the same time. A zone in which the number cannot be changes nothing: a
 * phone in New York does not ring at night because somebody said Honolulu.
 * @param stated an IANA zone, or null when nothing was said
 * @param at tells the year, as clocks are compared in its January and July
 */
export function pickTimeZones(zones: string[], stated: string | null, at: Date): string[] {
  if (stated === null || zones.length === 1) return zones;
  const clock = clockOf(stated, at);
  const picked = zones.filter((zone) => clockOf(zone, at) === clock);
  return picked.length > 0 ? picked : zones;
}

/** Its hours in winter and in summer tell a zone from its neighbors, also one that does not change its clocks. */
function clockOf(timeZone: string, at: Date): string {
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return [0, 6].map((month) => clock.format(Date.UTC(at.getUTCFullYear(), month, 15))).join();
}
