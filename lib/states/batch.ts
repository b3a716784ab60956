/** The states of a batch; held equal to the enum `public.batch_status` by `tests/database/state-machine.test.ts`. */
export const BATCH_STATUSES = [
  /** Stored; no line has been asked for yet. */
  "queued",
  /** Calls are being made, or wait for their time. */
  "running",
  /** A person asked to stop; live calls are being hung up. */
  "canceling",
  /** Every provider is final. */
  "completed",
  /** Stopped by a person, and every provider is final. */
  "canceled",
] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

export function isBatchEnded(status: BatchStatus): boolean {
  return status === "completed" || status === "canceled";
}

/** How soon the work is needed; held equal to the enum `public.urgency`. */
export const URGENCIES = ["immediate", "within_24_hours", "within_2_days", "flexible"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Why a person says that businesses may be called; held equal to the enum `public.consent_basis`. */
export const CONSENT_BASES = [
  /** Their number is public for inquiries like this one. */
  "listed_publicly",
  /** They and the person have dealt with each other before. */
  "existing_relation",
  "asked_to_be_called",
] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];
