import type { FieldProblem } from "@/lib/errors";
import { isRecord } from "@/lib/is-record";
import { LIMITS } from "@/lib/limits";
import {
  type CountryCode,
  confirmPhone,
  isCountryCode,
  parsePhone,
} from "@/lib/phones/parse-phone";
import { pickTimeZones, timeZonesOf } from "@/lib/phones/time-zones";
import { providerRowSchema } from "./schema";

/** A provider as `start_batch` takes it. */
export type ListedProvider = {
  id?: string;
  name: string;
  also_known_as: string[];
  phone: string;
  phone_extension: string | null;
  phone_as_written: string;
  country: string;
  time_zones: string[];
};

export type MergedRow = { pointer: string; into: string; phone: string; detail: string };

/** One row of the body whose phone can be looked at. */
type Row = { index: number; id?: string; name: string; phone: string; phoneConfirmed?: boolean };

/** How numbers are read, which of them this deployment calls (`null`: any), and in which zone the person says they are. */
export type NumberRules = {
  country: string;
  callCountries: readonly string[] | null;
  timeZone?: string | null;
};

/** Reads numbers, merges rows that share one, and names what cannot be called. */
export function readProviders(
  rows: readonly Row[],
  { country, callCountries, timeZone = null }: NumberRules,
): { providers: ListedProvider[]; merged: MergedRow[]; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const merged: MergedRow[] = [];
  const byPhone = new Map<string, { row: ListedProvider; pointer: string }>();
  const ids = new Map<string, string>();

  for (const row of rows) {
    const pointer = `/providers/${row.index}`;
    const reading = parsePhone(row.phone, country as CountryCode);
    const phone = row.phoneConfirmed ? confirmPhone(reading) : reading;
    if (!phone.ok) {
      problems.push({
        pointer: `${pointer}/phone`,
        code: phone.code,
        detail: `${row.name}: ${phone.problem}`,
        fix: phone.fix,
      });
      continue;
    }
    if (callCountries !== null && !callCountries.includes(phone.country)) {
      problems.push({
        pointer: `${pointer}/phone`,
        code: "country_not_allowed",
        detail: `${row.name}: this number is in ${countryName(phone.country)}, which is not called from here`,
        fix: `Use a number in ${callCountries.map(countryName).join(" or ")}, or leave the row out.`,
      });
      continue;
    }
    const first = byPhone.get(phone.e164);
    if (first) {
      if (first.row.name !== row.name && !first.row.also_known_as.includes(row.name)) {
        first.row.also_known_as.push(row.name);
      }
      merged.push({
        pointer,
        into: first.pointer,
        phone: phone.e164,
        detail: `${row.name} has the number of ${first.row.name}; it is called once.`,
      });
      continue;
    }
    const sameId = row.id && ids.get(row.id);
    if (row.id && sameId) {
      problems.push({
        pointer: `${pointer}/id`,
        code: "duplicate_id",
        detail: `${row.name}: the id is also that of ${sameId}`,
        fix: "Give every provider its own id, or leave the ids out.",
      });
      continue;
    }
    if (row.id) ids.set(row.id, pointer);
    byPhone.set(phone.e164, {
      pointer,
      row: {
        id: row.id,
        name: row.name,
        also_known_as: [],
        phone: phone.e164,
        phone_extension: phone.extension ?? null,
        phone_as_written: row.phone,
        country: phone.country,
        time_zones: pickTimeZones(timeZonesOf(phone.e164), timeZone, new Date()),
      },
    });
  }
  return { providers: [...byPhone.values()].map(({ row }) => row), merged, problems };
}

/**
 * What is wrong with the rows of a body that its schema has refused, beyond what the schema says: every row with a phone
 * of the right shape is read, also one that lacks other fields. Without a country to read numbers in, nothing can be said.
 * Pure.
 */
export function findRowProblems(input: unknown, rules: NumberRules): FieldProblem[] {
  if (!isRecord(input) || !Array.isArray(input.providers)) return [];
  const options = isRecord(input.options) ? input.options : {};
  const country = options.defaultCountry ?? rules.country;
  if (typeof country !== "string" || !isCountryCode(country)) return [];
  const { name: nameSchema, phone: phoneSchema, id: idSchema } = providerRowSchema.shape;
  const rows = input.providers
    .slice(0, LIMITS.providers)
    .flatMap((value: unknown, index): Row[] => {
      const row = isRecord(value) ? value : {};
      const phone = phoneSchema.safeParse(row.phone);
      if (!phone.success) return [];
      const name = nameSchema.safeParse(row.name).data ?? `Row ${index + 1}`;
      const id = idSchema.safeParse(row.id).data;
      return [{ index, name, phone: phone.data, id, phoneConfirmed: row.phoneConfirmed === true }];
    });
  return readProviders(rows, { ...rules, country }).problems;
}

const REGIONS = new Intl.DisplayNames("en", { type: "region" });
const countryName = (code: string): string => REGIONS.of(code) ?? code;
