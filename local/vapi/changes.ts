export type Changes = {
  announce: () => void;
  /** Resolves as soon as `isSo` holds, now or after a later announcement. */
  until: (isSo: () => boolean) => Promise<void>;
};

/** Lets callers wait for a state of the simulator instead of for a time. */
export function createChanges(): Changes {
  const waiting = new Set<{ isSo: () => boolean; resolve: () => void }>();
  return {
    announce: () => {
      for (const waiter of waiting) {
        if (!waiter.isSo()) continue;
        waiting.delete(waiter);
        waiter.resolve();
      }
    },
    until: (isSo) =>
      isSo() ? Promise.resolve() : new Promise((resolve) => waiting.add({ isSo, resolve })),
  };
}
