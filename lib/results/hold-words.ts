/**
 * Why a business waits, by the code of the rule that holds its call (`check_gate` in SQL). Where a time is known, it stands
 * beside these words.
 */
const HOLDS: Record<string, string> = {
  on_phone: "On the phone with us for another request.",
  called_recently: "Called a short while ago; a number rests between two calls.",
  called_often: "Called as often as is allowed in a day.",
  outside_hours: "Outside calling hours there.",
  calling_stopped: "Calling is stopped by the operator.",
};

/** @param code null for a business that waits for nothing but a line */
export const describeHold = (code: string | null): string =>
  HOLDS[code ?? ""] ?? "Waits for a free phone line.";

/** Whether the time until which it is held is worth telling: a call that goes on ends when it ends. */
export const hasKnownEnd = (code: string | null): boolean =>
  code === "called_recently" || code === "called_often" || code === "outside_hours";

/** Why a business was not called at all, by the code of the rule that forbade it. */
const SKIPS: Record<string, string> = {
  calls_disabled: "Calls are switched off here, so they were not called.",
  preview_only: "This is a preview, and their number is not on its list, so they were not called.",
  country_not_allowed: "Their country is not called from here.",
  never_open:
    "No calling hour suits every time zone that their number may be in, so they were not called.",
  heard_before: "An earlier call reached them, so they were not called again.",
};

export const describeForbidden = (code: string | null | undefined): string | null =>
  SKIPS[code ?? ""] ?? null;
