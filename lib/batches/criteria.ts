/** Criteria typed into one field: one per line, or separated by semicolons. */
export function splitCriteria(text: string): string[] {
  return text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
