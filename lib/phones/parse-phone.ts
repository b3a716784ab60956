import { isSupportedCountry } from "libphonenumber-js/core/es6";
import plans from "libphonenumber-js/max/metadata";
import { type CountryCode, createPhoneReader, type PhoneReading } from "./phone-reader";

export type { CountryCode, PhoneReading, PhoneRefusalCode, RefusedPhone } from "./phone-reader";

/** {@link createPhoneReader} with the numbering plans of all countries. For the server: the plans take 40 kB. */
export const allPhones = createPhoneReader(plans);

/** Reads one phone number as people write it; what is read and refused stands at {@link createPhoneReader}. */
export const parsePhone = allPhones.read;

/**
 * A number that no plan knows (`unknown_area`) as one to call, as a person has said that it is right; other readings stay
 * what they are. New area codes were all in the United States and Canada for 20 years; the former is where it counts.
 */
export function confirmPhone(reading: PhoneReading): PhoneReading {
  if (reading.ok || reading.e164 === undefined) return reading;
  const { e164 } = reading;
  const national = e164.replace(/^\+1(...)(...)/, "($1) $2-");
  return { ok: true, e164, national, country: "US", type: "fixed_line_or_mobile" };
}

/** Whether numbers can be read as being in this country: two capital letters (ISO 3166) with a numbering plan. */
export function isCountryCode(value: string): value is CountryCode {
  return isSupportedCountry(value as CountryCode, plans);
}
