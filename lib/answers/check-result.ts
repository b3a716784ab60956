import type { CallResult } from "@/lib/results/schema";
import { confirmAnswer, type Message } from "./confirm";

/** What is needed of a call to hold its answer against it. */
export type SpokenCall = {
  messages: readonly Message[];
  /** ISO 3166, of the callee. */
  country: string;
  /** IANA zones that the callee may be in. */
  timeZones: readonly string[];
  /** When they were asked. */
  calledAt: string;
};

/** The minute of the call: "right now", as its minute begins. */
const SAME_MINUTE_MS = 60_000;

/**
 * An answer with each of its fields held against what was said. A time before the call keeps its words only: nobody comes
 * in the past. Pure.
 */
export function checkResult(result: CallResult, call: SpokenCall): CallResult {
  const calledAt = new Date(call.calledAt);
  const isPast =
    result.earliestAt !== null &&
    Date.parse(result.earliestAt) < calledAt.getTime() - SAME_MINUTE_MS;
  const possible = { ...result, earliestAt: isPast ? null : result.earliestAt };
  const { confirmed, criteria, evidence } = confirmAnswer({
    messages: call.messages,
    result: possible,
    country: call.country,
    timeZone: commonZone(call.timeZones, calledAt),
    calledAt,
  });
  return {
    ...possible,
    confirmed,
    criteria: possible.criteria.map((item, index) => ({
      ...item,
      confirmed: criteria[index] === true,
    })),
    evidence,
  };
}

/** A zone that shows their clock at that time, where all that they may be in agree. */
function commonZone([first, ...others]: readonly string[], at: Date): string | null {
  const clock = (timeZone: string) => at.toLocaleString("en-US", { timeZone });
  return first && others.every((zone) => clock(zone) === clock(first)) ? first : null;
}
