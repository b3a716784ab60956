import { createHash } from "node:crypto";

/** Whole number below `below` that depends on the two texts alone: the same number dialed twice gives the same answer. */
export function seeded(number: string, topic: string, below: number): number {
  return createHash("sha256").update(`${number}|${topic}`).digest().readUInt32BE(0) % below;
}

/** One of the choices, always the same for a number and topic. */
export function pick<T>(number: string, topic: string, choices: readonly [T, ...T[]]): T {
  return choices[seeded(number, topic, choices.length)] ?? choices[0];
}

/** Seconds between `from` and `to`, in steps of 0.1 s. */
export function seededSeconds(number: string, topic: string, from: number, to: number): number {
  return from + seeded(number, topic, Math.round((to - from) * 10) + 1) / 10;
}
