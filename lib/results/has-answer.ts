import type { CallResult } from "./schema";

/**
 * Whether the callee answered the question: said yes or no, or named a time or a price. Apart from the schema, so that
 * pages rank without loading it.
 */
export function hasAnswer(result: CallResult | null): boolean {
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
