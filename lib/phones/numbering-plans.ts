import type { CountryCallingCode } from "libphonenumber-js/core/es6";
import all from "libphonenumber-js/max/metadata";
import type { MetadataJson } from "./phone-reader";

/** The numbering plans of one calling code, in the form that reads numbers: 0.3 to 3 kB. */
export type NumberingPlan = Pick<MetadataJson, "countries" | "nonGeographic"> & {
  callingCode: string;
  /** Countries that share the calling code, the main one first; none for a code of the whole world, such as 800. */
  sharedBy: MetadataJson["country_calling_codes"][CountryCallingCode] | null;
};

/** Every calling code, of countries and of the world. None is the beginning of another. */
export const CALLING_CODES: readonly string[] = [
  ...Object.keys(all.country_calling_codes),
  ...Object.keys(all.nonGeographic ?? {}),
];

/** The plans of a calling code; null for one that nobody has. */
export function planOf(callingCode: string): NumberingPlan | null {
  const code = callingCode as CountryCallingCode;
  if (!CALLING_CODES.includes(callingCode)) return null;
  const sharedBy = all.country_calling_codes[code] ?? null;
  const ofTheWorld = all.nonGeographic?.[code];
  const countries = Object.fromEntries(
    (sharedBy ?? []).map((country) => [country, all.countries[country]]),
  ) as MetadataJson["countries"];
  const nonGeographic = ofTheWorld ? { [code]: ofTheWorld } : {};
  return { callingCode, sharedBy, countries, nonGeographic } as NumberingPlan;
}
