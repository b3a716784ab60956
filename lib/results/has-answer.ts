/** What it looks at of a `CallResult`, whose schema imports this file. */
type Answer = {
  availability: string;
  earliestText: string | null;
  earliestAt: string | null;
  price: { low: number | null; quote: string | null; kind: string };
};

/**
 * Whether the callee answered the question: said yes or no, or named a time or a price. Apart from the schema, so that
 * pages rank without loading it.
 */
export function hasAnswer(result: Answer | null): boolean {
  if (!result) return false;
  const { price } = result;
  return (
    result.availability !== "unknown" ||
    result.earliestText !== null ||
    result.earliestAt !== null ||
    price.low !== null ||
    price.quote !== null ||
    price.kind === "visit_needed"
  );
}
