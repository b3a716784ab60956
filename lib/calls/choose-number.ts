import { createHash } from "node:crypto";

/**
 * The one of our numbers that a business is called from: always the same, so that it can know us and call back, across all
 * batches and with no memory. Businesses spread evenly; a number that is added or taken away moves only its own share
 * (rendezvous hashing). Pure.
 * @param numberIds Vapi's ids, at least one
 * @param callee E.164
 */
export function chooseNumber(numberIds: readonly string[], callee: string): string {
  const rankOf = (id: string) => createHash("sha256").update(`${id} ${callee}`).digest("hex");
  return numberIds.reduce((best, id) => (rankOf(id) > rankOf(best) ? id : best));
}
