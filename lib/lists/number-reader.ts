import type { CountryCode, PhoneReading } from "@/lib/phones/phone-reader";

/** Reads the numbers of a list in the country that the person chose; null while that cannot be said yet. */
export type NumberReader = {
  read: (written: string) => PhoneReading | null;
  /** Without the likely cause of a refusal: to find where in a row the number stands. */
  glance: (written: string) => PhoneReading | null;
};

type AnyCountry = Record<
  keyof NumberReader,
  (written: string, country: CountryCode) => PhoneReading | null
>;

export const numbersIn = (country: CountryCode, reader: AnyCountry): NumberReader => ({
  read: (written) => reader.read(written, country),
  glance: (written) => reader.glance(written, country),
});
