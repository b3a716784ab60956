import type { NumberingPlan } from "./numbering-plans";
import {
  type CountryCode,
  createPhoneReader,
  type MetadataJson,
  type PhoneReading,
} from "./phone-reader";

/**
 * Reads numbers with the numbering plans that have been loaded so far. Its readings are those of `parsePhone`, or null while
 * a plan that could decide is missing.
 */
export type LazyPhoneReader = {
  read: (raw: string, defaultCountry: CountryCode) => PhoneReading | null;
  glance: (raw: string, defaultCountry: CountryCode) => PhoneReading | null;
  add: (plan: NumberingPlan) => void;
  /** Calling codes whose plans were asked for and are not there. */
  missing: () => string[];
};

/** The version of the form in which `libphonenumber-js` keeps plans; it reads older forms differently. */
const FORM_VERSION = 4;

/**
 * A reader without any plan yet.
 * @param callingCodes all that exist: a plan is missing only if somebody has the code
 */
export function createLazyPhoneReader(callingCodes: readonly string[]): LazyPhoneReader {
  const missing = new Set<string>();
  let asked = 0;
  const sharedBy: Record<string, unknown> = {};
  for (const code of callingCodes) {
    // The reader itself says which plan it needs: it looks the code up here.
    Object.defineProperty(sharedBy, code, {
      configurable: true,
      get: () => {
        asked += 1;
        missing.add(code);
      },
    });
  }
  const plans = {
    version: FORM_VERSION,
    country_calling_codes: sharedBy,
    countries: {},
    nonGeographic: {},
  };
  const reader = createPhoneReader(plans as unknown as MetadataJson);
  const unlessAsking =
    (read: typeof reader.read) =>
    (raw: string, country: CountryCode): PhoneReading | null => {
      const before = asked;
      const reading = read(raw, country);
      return asked === before ? reading : null;
    };
  return {
    read: unlessAsking(reader.read),
    glance: unlessAsking(reader.glance),
    add: (plan) => {
      Object.assign(plans.countries, plan.countries);
      Object.assign(plans.nonGeographic, plan.nonGeographic);
      Object.defineProperty(sharedBy, plan.callingCode, { value: plan.sharedBy ?? undefined });
      missing.delete(plan.callingCode);
    },
    missing: () => [...missing],
  };
}
