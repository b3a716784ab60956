import type { CountryCode, PhoneReader, PhoneReading } from "@/lib/phones/phone-reader";
import { isNoise } from "./cells";

/** Reads the numbers of a list in the country that the person chose. */
export type NumberReader = {
  read: (written: string) => PhoneReading;
  /** Without the likely cause of a refusal: to find where in a row the number stands. */
  glance: (written: string) => PhoneReading;
  /** Whether a cell, as it stands, is a number that could be called and nothing else, such as a date. */
  isCallable: (cell: string) => boolean;
};

/** Reading a number takes some 0.1 ms; so many are remembered. */
const MOST_REMEMBERED = 50_000;

export function numbersIn(country: CountryCode, reader: PhoneReader): NumberReader {
  const remember = (read: (written: string) => PhoneReading) => {
    const known = new Map<string, PhoneReading>();
    return (written: string) => {
      const reading = known.get(written) ?? read(written);
      if (known.size < MOST_REMEMBERED) known.set(written, reading);
      return reading;
    };
  };
  const glance = remember((written) => reader.glance(written, country));
  return {
    read: remember((written) => reader.read(written, country)),
    glance,
    // Three digits are the least of a number (800 and a word); most cells of a table end here.
    isCallable: (cell) => /(?:\d\D*){3}/.test(cell) && !isNoise(cell) && glance(cell).ok,
  };
}
