import { type DraftFields, EMPTY_DRAFT } from "./draft";
import { draftStore } from "./use-new-request";

/** Words typed before the scripts had loaded are in the page but not in the draft yet, `shown` as it was. */
export function keepTyped(form: HTMLFormElement | null, shown: DraftFields) {
  if (!form) return;
  const typed: Partial<DraftFields> = {};
  for (const [name, value] of new FormData(form)) {
    const field = name as keyof DraftFields;
    const isTyped = field in EMPTY_DRAFT.fields && field !== "country" && typeof value === "string";
    // What the draft has already is no change: a change would make sending it again a new order.
    const known = [EMPTY_DRAFT.fields[field], shown[field]];
    if (isTyped && !known.includes(value)) typed[field] = value;
  }
  if (Object.keys(typed).length > 0) draftStore.change(typed);
}
