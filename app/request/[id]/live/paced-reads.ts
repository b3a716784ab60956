// Several rows often change within one transaction or two; one read then answers for all.
const COALESCE_MS = 200;

// Reads take at most a fifth of the time, however large the request is.
const REST_PER_READ = 4;

export type PacedReads = {
  /** Reads at once; while a read is under way, once more after it. */
  now: () => Promise<void>;
  /** Reads in a moment, together with what is asked for until then. */
  soon: () => void;
  stop: () => void;
};

/**
 * Reads one at a time, with a rest after each.
 * @param read says whether reading goes on
 */
export function paceReads(read: () => Promise<boolean>): PacedReads {
  let isReading = false;
  let isWantedAgain = false;
  let restUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const now = async () => {
    if (isReading) {
      isWantedAgain = true;
      return;
    }
    isReading = true;
    const startedAt = Date.now();
    const goesOn = await read();
    isReading = false;
    restUntil = Date.now() + (Date.now() - startedAt) * REST_PER_READ;
    if (goesOn && isWantedAgain) soon();
    isWantedAgain = false;
  };
  const soon = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        void now();
      },
      Math.max(COALESCE_MS, restUntil - Date.now()),
    );
  };
  return { now, soon, stop: () => clearTimeout(timer) };
}
