import type { RequestSummary } from "@/lib/batches/read-status";

// The longest title; nobody types more than what could be found.
const MOST_CHARACTERS = 200;

/** The query of an address, of which a hand-written one may have several: trimmed, bounded, empty for none. */
export function readQuery(value: string | string[] | undefined): string {
  const text = Array.isArray(value) ? value[0] : value;
  return (text ?? "").trim().slice(0, MOST_CHARACTERS);
}

/** Where the list with this query is found. */
export const searchPath = (query: string): "/" | `/?q=${string}` =>
  query === "" ? "/" : `/?q=${encodeURIComponent(query)}`;

/** The rule of `list_request_summaries`, for what is in the browser already: each word is somewhere in the row. */
export function matchesQuery(summary: RequestSummary, query: string): boolean {
  const text = `${summary.title} ${summary.serviceNeeded} ${summary.location}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
