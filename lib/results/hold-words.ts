/**
 * What keeps a business from being called now, or at all, by the code of the rule (`check_gate` in SQL). Short: they are part
 * of the script of every request.
 */
const RULES: Record<string, string> = {
  on_phone: "On the phone for another request.",
  called_recently: "Called a short while ago.",
  called_often: "Called often enough today.",
  outside_hours: "Outside calling hours there.",
  calling_stopped: "Calling is stopped.",
  calls_disabled: "Calls are switched off here.",
  preview_only: "Not on the list of this preview.",
  country_not_allowed: "Their country is not called.",
  cap_reached: "The spending cap was used up before.",
  day_too_small: "The budget of a day is below one call.",
  person_limit: "The limit of the day was reached before.",
  faults_ahead: "Too many calls failed before.",
  our_fault: "A fault of ours; we try again.",
  own_do_not_call: "On your do-not-call list.",
  never_open: "No hour suits all their time zones.",
};

/** @param code null for a business that waits for nothing but a line, or for a rule that holds its whole batch */
export const describeHold = (code: string | null): string =>
  RULES[code ?? ""] ?? "Waits for its turn.";

/** Every rule with its words, for the description of the API. */
export const listRules = (): string =>
  Object.entries(RULES)
    .map(([code, words]) => `${code}: ${words}`)
    .join(" ");

/** Null where no rule forbade the call. */
export const describeForbidden = (code: string | null | undefined): string | null =>
  RULES[code ?? ""] ?? null;

/** Whether the time until which it is held is worth telling: a call that goes on ends when it ends. */
export const hasKnownEnd = (code: string): boolean =>
  !["on_phone", "calling_stopped", "our_fault"].includes(code);
