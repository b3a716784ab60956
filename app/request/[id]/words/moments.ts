import type { LiveProvider } from "@/lib/batches/live-state";
import { describeDuration, formatClock } from "../../../duration";

export type Moment = {
  name: string;
  at: string;
  /** How long it took to get here from the moment before. */
  took: string | null;
};

type Attempt = LiveProvider["attempt"];

/**
 * What happened in a call and how long each part took, in order. Pure.
 * @param queuedAt when the call was asked for; null when that was not part of this batch
 */
export function listMoments(attempt: Attempt, queuedAt: string | null): Moment[] {
  const { dialingAt, ringingAt, answeredAt, endedAt, settledAt } = attempt;
  const moments: Moment[] = [];
  let before: string | null = null;
  const add = (name: string, at: string | null, describe: (span: string) => string) => {
    if (at === null) return;
    const seconds = before === null ? null : (Date.parse(at) - Date.parse(before)) / 1000;
    // Less than a second is a machine's work, and its clocks may differ.
    const took = seconds !== null && seconds >= 1 ? describe(spanOf(seconds)) : null;
    moments.push({ name, at, took });
    before = at;
  };
  add("Queued", queuedAt, String);
  add("Dialed", dialingAt, (span) => `waited ${span} for a line`);
  add("Ringing", ringingAt, (span) => `connected in ${span}`);
  add("Picked up", answeredAt, (span) => `rang for ${span}`);
  add("Call ended", endedAt, (span) => (answeredAt ? `talked for ${span}` : `after ${span}`));
  add(attempt.outcome === "completed" ? "Answer ready" : "Outcome known", settledAt, (span) =>
    attempt.outcome === "completed" ? `read in ${span}` : `after ${span}`,
  );
  return moments;
}

const spanOf = (seconds: number): string =>
  seconds < 60 ? describeDuration(seconds) : `${formatClock(seconds)} min`;
