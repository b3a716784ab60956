export { AS } from "../../../components/table-roles";

/**
 * The same columns in every row: name and state beside each other on a phone, with what was said below; on a tablet
 * price, time and terms below beside each other; five columns on a desk.
 */
export const GRID =
  "grid grid-cols-[minmax(0,1fr)_9rem] gap-x-2 px-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_11.5rem] desk:gap-x-4 desk:grid-cols-[minmax(0,13fr)_minmax(0,11fr)_minmax(0,12fr)_minmax(0,11fr)_minmax(0,9fr)]";

/** The button that opens the row of a provider. */
export const rowButtonId = (providerId: string): string => `row-${providerId}`;
