/** Counts what the engine still has to do by itself: requests queued, in flight or to be retried. */
export type Work = {
  begin: () => void;
  end: () => void;
  count: () => number;
  /** Resolves when nothing is left. Runs that sleep or wait for an event are not work. */
  idle: () => Promise<void>;
};

export function createWork(): Work {
  let open = 0;
  const waiting = new Set<() => void>();
  const settle = () => {
    // A turn later: what ended the last piece of work may begin the next in the same turn.
    setImmediate(() => {
      if (open > 0) return;
      for (const resolve of waiting) resolve();
      waiting.clear();
    });
  };
  return {
    begin() {
      open++;
    },
    end() {
      open--;
      if (open === 0) settle();
    },
    count: () => open,
    idle: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
        if (open === 0) settle();
      }),
  };
}
