/**
 * What is told of a batch that a rule of the gate holds or stops as a whole, by the code of the rule (`check_gate` in SQL).
 * Written on the server, so that no page has to carry the words.
 */
const STOPS: Record<string, string> = {
  calls_disabled: "Calls are switched off here.",
  cap_reached: "The spending cap of this batch is used up. Call the rest with a new cap to go on.",
  person_limit: "Your calls of today have cost as much as they may. Call the rest tomorrow.",
  faults_ahead:
    "One call after another failed through the phone service, so the rest was not called. Try again later.",
};

export const describeStop = (code: string): string =>
  STOPS[code] ?? "A rule of this site keeps these businesses from being called.";

const HOLDS: Record<string, string> = {
  cap_in_use:
    "The rest of the spending cap is set aside for the calls that go on. Others follow as soon as their cost is known.",
  day_spent:
    "All calls of this site have cost as much as they may today. The rest is called tomorrow.",
  faults_ahead:
    "Several calls in a row failed through the phone service. Calling is paused; one call tries whether it works again.",
  first_calls: "The first calls show whether everything works; the others follow then.",
};

export const describeBatchHold = (code: string): string => HOLDS[code] ?? "Calling is paused.";
