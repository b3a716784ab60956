/**
 * What is told of a batch that was stopped or waits as a whole, by code: of a rule of the gate (`check_gate` in SQL), or of a
 * fault of the phone account. Written on the server, so that no page has to carry the words.
 */

export type StopWords = {
  /** In two to four words, for a headline. */
  label: string;
  /** A sentence or two: why, and what to do. */
  message: string;
  /** Something is broken; otherwise a limit has done what it is for. */
  isFault: boolean;
};

export type Spending = { capUsd: number; spentUsd: number; reservedUsd: number };

const PROBLEMS: Record<string, string> = {
  credentials: "the phone service does not accept our key",
  credit: "the phone account has no credit",
  daily_cap: "the phone line has reached its limit of calls for today",
  assistant: "the phone service refuses our voice agent's model, voice or transcriber",
  configuration: "our phone settings are wrong",
};

const LIMITS: Record<string, (spending: Spending | null) => [label: string, message: string]> = {
  calls_disabled: () => [
    "Calls switched off",
    "Calls are switched off here. Whoever runs this site can switch them on.",
  ],
  cap_reached: (spending) => [
    "Cap reached",
    `${spending ? `${describeUse(spending)}; one more call could cost more than is left` : "The spending cap is used up"}. Call the rest with a new cap to go on.`,
  ],
  day_too_small: () => [
    "Budget too small",
    "One call can cost more than this site may spend in a day. Whoever runs this site can raise that.",
  ],
  person_limit: () => [
    "Limit of the day reached",
    "Your calls of today have cost as much as they may. Call the rest tomorrow.",
  ],
};

/** Why a batch was stopped as a whole. */
export function describeStop(code: string, spending: Spending | null = null): StopWords {
  const limit = LIMITS[code]?.(spending);
  if (limit) return { label: limit[0], message: limit[1], isFault: false };
  const message =
    code === "faults_ahead"
      ? "One call after another failed through the phone service. Try again later."
      : `Calling has stopped: ${PROBLEMS[code] ?? "the phone service refuses to make further calls"}. Tell the person who runs this site.`;
  return { label: "Stopped by a fault", message, isFault: true };
}

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

/** "$1.35 of $10.00 used". What was set aside for calls whose cost never came is used. */
const describeUse = ({ capUsd, spentUsd, reservedUsd }: Spending): string =>
  `${usd(spentUsd + reservedUsd)} of ${usd(capUsd)} used`;

// Two lines of a phone with the time that follows: as much as the page keeps free.
const HOLDS: Record<string, string> = {
  cap_in_use: "The rest of the cap is set aside for live calls.",
  day_spent: "The budget of this site for today is spent.",
  faults_ahead: "Calling is paused: several calls in a row failed.",
  first_calls: "The first calls show whether everything works.",
};

export const describeBatchHold = (code: string): string => HOLDS[code] ?? "Calling is paused.";
