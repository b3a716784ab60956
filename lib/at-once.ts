/**
 * Works through items in their order, on at most `most` of them at once. Begins none once `stopAt` (ms since 1970) has
 * come; what is under way by then is waited for.
 * @throws what `work` throws; the others that are under way go on.
 */
export async function eachAtOnce<T>(
  items: readonly T[],
  { most, stopAt = Number.POSITIVE_INFINITY }: { most: number; stopAt?: number },
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  // One iterator for all: each worker takes the next item that nobody has.
  const left = items.values();
  const worker = async () => {
    for (const item of left) {
      if (Date.now() >= stopAt) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}
