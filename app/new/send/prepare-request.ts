import { splitCriteria } from "@/lib/batches/criteria";
import { LIMITS, TEXT_LIMITS } from "@/lib/limits";
import type { ListReading, ListRow } from "@/lib/lists/reading";
import type { Draft, DraftFields } from "../draft";

export type FieldName = keyof DraftFields;

/** What stands in the way of sending, each beside what it is about. */
export type FormProblems = {
  fields: Partial<Record<FieldName, string>>;
  /** By line of the list. */
  rows: Record<number, string>;
  general: string[];
  /** It was sent, and no answer came: whether anybody is called is not known. */
  isUnanswered?: true;
};

export const NO_PROBLEMS: FormProblems = { fields: {}, rows: {}, general: [] };

export const hasProblems = (problems: FormProblems): boolean =>
  problems.general.length > 0 ||
  Object.keys(problems.fields).length > 0 ||
  Object.keys(problems.rows).length > 0;

const REQUIRED: Partial<Record<FieldName, string>> = {
  title: "Say in a few words what the job is.",
  serviceNeeded: "Say which service you need.",
  location: "Say where the job is.",
};

/** What the API takes at most, in characters. */
const MOST_CHARACTERS: Partial<Record<FieldName, number>> = TEXT_LIMITS;

/**
 * Why a text is too long to be sent; undefined when it is not. Nothing is cut while it is typed or pasted: what a
 * person meant to say is for them to shorten.
 */
export function findTooLong(name: FieldName, value: string): string | undefined {
  const most = MOST_CHARACTERS[name];
  const { length } = value.trim();
  if (most !== undefined && length > most)
    return `${count(most)} characters fit; this has ${count(length)}.`;
  if (name !== "criteria") return undefined;
  const lines = splitCriteria(value);
  if (lines.length > LIMITS.criteria)
    return `${LIMITS.criteria} lines fit; this has ${lines.length}.`;
  const long = lines.find((line) => line.length > LIMITS.criterion);
  return (
    long &&
    `${LIMITS.criterion} characters fit in a line; “${long.slice(0, 20)}…” has ${long.length}.`
  );
}

const count = (value: number): string => value.toLocaleString("en-US");

/** Names what must be changed before sending; the API checks again and has the last word. */
export function checkDraft(draft: Draft, list: ListReading, mostProviders: number): FormProblems {
  const fields: FormProblems["fields"] = {};
  for (const [name, message] of Object.entries(REQUIRED) as [FieldName, string][]) {
    if (draft.fields[name].trim() === "") fields[name] = message;
  }
  for (const name of Object.keys(MOST_CHARACTERS) as FieldName[]) {
    const tooLong = findTooLong(name, draft.fields[name]);
    if (tooLong) fields[name] = tooLong;
  }
  if (list.counts.called > mostProviders) {
    fields.list = `One request calls ${mostProviders} businesses at most. Split the list.`;
  } else if (list.asks) {
    fields.list = `Say which column has the ${list.asks === "phone" ? "phone numbers" : "names"}.`;
  } else if (list.counts.refused > 0 && !draft.skipsBad) {
    fields.list =
      list.counts.refused === 1
        ? "1 row cannot be called. Fix what is marked, or skip it."
        : `${list.counts.refused} rows cannot be called. Fix what is marked, or skip them.`;
  } else if (list.counts.called === 0) {
    fields.list = "List at least one business with its number.";
  }
  return { fields, rows: {}, general: [] };
}

/** Rows that are sent: good ones, and repeated ones, as their names are kept too. */
export const rowsToSend = (list: ListReading): ListRow[] =>
  list.rows.filter(({ verdict }) => verdict === "call" || verdict === "merged");

/**
 * The body of `POST /api/v1/providers/batch-call-async`.
 * @param timeZone of the person's browser, when it knows one
 */
export function toRequestBody(
  fields: DraftFields,
  rows: readonly ListRow[],
  country: string,
  timeZone?: string,
) {
  const { maxAttempts, consentBasis, capUsd } = fields;
  const { title, serviceNeeded, location, urgency, description } = fields;
  const { criteria, clientName, clientAddress } = fields;
  return {
    serviceRequest: {
      title,
      serviceNeeded,
      location,
      urgency,
      description,
      criteria,
      clientName,
      clientAddress,
    },
    providers: rows.map(({ name, written, isConfirmed }) => ({
      name,
      phone: written,
      phoneConfirmed: isConfirmed,
    })),
    options: {
      defaultCountry: country,
      maxAttempts: Number(maxAttempts),
      timeZone,
      consentBasis,
      capUsd: capUsd ? Number(capUsd) : undefined,
    },
  };
}
