/**
 * How long the product waits for the phone service before it asks, hangs up or gives up, in seconds. `PATIENCE` scales
 * all of them: 1 with real phones, less where calls are simulated and end in seconds. The sweep's own waits stand in
 * `public.sweep`, scaled alike.
 */
const WAITS = {
  /** Ringing takes up to 60 s before the talking limit starts to count; another 60 s for late webhooks. */
  ringAndDelay: 120,
  /** A report comes 5 to 30 s after the end of the call. */
  reportGrace: 45,
  /** A report may come before the transcript has been read, which takes seconds; asked again this often, for a person waits. */
  answerGrace: 15,
  /** By then the reading has given up; what the call itself tells is all there will be. */
  reportPatience: 180,
  /** Between two looks for a call that may exist: the list of the phone service may lag behind. */
  lookAgain: 30,
  /** A line is rarely free sooner than this after a refusal; the dials that follow are spread over the rest. */
  shortestRefusal: 15,
  longestRefusal: 60,
  /** Beyond the longest call: how long a phone service that cannot be asked is asked again. */
  unanswered: 600,
  /** A minute for a hang-up to be told; then the call is beyond our reach and its line must not stay taken. */
  hangUp: 60,
} as const;

export type Waits = { readonly [Wait in keyof typeof WAITS]: number };

export function waitsWith(patience: number): Waits {
  return Object.fromEntries(
    Object.entries(WAITS).map(([wait, seconds]) => [wait, seconds * patience]),
  ) as Waits;
}

/** Longest that a call can take from the dial to its report, in seconds: when waiting for it stops making sense. */
export function longestCallSeconds(maxCallSeconds: number, patience: number): number {
  return Math.ceil(maxCallSeconds + waitsWith(patience).ringAndDelay);
}

/** How long a dial that found no line waits before the next, in seconds: what the phone service asked for, or spread over a minute. */
export function secondsAfterRefusal(patience: number, retryAfterSeconds: number | null): number {
  const { shortestRefusal, longestRefusal } = waitsWith(patience);
  const jitter = Math.random() * (longestRefusal - shortestRefusal);
  return Math.max(retryAfterSeconds ?? 0, shortestRefusal + jitter);
}
