import "server-only";
import { getCountries, getCountryCallingCode } from "libphonenumber-js/max";

export type Country = { code: string; label: string; callingCode: string };

/** Every country with a calling code, by name. Made on the server: browsers differ in the names they know. */
export function listCountries(): Country[] {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  return getCountries()
    .map((code) => {
      const callingCode = getCountryCallingCode(code);
      return { code, callingCode, label: `${names.of(code) ?? code} (+${callingCode})` };
    })
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}
