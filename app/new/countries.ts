import "server-only";
import { getCountries, getCountryCallingCode } from "libphonenumber-js/max";

export type Country = { code: string; label: string };

/** Every country with a calling code, by name. Made on the server: browsers differ in the names they know. */
export function listCountries(): Country[] {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  return getCountries()
    .map((code) => ({ code, label: `${names.of(code) ?? code} (+${getCountryCallingCode(code)})` }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}
