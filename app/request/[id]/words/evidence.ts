import type { CallResult } from "@/lib/results/schema";

export type Passage = { text: string; isEvidence: boolean };

/** The words of a call on which its result rests: price, time, criteria. */
export function quotesOf(result: CallResult | null): string[] {
  if (!result) return [];
  const quotes = [
    result.price.quote,
    result.earliestText,
    ...result.criteria.map(({ quote }) => quote),
  ];
  // A single word would be found everywhere and prove nothing.
  return quotes.filter((quote) => quote !== null).filter((quote) => /\S\s+\S/.test(quote));
}

/** Cuts what was said into passages, so that the quoted ones can be shown as such. Ignores case and line breaks. Pure. */
export function findEvidence(said: string, quotes: readonly string[]): Passage[] {
  const patterns = quotes.map((quote) =>
    quote
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join("\\s+"),
  );
  if (patterns.length === 0) return [{ text: said, isEvidence: false }];
  // Longest first: one quote may be part of another.
  patterns.sort((a, b) => b.length - a.length);
  return said
    .split(new RegExp(`(${patterns.join("|")})`, "i"))
    .map((text, index) => ({ text, isEvidence: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
