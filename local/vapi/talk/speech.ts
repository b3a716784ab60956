import type { Line } from "./facts";

/** A line with its place in the call, in whole milliseconds since the epoch. */
export type Spoken = Line & { startsAt: number; endsAt: number };

/**
 * Spreads lines over a talk in proportion to their length. A call that ends before its planned end keeps the lines
 * that were finished by then.
 */
export function speak(
  lines: readonly Line[],
  talk: { startedAt: number; plannedEnd: number; endedAt: number },
): Spoken[] {
  const total = lines.reduce((sum, line) => sum + line.text.length, 0);
  const length = talk.plannedEnd - talk.startedAt;
  let before = 0;

  return lines
    .map((line) => {
      const startsAt = talk.startedAt + Math.floor((length * before) / total);
      before += line.text.length;
      const endsAt = talk.startedAt + Math.floor((length * before) / total);
      return { ...line, startsAt, endsAt };
    })
    .filter((line) => line.endsAt <= talk.endedAt);
}
