/** What lies behind an outcome; chooses the words people read and what they are offered to do. */
export const OUTCOME_DETAILS = [
  /** They said yes or no, or named a time or a price. */
  "answered",
  /** A conversation without an answer to the question. */
  "no_information",
  /** A conversation whose answer did not reach us: none came, or one in which no field could be read. */
  "unread",
  /** Our own time limit, or a fault, ended the conversation. */
  "cut_off",
  "do_not_call",
  "language_barrier",
  "wrong_number",
  /** The line was open and nobody spoke: often a mailbox that was not recognized. */
  "connected_silent",
  "voicemail_or_menu",
  "failed_permanent",
  /** Our line may not call that country. */
  "international",
  "failed_capacity",
  /** The phone service had no line, as it said, and yet the call may have rung. */
  "refusal_denied",
  "failed_account",
  "failed_config",
  "failed_transient",
  "failed_provider",
  /** Stopped from the phone service's own dashboard, not through us. */
  "canceled_elsewhere",
  /** The call ended and no report of it came. */
  "no_report",
  /** The phone service gave a reason we have never seen. */
  "unseen_reason",
] as const;
export type OutcomeDetail = (typeof OUTCOME_DETAILS)[number];

/** Why every further call would fail too; the same codes as a refused `placeCall`. */
export const ACCOUNT_FAULT_CODES = [
  "credentials",
  "credit",
  "daily_cap",
  /** The model, the voice or the transcriber is refused. */
  "assistant",
  "configuration",
] as const;
export type AccountFaultCode = (typeof ACCOUNT_FAULT_CODES)[number];
