/** Node fires a longer timeout at once (2^31 - 1 ms, about 24.8 days), so long ones go in stages. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** Calls `fire` once `delayMs` have passed, however many. Returns what stops it. */
export function startTimer(delayMs: number, fire: () => void): () => void {
  let left = Math.max(0, delayMs);
  let handle: NodeJS.Timeout;
  const arm = () => {
    const stage = Math.min(left, LONGEST_TIMEOUT_MS);
    left -= stage;
    handle = setTimeout(() => (left > 0 ? arm() : fire()), stage);
  };
  arm();
  return () => clearTimeout(handle);
}
