import type { ColumnChoice } from "@/lib/lists/reading";

/** Which columns a person has chosen, in a table with these titles; it says nothing of another. */
export type ChosenColumns = { titles: string[]; columns: ColumnChoice };

/** A choice as the draft keeps it; what cannot be read is none. */
export function readChoice(kept: string): ChosenColumns | undefined {
  if (kept === "") return undefined;
  try {
    return JSON.parse(kept) as ChosenColumns;
  } catch {
    return undefined;
  }
}

/** The chosen columns, where they were chosen for a table with these titles. */
export const choiceFor = (
  choice: ChosenColumns | undefined,
  titles: readonly string[] | undefined,
): ColumnChoice | undefined =>
  titles && choice?.titles.join("\n") === titles.join("\n") ? choice.columns : undefined;
