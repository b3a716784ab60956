import type { CallResult, Evidence } from "@/lib/results/schema";

export type Passage = { text: string; isEvidence: boolean };

/** Something of an answer that rests on words of a call. */
export type Resting = { name: string; words: string; isConfirmed: boolean };

const NAMES = {
  availability: "Availability",
  earliest: "Earliest",
  price: "Price",
  callOutFee: "Call-out fee",
} as const;

/** What rests on each message of a call, by the index of the message. Pure. */
export function restingOn(result: CallResult | null): ReadonlyMap<number, Resting[]> {
  const byMessage = new Map<number, Resting[]>();
  const add = (evidence: Evidence, name: string, isConfirmed: boolean) => {
    if (!evidence || evidence.message === null) return;
    const others = byMessage.get(evidence.message) ?? [];
    byMessage.set(evidence.message, [...others, { name, words: evidence.words, isConfirmed }]);
  };
  if (result) {
    for (const field of Object.keys(NAMES) as (keyof typeof NAMES)[])
      add(result.evidence[field], NAMES[field], result.confirmed[field]);
    for (const [index, { criterion, confirmed }] of result.criteria.entries())
      add(result.evidence.criteria[index] ?? null, criterion, confirmed);
  }
  return byMessage;
}

/** The message that a part of an answer rests on; of the criteria the first that has one. Null where nothing does. */
export function messageOf(
  result: CallResult | null,
  field: keyof CallResult["evidence"] | number | null,
): number | null {
  if (!result || field === null) return null;
  const { evidence } = result;
  const found = typeof field === "number" ? evidence.criteria[field] : evidence[field];
  const first = Array.isArray(found) ? found.find((item) => item !== null) : found;
  return first?.message ?? null;
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
