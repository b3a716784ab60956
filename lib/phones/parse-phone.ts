import { isSupportedCountry } from "libphonenumber-js/core/es6";
import plans from "libphonenumber-js/max/metadata";
import { type CountryCode, createPhoneReader } from "./phone-reader";

export type { CountryCode, PhoneReading, PhoneRefusalCode, RefusedPhone } from "./phone-reader";

/** {@link createPhoneReader} with the numbering plans of all countries. For the server: the plans take 40 kB. */
export const allPhones = createPhoneReader(plans);

/** Reads one phone number as people write it; what is read and refused stands at {@link createPhoneReader}. */
export const parsePhone = allPhones.read;

/** Whether numbers can be read as being in this country: two capital letters (ISO 3166) with a numbering plan. */
export function isCountryCode(value: string): value is CountryCode {
  return isSupportedCountry(value as CountryCode, plans);
}
